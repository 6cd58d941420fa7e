"""How a person is told, how far a delivery has come, and why it was addressed to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The ways to a person."""

    EMAIL = "email", _("e-mail")
    PUSH = "push", _("on a device")
    INBOX = "inbox", _("in the portal")


class State(models.TextChoices):
    """The life of a delivery."""

    PENDING = "pending", _("waiting")
    COLLECTED = "collected", _("in a digest")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    DEAD = "dead", _("given up")
    DROPPED = "dropped", _("no longer wanted")


# Rows that a sender will still take: a claimed one whose lease has run out is as good as a waiting one.
OPEN_STATES = (State.PENDING, State.CLAIMED)


class Reason(models.TextChoices):
    """In which capacity somebody is told."""

    REPORTER = "reporter", _("the reporter")
    ASSIGNEE = "assignee", _("the officer in charge")
    SUPERVISOR = "supervisor", _("the supervisor of the area")
    UNIT = "unit", _("the unit in charge")
    MENTIONED = "mentioned", _("the colleague named in a note")
    PARTNER = "partner", _("the organisation asked to act")
    INVITED = "invited", _("the person invited")
    FOLLOWER = "follower", _("a follower")
    CONFIRMING = "confirming", _("whoever has to confirm an address")
    DIGEST = "digest", _("the reader of a digest")
    UNADDRESSED = "unaddressed", _("nobody could be found")


class Pace(models.TextChoices):
    """How often somebody wants mail about a thing."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day, in the morning")
    WEEKLY = "weekly", _("once a week, on Monday morning")
    OFF = "off", _("no e-mail")


DIGEST_PACES = (Pace.DAILY, Pace.WEEKLY)


class Follows(models.TextChoices):
    """What a subscription is to."""

    REPORT = "report", _("a report")
    AREA = "area", _("an area")
    CIRCLE = "circle", _("a circle on the map")


class SubscriptionEvent:
    """Names of the events of subscriptions, as they stand in the log."""

    ASKED = "subscription.asked"  # somebody without an account asked for mail to an address
    DIGEST = "digest.due"
