"""The history of what everybody may read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.areas.models import SnapPoint
from apps.core.models import TimeStamped
from apps.reports.models.report import Report


class ReleaseRevision(TimeStamped):
    """Each release, edit and withdrawal of a report's public words, kept as it was."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="release_revisions")
    action = models.CharField(max_length=20)
    title_uk = models.CharField(max_length=100, blank=True)
    title_en = models.CharField(max_length=100, blank=True)
    summary_uk = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    place = models.ForeignKey(SnapPoint, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["created_at"], name="revision_lately")]

    def __str__(self):
        return f"{self.action} {self.pk}"
