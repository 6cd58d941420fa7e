"""Events to be told and deliveries of them, for tests of the outbox alone."""

from datetime import UTC, datetime

import factory

from apps.events.enums import Audience
from apps.events.models import Event
from apps.notifications.enums import Channel, Reason
from apps.notifications.handlers import Handler
from apps.notifications.messages import Example, Message, Recipient
from apps.notifications.models import Delivery

HAPPENED = "test.happened"


class EventFactory(factory.django.DjangoModelFactory):
    """An event about an area; `data` names the people to tell: {"people": [ids]}."""

    class Meta:
        model = Event

    name = HAPPENED
    subject_type = "areas.area"
    subject_id = 1
    audience = Audience.PUBLIC


class DeliveryFactory(factory.django.DjangoModelFactory):
    """A delivery that is due, to the `person`."""

    class Meta:
        model = Delivery

    event = factory.SubFactory(
        EventFactory, data=factory.LazyAttribute(lambda event: {"people": [event.factory_parent.person.pk]})
    )
    recipient = factory.LazyAttribute(lambda delivery: f"person:{delivery.person.pk}")
    reason = Reason.REPORTER
    channel = Channel.EMAIL


def mails():
    """The deliveries that go by mail; each has a twin in the inbox of its person."""
    return Delivery.objects.filter(channel=Channel.EMAIL)


class PeopleHandler(Handler):
    """Tells the people whom the event's data name; raises when they say so."""

    def recipients(self, event):
        if event.data.get("poison") == "recipients":
            raise KeyError("a secret word")
        return [Recipient.person(pk, Reason.REPORTER) for pk in event.data.get("people", [])]

    def messages(self, deliveries):
        if any(delivery.event.data.get("poison") == "message" for delivery in deliveries):
            raise KeyError("a secret word")
        return [self._message(delivery.event_id) for delivery in deliveries]

    def examples(self, name):
        return [Example("somebody", "somebody in the test", self._message(1), Reason.FOLLOWER)]

    @staticmethod
    def _message(number):
        return Message(
            subject=f"Event {number}",
            fact="Something happened.",
            needed="Nothing is needed.",
            place="",
            happened_at=datetime(2026, 4, 21, 9, 30, tzinfo=UTC),
            url="http://localhost:8000/x/",
            url_label="Read it",
            why="You are in the test.",
        )
