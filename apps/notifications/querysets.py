"""Adjectives of deliveries."""

from django.db import models
from django.db.models.functions import Now

from apps.notifications.enums import OPEN_STATES, State


class DeliveryQuerySet(models.QuerySet):
    """Deliveries by state and time; the clock is the database's, so machines need not agree on theirs."""

    def due(self):
        """What a sender may take now, the longest due first."""
        return self.filter(state__in=OPEN_STATES, due_at__lte=Now()).order_by("due_at", "pk")

    def dead(self):
        """What was given up and waits for somebody to look at it."""
        return self.filter(state=State.DEAD)

    def within_any(self, areas):
        """Deliveries of events in at least one of the areas or anywhere below it."""
        condition = models.Q(pk__in=[])
        for area in areas:
            condition |= models.Q(event__area__path__startswith=area.path)
        return self.filter(condition)
