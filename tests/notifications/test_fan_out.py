"""From event to deliveries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Person
from apps.events.models import AuditEntry, Event
from apps.notifications.enums import Channel, Reason, State
from apps.notifications.models import Delivery
from apps.notifications.services import outbox
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import DeliveryFactory, EventFactory

pytestmark = pytest.mark.django_db


def test_fan_out_makes_one_delivery_per_person_and_channel():
    olena, taras = PersonFactory(), PersonFactory()
    event = EventFactory(data={"people": [olena.pk, taras.pk]})

    assert outbox.fan_out() == 1

    rows = Delivery.objects.order_by("pk").values_list("event", "recipient", "person", "reason", "channel", "state")
    assert list(rows) == [
        (event.pk, f"person:{person.pk}", person.pk, Reason.REPORTER, *way)
        for person in (olena, taras)
        for way in ((Channel.INBOX, State.SENT), (Channel.EMAIL, State.PENDING))
    ]
    event.refresh_from_db()
    assert event.fanned_out_at is not None


def test_fan_out_repeated_adds_nothing():
    event = EventFactory(data={"people": [PersonFactory().pk]})
    outbox.fan_out()
    Event.objects.update(fanned_out_at=None)  # as if the first transaction had been told to be lost

    assert outbox.fan_out() == 1
    assert Delivery.objects.filter(event=event).count() == 2  # mail and inbox


def test_fan_out_without_a_handler_tells_nobody_and_is_done():
    event = EventFactory(name="test.unheard")

    outbox.fan_out()

    event.refresh_from_db()
    assert (event.fanned_out_at is not None, Delivery.objects.count()) == (True, 0)


def test_fan_out_leaves_out_whoever_did_it():
    olena, taras = PersonFactory(), PersonFactory()
    EventFactory(data={"people": [olena.pk, taras.pk]}, actor=olena)

    outbox.fan_out()

    assert set(Delivery.objects.values_list("person", flat=True)) == {taras.pk}


def test_fan_out_costs_the_same_for_one_and_for_thirty_people():
    def queries(count):
        EventFactory(data={"people": [PersonFactory().pk for _ in range(count)]})
        with CaptureQueriesContext(connection) as captured:
            outbox.fan_out()
        return len(captured)

    assert queries(1) == queries(30)


def test_fan_out_takes_the_oldest_first_up_to_the_limit():
    *_, third = EventFactory.create_batch(3)

    assert outbox.fan_out(limit=2) == 2
    assert list(Event.objects.unfanned()) == [third]


def test_fan_out_with_a_poison_handler_goes_on_with_the_others():
    person = PersonFactory()
    poison = EventFactory(data={"people": [person.pk], "poison": "recipients"})
    good = EventFactory(data={"people": [person.pk]})

    outbox.fan_out()

    mails = Delivery.objects.filter(channel=Channel.EMAIL).order_by("event")
    assert list(mails.values_list("event", "state", "reason", "last_error")) == [
        (poison.pk, State.DEAD, Reason.UNADDRESSED, "KeyError"),
        (good.pk, State.PENDING, Reason.REPORTER, ""),
    ]


def test_fan_out_of_a_query_that_fails_keeps_the_transaction(people_handler, monkeypatch):
    monkeypatch.setattr(people_handler, "recipients", lambda event: Person.objects.raw("SELECT no_such_column")[0])
    EventFactory()

    assert outbox.fan_out() == 1
    assert Delivery.objects.get().last_error == "ProgrammingError"


def test_a_poison_handler_says_nothing_of_the_content_in_the_log(caplog):
    EventFactory(data={"poison": "recipients"})

    outbox.fan_out()

    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


def test_replay_gives_a_dead_delivery_a_fresh_start(bohdan):
    dead = DeliveryFactory(person=bohdan, state=State.DEAD, attempt=12, last_error="smtp recipient 550")

    assert outbox.replay(Delivery.objects.all(), by=bohdan) == 1

    dead.refresh_from_db()
    assert (dead.state, dead.attempt, dead.replayed_after, dead.last_error) == (State.PENDING, 12, 12, "")
    assert list(Delivery.objects.due()) == [dead]
    assert AuditEntry.objects.get().action == "notifications.replay"


def test_replay_of_what_was_addressed_to_nobody_asks_the_handler_again(bohdan):
    event = EventFactory(data={"people": [bohdan.pk], "poison": "recipients"})
    outbox.fan_out()
    Event.objects.update(data={"people": [bohdan.pk]})  # the handler was mended

    outbox.replay(Delivery.objects.all(), by=bohdan)
    outbox.fan_out()

    assert Delivery.objects.get(event=event, channel=Channel.EMAIL).recipient == f"person:{bohdan.pk}"


def test_replay_leaves_what_is_not_dead_alone(bohdan):
    DeliveryFactory(person=bohdan)

    assert outbox.replay(Delivery.objects.all(), by=bohdan) == 0
