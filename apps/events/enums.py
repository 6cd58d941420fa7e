"""Who an event is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """The widest circle that may learn of an event."""

    PUBLIC = "public", _("everybody")
    REPORTER = "reporter", _("the reporter and the police")
    INTERNAL = "internal", _("the police")
