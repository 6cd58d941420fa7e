"""How the outbox stands."""

from dataclasses import dataclass

from django.db.models import Count, Min
from django.db.models.functions import Extract, Now

from apps.notifications.enums import State
from apps.notifications.models import Delivery


@dataclass(frozen=True)
class Figures:
    """Counts of deliveries, and how long the one due the longest has been waiting (seconds, None: nothing is due)."""

    by_state: dict
    oldest_due_seconds: float | None


def figures(deliveries=None):
    """Return the `Figures` of a queryset of deliveries, or of all."""
    deliveries = Delivery.objects.all() if deliveries is None else deliveries
    counted = dict(deliveries.order_by().values_list("state").annotate(Count("pk")))
    oldest = deliveries.due().order_by().aggregate(age=Extract(Now() - Min("due_at"), "epoch"))["age"]
    return Figures({state: counted.get(state, 0) for state in State}, None if oldest is None else float(oldest))
