"""Who is told of which event, and how it is said: one module for each app whose events are told, registered by name."""

from abc import ABC, abstractmethod

from django.conf import settings

from apps.accounts.models import Organisation, Person
from apps.notifications.messages import Address
from apps.notifications.models import Subscriber

_handlers = {}


class Handler(ABC):
    """What the outbox asks about an event; subclasses answer for the events of one app.

    A handler only reads. What it raises makes this one delivery dead, where the desk shows it, and holds up no other.
    """

    @abstractmethod
    def recipients(self, event):
        """Return the `Recipient`s of the event, each key once; whoever did it is left out afterwards."""

    @abstractmethod
    def messages(self, deliveries):
        """Return the `Message` for each of these deliveries, in the language that is active.

        None stands for what may not be read any more. The number of queries does not grow with the deliveries.
        """

    def message(self, event, delivery):
        """Return the `Message` for one delivery of this event, or None."""
        delivery.event = event
        return self.messages([delivery])[0]

    @abstractmethod
    def examples(self, name):
        """Return the `Example`s of an event of this name, one for each kind of recipient, in the active language.

        About the things of `notifications.invented`, by the code that writes the real ones; the database is not asked.
        """

    def still_wanted(self, event, delivery):
        """Whether the recipient would be told today, too: asked right before sending, after erasure or reassignment."""
        return any(recipient.key == delivery.recipient for recipient in self.recipients(event))

    def tells_actor(self, event):
        """Whether even whoever did it is told."""
        return False

    def is_urgent(self, event):
        """Whether the police are told whatever hour it is and whatever they chose."""
        return False

    def labels(self, events):
        """Return {event id: what the event was about, in a word or two} for the desk; one query, no private words."""
        return {}

    def address(self, event, delivery):
        """Return the `Address` of the recipient as it is now, or None when there is none (any more)."""
        if delivery.recipient.startswith("organisation:"):
            organisation = (
                Organisation.objects.filter(pk=delivery.recipient.partition(":")[2]).exclude(email="").first()
            )
            return Address(organisation.email, settings.LANGUAGE_CODE) if organisation else None
        if delivery.recipient.startswith("subscriber:"):
            subscriber = Subscriber.objects.filter(pk=delivery.recipient.partition(":")[2]).first()
            return Address(subscriber.email, subscriber.language) if subscriber else None
        person = Person.objects.filter(pk=delivery.person_id, is_active=True).first()
        return Address(person.email, person.language) if person else None


def register(handler, *names):
    """Let a handler answer for the events of these names; a name belongs to one handler."""
    for name in names:
        if name in _handlers:
            raise ValueError(f"Two handlers for the event {name}")
        _handlers[name] = handler


def unregister(*names):
    """Forget the handlers of these names."""
    for name in names:
        del _handlers[name]


def told_names():
    """Return the names of all events of which somebody is told."""
    return sorted(_handlers)


def handler_for(name):
    """Return the handler of an event's name, or None: nobody is told of such an event."""
    return _handlers.get(name)
