"""What the demo's people were told in the last days: nobody is told again, and a few mailboxes were full or gone."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from apps.events.models import Event
from apps.events.services import mark_fanned_out
from apps.notifications.services.outbox import record_past
from apps.reports.services.schedules import announce_published, ask_whether_it_lasts

DAYS = 3
FAILURES = {7: "smtp recipient 550", 11: "smtp recipient 452", 15: "bounce 5.1.1"}  # by the place among what was told
FRESH = timedelta(hours=20)  # what is younger has not been opened


def make_demo_deliveries():
    """Note for the events of the last days that their people were told; return how many deliveries there are."""
    announce_published()
    ask_whether_it_lasts()
    events = Event.objects.filter(created_at__gte=timezone.now() - timedelta(days=DAYS)).order_by("created_at", "pk")
    opened_before, places = timezone.now() - FRESH, count()
    told = record_past(
        events.select_related("area"),
        failed=lambda _delivery: FAILURES.get(next(places), ""),
        read=lambda delivery: delivery.event.created_at < opened_before,
    )
    mark_fanned_out(Event.objects.unfanned())
    return told
