"""A report's matter put to another organisation, in words that an officer wrote for it."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.core.models import TimeStamped
from apps.reports.enums import OPEN_REFERRAL_STATES, ReferralState
from apps.reports.models.told import Told
from apps.reports.referrals.querysets import ReferralQuerySet

_OPEN = models.Q(state__in=OPEN_REFERRAL_STATES)


@dataclass(frozen=True)
class MovedDay:
    """One time that an organisation promised another day, and why."""

    before: date
    after: date
    reason: str


class Referral(TimeStamped):
    """What an organisation is asked to do about a report, and what it answers.

    It reads the redacted `words` and never the report; who reported only with their recorded consent. What is said of a
    restricted report is encrypted under the report's own key.
    """

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="referrals")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="referrals", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=10, choices=ReferralState.choices, default=ReferralState.SENT)
    open_words = models.TextField(blank=True, editable=False)
    open_answer = models.TextField(blank=True, editable=False)
    open_moves = models.JSONField(default=list, blank=True, editable=False)
    sealed_words = models.BinaryField(default=bytes, editable=False)
    due_on = models.DateField(_("answer by"))
    consented_at = models.DateTimeField(_("when the reporter agreed to be named"), null=True, blank=True)
    consent_note = models.CharField(_("how the reporter agreed to be named"), max_length=200, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    times_moved = models.PositiveSmallIntegerField(default=0, editable=False)  # stays when the reasons are erased
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "due_on", "id"], name="referral_due", condition=_OPEN),
            models.Index(fields=["organisation", "-ended_at", "-id"], name="referral_ended", condition=~_OPEN),
        ]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=_OPEN, name="referral_open_once"),
            models.CheckConstraint(
                name="referral_ended_has_a_time",
                condition=(_OPEN & models.Q(ended_at__isnull=True)) | (~_OPEN & models.Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="referral_accepted_has_a_time",
                condition=~models.Q(state=ReferralState.ACCEPTED) | models.Q(accepted_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"referral {self.pk}"

    def get_absolute_url(self):
        """Its page in the inbox of the organisation."""
        return reverse("referrals:detail", args=[self.pk])

    words = Told("words", "What the organisation is asked to do and where: the redacted copy, written by an officer.")
    answer = Told("answer", "What the organisation answered, or why it returned or passed on the matter.")

    moves = Told("moves", "Each day that was promised and then moved: {before, after, reason}, the oldest first.")

    @property
    def moved_days(self):
        """The `MovedDay`s, the newest first."""
        return [
            MovedDay(date.fromisoformat(move["before"]), date.fromisoformat(move["after"]), move["reason"])
            for move in reversed(self.moves)
        ]

    @property
    def is_sealed(self):
        """Whether what is said is encrypted: that of a restricted report."""
        return self.report.is_sealed

    @property
    def data_key(self):
        """The key under which it is encrypted: that of the report."""
        return self.report.data_key

    @property
    def is_open(self):
        """Whether it is the organisation's turn."""
        return self.state in OPEN_REFERRAL_STATES

    @property
    def names_the_reporter(self):
        """Whether the organisation may know who reported it: with consent, and while it works on the matter."""
        return self.is_open and self.consented_at is not None

    @property
    def is_late(self):
        """Whether the answer was due before today, in the area's own time."""
        return self.is_open and self.due_on < timezone.localdate(timezone=self.report.area.zone)

    @property
    def headline(self):
        """The first words of the redacted copy, for a row of a list."""
        first = self.words.strip().split("\n")[0]
        return first if len(first) <= 90 else f"{first[:88].rsplit(' ', 1)[0]}…"
