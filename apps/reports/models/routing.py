"""To whom a new report goes, as administrators have laid it down."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.core.models import TimeStamped
from apps.reports.models.category import Category


class RoutingRule(TimeStamped):
    """Which new reports go to one unit or one officer; the first rule that fits, by position, decides.

    What is left empty fits everything. `starts` and `ends` are local times of the area; a period may pass midnight.
    """

    class Days(models.TextChoices):
        """On which days a report must have been sent."""

        ANY = "any", _("any day")
        WORKING = "working", _("working days")
        OFF = "off", _("weekends and holidays")

    position = models.PositiveSmallIntegerField(default=0, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kind")
    )
    question = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=60, blank=True)
    days = models.CharField(max_length=10, choices=Days.choices, default=Days.ANY)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="routing_rule_has_one_target",
                condition=Q(organisation__isnull=False, officer__isnull=True)
                | Q(organisation__isnull=True, officer__isnull=False),
            ),
            models.CheckConstraint(
                name="routing_rule_answers_its_kind", condition=Q(question="") | Q(category__isnull=False)
            ),
            models.CheckConstraint(
                name="routing_rule_times_are_two",
                condition=Q(starts__isnull=True, ends__isnull=True) | Q(starts__isnull=False, ends__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.category}, {self.area}" if self.category_id else str(self.area)

    @property
    def target(self):
        """The unit or officer that the rule names."""
        return self.officer or self.organisation

    @property
    def answer_asked(self):
        """The (question, choice) of the kind that the rule looks at, as the kind has them now; None when it has not."""
        for question in self.category.questions if self.question else ():
            for choice in question["choices"]:
                if (question["key"], choice["value"]) == (self.question, self.answer):
                    return question, choice
        return None
