"""What a report said before its reporter corrected it."""

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.encryption import decrypt, encrypt
from apps.core.models import TimeStamped


class EarlierTelling(TimeStamped):
    """The words of a report as they stood until a correction, which came at `created_at`.

    Always encrypted under the report's own key, whatever its kind: nobody searches what no longer holds.
    """

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="earlier_tellings")
    sealed_told = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("earlier telling")
        verbose_name_plural = _("earlier tellings")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"earlier telling {self.pk}"

    @property
    def told(self):
        """What stood there: {"words", "place", "happened_on" (ISO), "happened_text", "answers", "recurrence"}. Private.

        {} when the key was destroyed.
        """
        return json.loads(decrypt(self.report.data_key, self.sealed_told)) if self.report.data_key else {}

    def set_told(self, values):
        """Keep the values (not saved here)."""
        self.sealed_told = encrypt(self.report.data_key, json.dumps(values, ensure_ascii=False))
