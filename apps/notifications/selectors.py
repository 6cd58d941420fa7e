"""How the outbox stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from apps.notifications.enums import OPEN_STATES
from apps.notifications.handlers import handler_for


@dataclass(frozen=True)
class Figures:
    """How many deliveries wait, since when the longest due one does, and how many were given up."""

    waiting: int
    oldest_due_at: datetime | None
    dead: int


def figures(deliveries):
    """Return the `Figures` of a queryset of deliveries."""
    return Figures(
        waiting=deliveries.filter(state__in=OPEN_STATES).count(),
        oldest_due_at=deliveries.due().order_by().aggregate(oldest=Min("due_at"))["oldest"],
        dead=deliveries.dead().count(),
    )


def label(deliveries):
    """Set `label` on each delivery: what its event was about, such as a report's reference; a query for each kind."""
    events = defaultdict(list)
    for delivery in deliveries:
        events[handler_for(delivery.event.name)].append(delivery.event)
    labels = {}
    for handler, found in events.items():
        if handler is not None:
            labels |= handler.labels(found)
    for delivery in deliveries:
        delivery.label = labels.get(delivery.event_id, "")
