"""Who says “me too”."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped
from apps.reports.models.report import Report


class Support(TimeStamped):
    """“Me too” of one browser or person to a released report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="supports")
    supporter = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [models.UniqueConstraint(fields=["report", "supporter"], name="support_once")]

    def __str__(self):
        return f"support {self.pk}"
