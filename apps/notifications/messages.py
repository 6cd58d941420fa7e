"""What handlers say and channels carry: who is meant, where they are reached, and what they are told."""

from dataclasses import dataclass
from datetime import datetime

from apps.notifications.enums import Pace, Reason


@dataclass(frozen=True)
class Recipient:
    """Somebody whom an event concerns; `key` is the same for the same person however often they are found.

    A follower comes with the subscription through which they are told and its pace; the others' is their preference.
    """

    key: str
    reason: Reason
    person_id: int | None = None
    subscription_id: int | None = None
    pace: Pace | None = None

    @classmethod
    def person(cls, person_id, reason):
        """Return a recipient who has an account."""
        return cls(f"person:{person_id}", reason, person_id)

    @classmethod
    def organisation(cls, organisation_id, reason):
        """Return a recipient that is the mailbox of an organisation."""
        return cls(f"organisation:{organisation_id}", reason)


@dataclass(frozen=True)
class Address:
    """Where somebody is reached, and in which language (a code of settings.LANGUAGES)."""

    email: str
    language: str


@dataclass(frozen=True)
class Message:
    """What one recipient is told of one event, in their language; every channel draws it in its own way.

    It never holds what somebody wrote in confidence: that stays behind `url`. `happened_at` is in the zone of the
    place where it happened. `needed` and `place` may be empty. A digest has `sections` in place of one thing.
    """

    subject: str
    fact: str  # the first line: what changed
    needed: str  # what is needed of the recipient, or that nothing is
    place: str
    happened_at: datetime
    url: str  # absolute
    url_label: str
    why: str  # why this person was told
    thing: str = ""  # what a digest gathers the facts under: a title or a reference
    sections: tuple["Section", ...] = ()

    @property
    def second_line(self):
        """What follows the subject where there is room for one line more: a device's screen."""
        return self.needed if self.fact == self.subject else self.fact


@dataclass(frozen=True)
class Thing:
    """One thing in a digest with what happened to it, newest first, each fact once."""

    title: str
    url: str
    facts: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class Section:
    """The things of a digest at one place, whose name may be empty."""

    place: str
    things: tuple[Thing, ...]


@dataclass(frozen=True)
class Example:
    """A message of an invented occasion, as an administrator looks at it; `key` tells those of one event apart.

    `reason` and `recipient` (a key as on a delivery) decide which links stand at the end of its mail.
    """

    key: str
    to: str  # who gets it, in words
    message: Message
    reason: Reason
    recipient: str = "person:0"
