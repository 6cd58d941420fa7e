"""How a person wants to be told, and what is not sent any more."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped
from apps.notifications.enums import Pace


class Preference(models.Model):
    """How one person wants to be told; whoever has no row gets the defaults of the fields.

    What is followed has its pace on each subscription. Quiet hours are by the clock of the person's home area; what is
    urgent does not wait for their end.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="preference"
    )
    reports_pace = models.CharField(_("my reports"), max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)
    work_pace = models.CharField(_("my work at the desk"), max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)
    reports_push = models.BooleanField(_("about my reports"), default=False)
    work_push = models.BooleanField(_("about my work at the desk"), default=False)
    followed_push = models.BooleanField(_("about what I follow"), default=False)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            )
        ]

    def __str__(self):
        return f"preference {self.person_id}"


class Mute(TimeStamped):
    """One recipient hears no more of one thing: what the link at the end of a mail does for a reporter."""

    recipient = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("mute")
        verbose_name_plural = _("mutes")
        constraints = [models.UniqueConstraint(fields=["recipient", "subject_type", "subject_id"], name="mute_once")]

    def __str__(self):
        return f"{self.recipient} {self.subject_type} {self.subject_id}"


class SuppressedAddress(TimeStamped):
    """An address that its mail server does not know: nothing is sent to it until somebody says that it is mended.

    Kept as a keyed hash, so that the list gives no address away.
    """

    address_hash = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("dead address")
        verbose_name_plural = _("dead addresses")

    def __str__(self):
        return f"{self.address_hash[:8]}: {self.code}"
