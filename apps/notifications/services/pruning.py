"""Forgetting what is over: mail long made, what was read long ago, and what digests were made of."""

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from apps.events import services as events
from apps.events.models import Event
from apps.notifications.enums import SubscriptionEvent
from apps.notifications.models import Delivery, Digest

BATCH = 2000  # rows that are deleted, and locked, at a time
BUDGET = 60.0  # seconds; what is left over is taken by the next night

# Orders to tell people, and nothing else: they stand on no timeline. The events of reports stay.
_ORDERS = (SubscriptionEvent.ASKED, SubscriptionEvent.DIGEST)


def prune(now=None, *, batch=BATCH, budget=BUDGET):
    """Delete what is over by `now`, in batches, parts before the whole; return how many rows there were.

    Over is what was sent or dropped DELIVERIES_KEPT_DAYS ago, an entry of the inbox that was read and is
    INBOX_KEPT_DAYS old, and of a digest all that is left once its mail is. What waits, was given up or is unread stays
    however old it is. May be called again at any time, and beside itself.
    """
    now = now or timezone.now()
    made = now - timedelta(days=settings.DELIVERIES_KEPT_DAYS)
    told = now - timedelta(days=settings.INBOX_KEPT_DAYS)
    end, count = time.monotonic() + budget, 0
    for rows in (
        Delivery.objects.made_before(made),
        Delivery.objects.read_and_told_before(told),
        Delivery.objects.filter(digest__in=Digest.objects.out_before(made)),
        Digest.objects.out_before(made).filter(deliveries=None),
    ):
        while time.monotonic() < end and (deleted := _delete(rows, batch)):
            count += deleted
    orders = Event.objects.fanned_out_before(made).filter(name__in=_ORDERS, deliveries=None)
    while time.monotonic() < end and (deleted := events.forget(_some(orders, batch))):
        count += deleted
    return count + events.forget_occasions(SubscriptionEvent.ASKED, before=made)


def _delete(rows, batch):
    """Delete some of these rows, unless they have changed meanwhile, and return how many."""
    chosen = _some(rows, batch)
    return rows.filter(pk__in=chosen).delete()[0] if chosen else 0


def _some(rows, batch):
    return list(rows.order_by("pk").values_list("pk", flat=True)[:batch])
