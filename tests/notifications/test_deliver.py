"""From delivery to the person."""

import smtplib
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from apps.notifications.enums import Channel, Pace, State
from apps.notifications.models import Delivery
from apps.notifications.services import outbox
from apps.notifications.services.digests import make_digests
from apps.notifications.services.subscriptions import save_preference
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import DeliveryFactory, EventFactory, mails

pytestmark = pytest.mark.django_db


def make_due():
    """Let the pause of every open delivery be over."""
    Delivery.objects.update(due_at=Now())


def seconds_until_due(delivery):
    """How long from now, by the database clock, until the delivery may be taken."""
    wait = Delivery.objects.annotate(wait=F("due_at") - Now()).get(pk=delivery.pk).wait
    return wait.total_seconds()


def test_deliver_due_sends_and_marks(smtp, olena):
    delivery = DeliveryFactory(person=olena)

    assert outbox.deliver_due() == {State.SENT: 1}

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt, delivery.sent_at is not None) == (State.SENT, 1, True)
    (mail,) = smtp.accepted
    assert (mail.to, mail.subject) == (["olena@example.org"], f"Event {delivery.event_id}")
    assert mail.extra_headers["Message-ID"] == f"<{delivery.message_id}@copportal.example>"


def test_deliver_due_uses_one_connection_for_a_batch(smtp, olena):
    DeliveryFactory.create_batch(5, person=olena)

    assert outbox.deliver_due() == {State.SENT: 5}
    assert smtp.opened == 1


def test_deliver_due_leaves_what_is_not_due(smtp, olena):
    DeliveryFactory(person=olena, due_at=Now() + timedelta(minutes=1))

    assert outbox.deliver_due() == {}


def test_deliver_due_stops_at_the_limit(smtp, olena):
    DeliveryFactory.create_batch(3, person=olena)

    assert outbox.deliver_due(limit=2) == {State.SENT: 2}


def test_deliver_due_stops_when_told(smtp, olena):
    DeliveryFactory(person=olena)

    assert outbox.deliver_due(stopping=lambda: True) == {}


@pytest.mark.parametrize(("attempts_before", "pause"), [(0, 30), (1, 60), (2, 120), (6, 1920), (7, 3600), (10, 3600)])
def test_a_temporary_refusal_is_tried_again_later_and_later(smtp, refusal, no_jitter, olena, attempts_before, pause):
    delivery = DeliveryFactory(person=olena, attempt=attempts_before)
    smtp.script = [refusal(451)]

    assert outbox.deliver_due() == {State.PENDING: 1}

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (State.PENDING, "smtp recipient 451")
    assert pause - 2 < seconds_until_due(delivery) <= pause


def test_pauses_are_spread_by_half(smtp, refusal, monkeypatch, olena):
    spread = []
    monkeypatch.setattr(
        "apps.notifications.services.outbox.random.uniform", lambda *bounds: spread.append(bounds) or 1.5
    )
    delivery = DeliveryFactory(person=olena)
    smtp.script = [refusal(451)]

    outbox.deliver_due()

    assert spread == [(0.5, 1.5)]
    assert 43 < seconds_until_due(delivery) <= 45


def test_the_twelfth_temporary_refusal_is_the_last(smtp, refusal, olena):
    delivery = DeliveryFactory(person=olena)
    smtp.script = [refusal(451)] * 20

    for _ in range(20):
        make_due()
        outbox.deliver_due()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt) == (State.DEAD, 12)


def test_a_replayed_delivery_has_twelve_attempts_again(smtp, refusal, olena):
    delivery = DeliveryFactory(person=olena, attempt=12, replayed_after=12)
    smtp.script = [refusal(451)]

    assert outbox.deliver_due() == {State.PENDING: 1}
    delivery.refresh_from_db()
    assert delivery.attempt == 13


def test_a_permanent_refusal_is_dead_at_once(smtp, refusal, olena):
    delivery = DeliveryFactory(person=olena)
    smtp.script = [refusal(550)]

    assert outbox.deliver_due() == {State.DEAD: 1}
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (State.DEAD, "smtp recipient 550")


def test_a_mail_after_a_refused_one_goes_out(smtp, refusal, olena, taras):
    DeliveryFactory(person=olena)
    good = DeliveryFactory(person=taras)
    smtp.script = [refusal(550)]

    assert outbox.deliver_due() == {State.DEAD: 1, State.SENT: 1}
    good.refresh_from_db()
    assert good.state == State.SENT


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (TimeoutError(), "TimeoutError"),
        (ConnectionRefusedError(), "ConnectionRefusedError"),
        (smtplib.SMTPServerDisconnected("gone"), "SMTPServerDisconnected"),
        (smtplib.SMTPConnectError(554, b"no"), "smtp 554"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "smtp 535"),
    ],
)
def test_a_server_in_trouble_ends_the_batch_and_kills_nothing(smtp, olena, trouble, code):
    first, second = DeliveryFactory(person=olena), DeliveryFactory(person=olena)
    smtp.script = [trouble]

    assert outbox.deliver_due() == {State.PENDING: 1}

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.last_error) == (State.PENDING, code)
    assert (second.state, second.attempt) == (State.PENDING, 0)


