"""A report that its reporter wants treated as a statutory appeal."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped
from apps.reports.deadlines import APPEAL_FORWARDING, APPEAL_TERMS, end_of_calendar_day
from apps.reports.enums import AppealState


class Appeal(TimeStamped):
    """An appeal (звернення): a register number and terms in calendar days that nothing pauses.

    Whoever appeals gives name and address; they stand encrypted in the identity of the report, and are opened there.
    """

    report = models.OneToOneField("reports.Report", on_delete=models.CASCADE, related_name="appeal")
    state = models.CharField(_("state"), max_length=12, choices=AppealState.choices, default=AppealState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    number = models.CharField(_("number in the register"), max_length=60, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    term_days = models.PositiveSmallIntegerField(_("term in calendar days"), default=APPEAL_TERMS[1])
    forwarded_to = models.CharField(_("forwarded to"), max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                name="appeal_registered_has_a_number",
                condition=~models.Q(state__in=(AppealState.REGISTERED, AppealState.ANSWERED))
                | (~models.Q(number="") & models.Q(registered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="appeal_ended_has_a_time",
                condition=models.Q(state__in=(AppealState.ASKED, AppealState.REGISTERED), ended_at__isnull=True)
                | (~models.Q(state__in=(AppealState.ASKED, AppealState.REGISTERED)) & models.Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="appeal_term_is_one_of_the_law", condition=models.Q(term_days__in=APPEAL_TERMS)
            ),
        ]

    def __str__(self):
        return f"appeal {self.pk}"

    @property
    def forward_due_at(self):
        """Until when it is registered here, or forwarded to the body that is competent."""
        return end_of_calendar_day(self.asked_at, APPEAL_FORWARDING, self.report.area.zone)

    @property
    def answer_due_at(self):
        """Until when it is answered."""
        return end_of_calendar_day(self.asked_at, self.term_days, self.report.area.zone)

    @property
    def due_at(self):
        """The end of the legal term that runs now, None when none does."""
        if self.state == AppealState.ASKED:
            return self.forward_due_at
        return self.answer_due_at if self.state == AppealState.REGISTERED else None
