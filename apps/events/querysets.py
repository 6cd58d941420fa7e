"""Adjectives of events."""

from django.db import models

from apps.events.enums import Audience


class EventQuerySet(models.QuerySet):
    """Events by subject, audience and delivery."""

    def of(self, subject):
        """Events of one object, newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-created_at", "-pk")

    def for_public(self):
        """What everybody may learn."""
        return self.filter(audience=Audience.PUBLIC)

    def for_reporter(self):
        """What the reporter may learn."""
        return self.filter(audience__in=(Audience.PUBLIC, Audience.REPORTER))

    def unfanned(self):
        """Events whose deliveries have not been made yet, oldest first."""
        return self.filter(fanned_out_at__isnull=True).order_by("pk")

    def fanned_out_before(self, moment):
        """Events whose deliveries were made before a moment."""
        return self.filter(fanned_out_at__lt=moment)