def test_a_connection_that_the_server_ends_between_mails_is_opened_again(smtp, olena):
    DeliveryFactory.create_batch(2, person=olena)
    smtp.script = [None, smtplib.SMTPSenderRefused(421, b"too many", "portal@copportal.example")]

    assert outbox.deliver_due() == {State.SENT: 2}
    assert smtp.opened == 2


def test_a_poison_message_is_dead_and_the_next_goes_out(smtp, caplog, olena):
    poison = DeliveryFactory(person=olena, event__data={"people": [olena.pk], "poison": "message"})
    good = DeliveryFactory(person=olena)

    assert outbox.deliver_due() == {State.DEAD: 1, State.SENT: 1}

    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, poison.last_error, good.state) == (State.DEAD, "KeyError", State.SENT)
    assert "secret" not in caplog.text


def test_a_delivery_whose_senders_all_died_is_given_up(smtp, olena):
    delivery = DeliveryFactory(person=olena, state=State.CLAIMED, attempt=12)

    assert outbox.deliver_due() == {}
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (State.DEAD, "sender died")


def test_a_database_in_trouble_leaves_the_delivery_to_the_next_lease(
    smtp, people_handler, monkeypatch, settings, olena
):
    def fail(event, delivery):
        raise OperationalError

    delivery = DeliveryFactory(person=olena)
    monkeypatch.setattr(people_handler, "still_wanted", fail)

    with pytest.raises(OperationalError):
        outbox.deliver_due()

    delivery.refresh_from_db()
    assert delivery.state == State.CLAIMED
    assert settings.DELIVERY_LEASE - 2 < seconds_until_due(delivery) <= settings.DELIVERY_LEASE


def test_what_is_no_longer_wanted_is_dropped(smtp, olena):
    delivery = DeliveryFactory(person=olena, event__data={"people": []})

    assert outbox.deliver_due() == {State.DROPPED: 1}
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error, smtp.accepted) == (State.DROPPED, "not wanted", [])


def test_a_person_who_may_no_longer_sign_in_is_not_written_to(smtp):
    delivery = DeliveryFactory(person=PersonFactory(is_active=False))

    assert outbox.deliver_due() == {State.DROPPED: 1}
    delivery.refresh_from_db()
    assert (delivery.last_error, smtp.accepted) == ("no address", [])


def test_an_expired_lease_is_taken_by_another_and_the_late_sender_writes_nothing(smtp, people_handler, olena):
    """The first sender hangs beyond its lease, the second delivers; then the first comes back with a failure."""
    delivery = DeliveryFactory(person=olena)

    def hang_while_another_sends(event, delivery):
        del people_handler.still_wanted
        make_due()
        assert outbox.deliver_due() == {State.SENT: 1}
        raise KeyError

    people_handler.still_wanted = hang_while_another_sends
    outbox._deliver(outbox._claim(["email"]), channels=None)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt, delivery.last_error) == (State.SENT, 2, "")


def test_a_repeated_mail_keeps_its_message_id(smtp, olena):
    delivery = DeliveryFactory(person=olena)
    outbox.deliver_due()
    Delivery.objects.update(state=State.PENDING, sent_at=None, due_at=Now())  # as if the commit had been lost

    outbox.deliver_due()

    sent = [mail.extra_headers["Message-ID"] for mail in smtp.accepted]
    assert sent == [f"<{delivery.message_id}@copportal.example>"] * 2


def test_claims_cost_the_same_for_one_row_and_for_thirty(smtp, olena, django_assert_num_queries):
    DeliveryFactory.create_batch(30, person=olena)
    EventFactory()

    # Savepoint, claim, mark, release; address, whether anything speaks against it; outcome.
    with django_assert_num_queries(7):
        outbox.deliver_due(limit=1)


def test_what_is_recorded_as_past_is_told_to_nobody(smtp, olena, taras):
    event = EventFactory(data={"people": [olena.pk, taras.pk]}, fanned_out_at=timezone.now())

    failed = {f"person:{taras.pk}": "smtp recipient 550"}
    assert outbox.record_past([event], failed=lambda delivery: failed.get(delivery.recipient, "")) == 4

    outbox.deliver_due()
    assert smtp.accepted == []
    found = Delivery.objects.filter(channel=Channel.EMAIL).order_by("pk")
    assert list(found.values_list("recipient", "state", "sent_at", "last_error")) == [
        (f"person:{olena.pk}", State.SENT, event.created_at, ""),
        (f"person:{taras.pk}", State.DEAD, None, "smtp recipient 550"),
    ]


def test_what_is_recorded_as_past_waits_for_the_digest_of_who_wants_one(smtp, olena):
    save_preference(olena, reports_pace=Pace.DAILY)
    event = EventFactory(data={"people": [olena.pk]}, created_at=timezone.now() - timedelta(days=2))

    outbox.record_past([event])

    assert mails().get().state == State.COLLECTED
    assert make_digests() == 1
