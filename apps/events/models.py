"""The event log, which is timeline and outbox at once, and the audit log."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.events.enums import Audience
from apps.events.querysets import EventQuerySet


class Event(models.Model):
    """Something that happened to an object: a line of its timeline and the order to tell people.

    It holds ids and plain facts, never what somebody wrote: words stay in their own rows, where erasure finds them.
    """

    name = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    fanned_out_at = models.DateTimeField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-created_at"], name="event_timeline"),
            models.Index(fields=["id"], condition=models.Q(fanned_out_at__isnull=True), name="event_unfanned"),
        ]

    def __str__(self):
        return f"{self.name} {self.subject_type} {self.subject_id}"


class Occasion(models.Model):
    """A thing due by the clock that was seen to: one row each, so that two clocks or a late one do nothing twice.

    `key` tells the occasions of one thing apart, such as the moment it was due.
    """

    name = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    key = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        constraints = [
            models.UniqueConstraint(fields=["name", "subject_type", "subject_id", "key"], name="occasion_once")
        ]

    def __str__(self):
        return f"{self.name} {self.subject_type} {self.subject_id} {self.key}"


class AuditEntry(models.Model):
    """Who on the staff read or changed what. Ids without foreign keys, no words; the database refuses any change."""

    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    area_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="audit_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
        ]

    def __str__(self):
        return f"{self.action} {self.subject_type} {self.subject_id}"
