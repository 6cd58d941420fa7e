"""The guards of the outbox, each of which can be taken away inside a process of a test and nowhere else.

A test that a guard protects has a twin without it, which must fail: otherwise the test could not have failed either.
"""

from collections import Counter

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from apps.events.models import Event
from apps.notifications.channels import OpenChannels
from apps.notifications.channels.errors import NotDelivered
from apps.notifications.enums import State
from apps.notifications.models import Delivery
from apps.notifications.services import outbox

BATCH = 100


def without_claim():
    """Read what is due without locking it."""
    QuerySet.select_for_update = lambda self, **_options: self


def without_fence():
    """Write down how a sending ended, whoever holds the delivery by now.

    The time of sending goes too: the constraint that it stands with sent ones alone would refuse to write otherwise.
    """
    rows = outbox._rows

    class Unfenced:
        def __init__(self, delivery):
            self.rows = rows(delivery)

        def update(self, **values):
            return self.rows.update(**{"sent_at": None} | values)

        def filter(self, **_conditions):
            return self

    outbox._rows = Unfenced


def without_row_commits():
    """Send a hundred, then write down all of them at once."""

    def deliver_due(*, limit=500, stopping=lambda: False, **_options):
        outcomes = Counter()
        with OpenChannels() as channels:
            while outcomes.total() < limit and not stopping():
                batch = []
                while len(batch) < BATCH and (delivery := outbox._claim(channels.usable)):
                    batch.append((delivery, _attempt(delivery, channels)))
                with transaction.atomic():
                    for delivery, outcome in batch:
                        Delivery.objects.filter(pk=delivery.pk).update(**outcome)
                outcomes.update(outcome["state"] for _delivery, outcome in batch)
                if not batch:
                    break
        return outcomes

    outbox.deliver_due = deliver_due


def without_one_fan_out():
    """Make the deliveries of an event and note that they are made in two steps; the constraint is dropped besides."""

    def fan_out(*, limit=100):
        taken = list(Event.objects.unfanned()[:limit])
        for event in taken:
            Delivery.objects.bulk_create(outbox._deliveries_of([event]))
            outbox.events.mark_fanned_out([event])
        return len(taken)

    outbox.fan_out = fan_out


def without_acceptance():
    """Call a mail sent before a mail server has taken it."""
    send = outbox._send

    def believing(delivery, channels):
        Delivery.objects.filter(pk=delivery.pk).update(state=State.SENT, sent_at=Now())
        return send(delivery, channels)

    outbox._send = believing


def _attempt(delivery, channels):
    try:
        return outbox._send(delivery, channels)
    except NotDelivered as error:
        return outbox._later(delivery, error.code)


_TAKE = {
    "claim": without_claim,
    "fence": without_fence,
    "row commits": without_row_commits,
    "one fan-out": without_one_fan_out,
    "acceptance": without_acceptance,
}


def take_away(name):
    """Take away one guard in this process; "" takes none. Raises KeyError for a name that is none."""
    if name:
        _TAKE[name]()
