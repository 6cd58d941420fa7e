"""A real SMTP server that refuses, hangs and hangs up."""

import socket
import threading
from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now

from apps.notifications import handlers
from apps.notifications.enums import OPEN_STATES, State
from apps.notifications.models import Delivery
from apps.notifications.services import outbox
from apps.notifications.services.personal import erase_person
from tests.factories.notifications import HAPPENED, DeliveryFactory, PeopleHandler
from tests.faults.sink import HANG_UP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_mail(settings, sink):
    """Send over SMTP to the sink, and tell of the events of these tests."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 0.5
    handlers.register(PeopleHandler(), HAPPENED)
    yield
    handlers.unregister(HAPPENED)


def deliver_again():
    """Let every pause be over and deliver."""
    Delivery.objects.filter(state=State.PENDING).update(due_at=Now())
    return outbox.deliver_due()


def test_a_batch_goes_over_one_connection(sink, olena):
    DeliveryFactory.create_batch(20, person=olena)

    assert outbox.deliver_due() == {State.SENT: 20}
    assert len(set(sink.message_ids)) == 20


@pytest.mark.parametrize(
    ("command", "answer", "state", "code"),
    [
        ("mail", "451 later", State.PENDING, "smtp sender 451"),
        ("mail", "421 closing", State.PENDING, "smtp sender 421"),
        ("recipient", "450 mailbox busy", State.PENDING, "smtp recipient 450"),
        ("recipient", "550 no such mailbox", State.DEAD, "smtp recipient 550"),
        ("data", "452 full", State.PENDING, "smtp data 452"),
        ("data", "554 spam", State.DEAD, "smtp data 554"),
    ],
)
def test_a_refusal_is_told_apart_by_its_code(sink, olena, command, answer, state, code):
    delivery = DeliveryFactory(person=olena)
    getattr(sink, f"{command}_answers").append(answer)

    outbox.deliver_due()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error, sink.letters) == (state, code, [])


@pytest.mark.parametrize("command", ["mail", "recipient", "data"])
def test_after_a_temporary_refusal_the_mail_goes_once(sink, olena, command):
    DeliveryFactory(person=olena)
    getattr(sink, f"{command}_answers").append("451 later")

    outbox.deliver_due()
    deliver_again()

    assert len(sink.letters) == 1


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_server_that_hangs_is_left_and_tried_later(sink, olena, command):
    delivery = DeliveryFactory(person=olena)
    sink.hold(command)

    assert outbox.deliver_due() == {State.PENDING: 1}
    delivery.refresh_from_db()
    assert delivery.last_error == "SMTPServerDisconnected"


def test_a_server_that_hangs_up_after_the_mail_may_get_it_twice_with_one_message_id(sink, olena):
    DeliveryFactory(person=olena)
    sink.data_answers.append(HANG_UP)

    outbox.deliver_due()
    assert deliver_again() == {State.SENT: 1}

    assert len(sink.message_ids) == 2
    assert len(set(sink.message_ids)) == 1


def hang_up(listener):
    """Take one connection and end it."""
    with listener.accept()[0]:
        pass


@pytest.fixture(params=["nobody listens", "no word of greeting", "hangs up at once"])
def bad_port(request):
    """A port at which no mail can be handed in."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param != "nobody listens":
            listener.listen(5)
        if request.param == "hangs up at once":
            threading.Thread(target=hang_up, args=[listener], daemon=True).start()
        yield listener.getsockname()[1]


def test_a_server_that_takes_nothing_costs_one_attempt_and_kills_nothing(settings, sink, olena, bad_port):
    DeliveryFactory.create_batch(3, person=olena)
    settings.EMAIL_PORT = bad_port

    assert outbox.deliver_due() == {State.PENDING: 1}
    assert list(Delivery.objects.order_by("pk").values_list("attempt", flat=True)) == [1, 0, 0]

    settings.EMAIL_PORT = sink.port
    assert deliver_again() == {State.SENT: 3}


def test_refused_for_ten_minutes_everything_arrives_within_ten_more(settings, sink, olena):
    """A sweep every five seconds, which pass at once: what is due comes so much nearer."""
    DeliveryFactory.create_batch(3, person=olena)
    settings.EMAIL_PORT = 1

    def sweep():
        outbox.deliver_due()
        waiting = Delivery.objects.filter(state=State.PENDING)
        waiting.update(due_at=F("due_at") - timedelta(seconds=5))
        return waiting.exists()

    for _ in range(120):
        assert sweep()
    settings.EMAIL_PORT = sink.port
    sweeps = next(number for number in range(1, 200) if not sweep())

    assert sweeps <= 145  # the longest pause of the fifth attempt: 480 s and a half
    assert len(sink.letters) == len(set(sink.message_ids)) == 3


def test_whoever_is_erased_once_their_mail_is_claimed_gets_none(sink, olena, taras, monkeypatch):
    """The sender holds the row while the person goes: nothing leaves, and the next in line gets theirs."""
    DeliveryFactory(person=olena)
    DeliveryFactory(person=taras)
    claim = outbox._claim

    def claim_and_erase(channels):
        found = claim(channels)
        if found and found.person_id == olena.pk:
            erase_person(olena)
            olena.delete()
        return found

    monkeypatch.setattr(outbox, "_claim", claim_and_erase)

    outbox.deliver_due()

    assert [letter["To"] for letter in sink.letters] == ["taras@example.org"]
    assert Delivery.objects.get().person == taras


@pytest.mark.parametrize("hours", [3, -3])
def test_a_clock_that_leaps_holds_up_nothing_new_and_loses_nothing_old(sink, olena, hours):
    """To the outbox a clock that falls back is the same as rows that are due later, and the other way round."""
    DeliveryFactory.create_batch(2, person=olena)
    held = DeliveryFactory(person=olena, state=State.CLAIMED, attempt=1)
    Delivery.objects.update(due_at=F("due_at") - timedelta(hours=hours))
    DeliveryFactory(person=olena)

    outbox.deliver_due()
    assert len(sink.letters) == (4 if hours > 0 else 1)
    Delivery.objects.filter(state__in=OPEN_STATES).update(due_at=F("due_at") + timedelta(hours=hours))
    outbox.deliver_due()

    assert len(sink.letters) == len(set(sink.message_ids)) == 4
    held.refresh_from_db()
    assert (held.state, held.attempt) == (State.SENT, 2)
