"""What a colleague who left had in hand, and who has it since."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.core.models import TimeStamped


class Handover(TimeStamped):
    """Everything that one colleague had in hand, given to another or to a unit in one step by a supervisor."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    leaving = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    report_count = models.PositiveIntegerField(default=0)
    rule_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="handover_has_one_target",
                condition=Q(organisation__isnull=False, officer__isnull=True)
                | Q(organisation__isnull=True, officer__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.leaving} → {self.target}"

    @property
    def target(self):
        """The officer or unit that has it since."""
        return self.officer or self.organisation
