"""Adjectives of deliveries."""

from django.db import models
from django.db.models.functions import Now

from apps.accounts.enums import RoleKind
from apps.notifications.enums import OPEN_STATES, State
from apps.notifications.rules import KEEPERS


class DeliveryQuerySet(models.QuerySet):
    """Deliveries by state and time; the clock is the database's, so machines need not agree on theirs."""

    def due(self):
        """What a sender may take now, the longest due first."""
        return self.filter(state__in=OPEN_STATES, due_at__lte=Now()).order_by("due_at", "pk")

    def dead(self):
        """What was given up and waits for somebody to look at it."""
        return self.filter(state=State.DEAD)

    def visible_to(self, user):
        """Deliveries of events in the areas that a person supervises or administers, or below; the twin of the rule."""
        condition = models.Q(pk__in=[])
        for area in user.areas_as(*KEEPERS):
            condition |= models.Q(event__area__path__startswith=area.path)
        if user.holds(RoleKind.ADMINISTRATOR):
            condition |= models.Q(event__area__isnull=True)
        return self.filter(condition)

    def for_list(self):
        """With all that a row of the desk shows."""
        return self.select_related("event")
