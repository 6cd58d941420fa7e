"""Gathering what was collected for a recipient into one mail, at half past seven of their own morning."""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from apps.accounts.models import Person
from apps.events import services as events
from apps.events.enums import Audience
from apps.notifications.clock import last_digest
from apps.notifications.enums import SubscriptionEvent
from apps.notifications.models import Delivery, Digest
from apps.notifications.routing import zone_of


def make_digests(now=None):
    """Order the digests that are due by `now`; return how many.

    Each recipient gets one for a day or a week however often and however late this is called; what came in too late
    for one goes into the next.
    """
    now = now or timezone.now()
    waiting = list(
        Delivery.objects.collected()
        .values_list("recipient", "person_id", "pace")
        .annotate(oldest=Min("created_at"))
        .order_by()
    )
    people = Person.objects.select_related("home_area").defer("home_area__boundary")
    people = people.in_bulk({person for _recipient, person, _pace, _oldest in waiting if person})
    made = 0
    for recipient, person, pace, oldest in waiting:
        moment, day = last_digest(pace, now, zone_of(people.get(person)))
        if oldest < moment:
            made += _make(recipient, pace, day, moment)
    return made


@transaction.atomic
def _make(recipient, pace, day, moment):
    digest, is_new = Digest.objects.get_or_create(recipient=recipient, pace=pace, period=day)
    if not is_new:
        return False
    rows = Delivery.objects.collected().filter(recipient=recipient, pace=pace, created_at__lt=moment)
    if not rows.update(digest=digest):
        return False
    events.record(SubscriptionEvent.DIGEST, subject=digest, audience=Audience.INTERNAL)
    return True
