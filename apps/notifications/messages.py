"""What handlers say and channels carry: who is meant, where they are reached, and what they are told."""

from dataclasses import dataclass
from datetime import datetime

from apps.notifications.enums import Channel, Reason


@dataclass(frozen=True)
class Recipient:
    """Somebody whom an event concerns; `key` is the same for the same person however often they are found."""

    key: str
    reason: Reason
    person_id: int | None = None
    channels: tuple[Channel, ...] = (Channel.EMAIL,)

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
    place where it happened. `needed` and `place` may be empty.
    """

    subject: str
    fact: str  # the first line: what changed
    needed: str  # what is needed of the recipient, or that nothing is
    place: str
    happened_at: datetime
    url: str  # absolute
    url_label: str
    why: str  # why this person was told


@dataclass(frozen=True)
class Example:
    """A message of an invented occasion, as an administrator looks at it; `key` tells those of one event apart."""

    key: str
    to: str  # who gets it, in words
    message: Message
