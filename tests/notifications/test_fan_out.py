"""From event to deliveries."""

import pytest

from apps.accounts.models import Person
from apps.events.models import AuditEntry, Event
from apps.notifications import services
from apps.notifications.enums import Channel, Reason, State
from apps.notifications.models import Delivery
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import DeliveryFactory, EventFactory

pytestmark = pytest.mark.django_db


def test_fan_out_makes_one_delivery_per_person_and_channel():
    olena, taras = PersonFactory(), PersonFactory()
    event = EventFactory(data={"people": [olena.pk, taras.pk]})

    assert services.fan_out() == 1

    rows = Delivery.objects.order_by("pk").values_list("event", "recipient", "person", "reason", "channel", "state")
    assert list(rows) == [
        (event.pk, f"person:{olena.pk}", olena.pk, Reason.REPORTER, Channel.EMAIL, State.PENDING),
        (event.pk, f"person:{taras.pk}", taras.pk, Reason.REPORTER, Channel.EMAIL, State.PENDING),
    ]
    event.refresh_from_db()
    assert event.fanned_out_at is not None


def test_fan_out_repeated_adds_nothing():
    event = EventFactory(data={"people": [PersonFactory().pk]})
    services.fan_out()
    Event.objects.update(fanned_out_at=None)  # as if the first transaction had been told to be lost

    assert services.fan_out() == 1
    assert Delivery.objects.filter(event=event).count() == 1


def test_fan_out_without_a_handler_tells_nobody_and_is_done():
    event = EventFactory(name="test.unheard")

    services.fan_out()

    event.refresh_from_db()
    assert (event.fanned_out_at is not None, Delivery.objects.count()) == (True, 0)


def test_fan_out_takes_the_oldest_first_up_to_the_limit():
    *_, third = EventFactory.create_batch(3)

    assert services.fan_out(limit=2) == 2
    assert list(Event.objects.unfanned()) == [third]


def test_fan_out_with_a_poison_handler_goes_on_with_the_others():
    person = PersonFactory()
    poison = EventFactory(data={"people": [person.pk], "poison": "recipients"})
    good = EventFactory(data={"people": [person.pk]})

    services.fan_out()

    assert list(Delivery.objects.order_by("event").values_list("event", "state", "reason", "last_error")) == [
        (poison.pk, State.DEAD, Reason.UNADDRESSED, "KeyError"),
        (good.pk, State.PENDING, Reason.REPORTER, ""),
    ]


def test_fan_out_of_a_query_that_fails_keeps_the_transaction(people_handler, monkeypatch):
    monkeypatch.setattr(people_handler, "recipients", lambda event: Person.objects.raw("SELECT no_such_column")[0])
    EventFactory()

    assert services.fan_out() == 1
    assert Delivery.objects.get().last_error == "ProgrammingError"


def test_a_poison_handler_says_nothing_of_the_content_in_the_log(caplog):
    EventFactory(data={"poison": "recipients"})

    services.fan_out()

    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


def test_replay_gives_a_dead_delivery_a_fresh_start(bohdan):
    dead = DeliveryFactory(person=bohdan, state=State.DEAD, attempt=12, last_error="smtp recipient 550")

    assert services.replay(Delivery.objects.all(), by=bohdan) == 1

    dead.refresh_from_db()
    assert (dead.state, dead.attempt, dead.replayed_after, dead.last_error) == (State.PENDING, 12, 12, "")
    assert list(Delivery.objects.due()) == [dead]
    assert AuditEntry.objects.get().action == "notifications.replay"


def test_replay_of_what_was_addressed_to_nobody_asks_the_handler_again(bohdan):
    event = EventFactory(data={"people": [bohdan.pk], "poison": "recipients"})
    services.fan_out()
    Event.objects.update(data={"people": [bohdan.pk]})  # the handler was mended

    services.replay(Delivery.objects.all(), by=bohdan)
    services.fan_out()

    assert Delivery.objects.get(event=event).recipient == f"person:{bohdan.pk}"


def test_replay_leaves_what_is_not_dead_alone(bohdan):
    DeliveryFactory(person=bohdan)

    assert services.replay(Delivery.objects.all(), by=bohdan) == 0
