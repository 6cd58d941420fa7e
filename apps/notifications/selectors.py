"""How the outbox stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, Min
from django.db.models.functions import Now

from apps.events.models import Event
from apps.notifications.enums import OPEN_STATES, State
from apps.notifications.handlers import handler_for
from apps.notifications.models import Delivery


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


def longest_wait():
    """Return for how many seconds the longest due delivery has been due, or the oldest event untold; 0.0 for none."""
    waits = [
        rows.order_by().aggregate(wait=ExpressionWrapper(Now() - Min(since), output_field=DurationField()))["wait"]
        for rows, since in ((Delivery.objects.due(), "due_at"), (Event.objects.unfanned(), "created_at"))
    ]
    return max((wait.total_seconds() for wait in waits if wait), default=0.0)


def sent_within_an_hour():
    """Return {channel: how many deliveries arrived within the last hour}."""
    recent = Delivery.objects.filter(state=State.SENT, sent_at__gt=Now() - timedelta(hours=1))
    return dict(recent.values_list("channel").annotate(Count("pk")).order_by())


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
