"""Adjectives of roles."""

from django.db import models
from django.utils import timezone


class RoleQuerySet(models.QuerySet):
    """Roles by time and place."""

    def in_force(self):
        """Roles whose period includes today, of people who may sign in."""
        today = timezone.localdate()
        return self.filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today), starts_on__lte=today, person__is_active=True
        )
