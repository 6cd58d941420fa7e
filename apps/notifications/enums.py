"""How a person is told, how far a delivery has come, and why it was addressed to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The ways to a person."""

    EMAIL = "email", _("e-mail")


class State(models.TextChoices):
    """The life of a delivery."""

    PENDING = "pending", _("waiting")
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
    INVITED = "invited", _("the person invited")
    UNADDRESSED = "unaddressed", _("nobody could be found")
