"""A report that is being written."""

import json
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.encryption import decrypt, encrypt, new_data_key
from apps.core.models import TimeStamped

DRAFT_LIFE = timedelta(hours=24)


def draft_end():
    """When a draft made now ends."""
    return timezone.now() + DRAFT_LIFE


class Draft(TimeStamped):
    """The answers so far, encrypted; known to its writer's browser alone, by a token of which we keep the hash.

    Its row is also the idempotency key of the submission: once `report` is set, sending again gives that report.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    data_key = models.BinaryField(default=new_data_key, editable=False)
    sealed_answers = models.BinaryField(default=bytes, editable=False)
    photos = models.ManyToManyField("attachments.Attachment", related_name="+", blank=True)
    report = models.OneToOneField("reports.Report", on_delete=models.CASCADE, null=True, related_name="draft")
    expires_at = models.DateTimeField(default=draft_end, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self):
        return f"draft {self.pk}"

    @property
    def answers(self):
        """The answers as a dict; assign a dict to change them (saved by the caller)."""
        return json.loads(decrypt(self.data_key, self.sealed_answers)) if self.sealed_answers else {}

    @answers.setter
    def answers(self, values):
        self.sealed_answers = encrypt(self.data_key, json.dumps(values, ensure_ascii=False))

    @property
    def has_expired(self):
        """Whether its day is over."""
        return self.expires_at <= timezone.now()
