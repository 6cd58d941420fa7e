"""Adjectives of deliveries and subscriptions."""

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.accounts.enums import RoleKind
from apps.areas.models import Area
from apps.events.models import Event
from apps.notifications.enums import OPEN_STATES, Channel, Follows, State
from apps.notifications.rules import KEEPERS


class DeliveryQuerySet(models.QuerySet):
    """Deliveries by state and time; the clock is the database's, so machines need not agree on theirs."""

    def due(self):
        """What a sender may take now, the longest due first."""
        return self.filter(state__in=OPEN_STATES, due_at__lte=Now()).order_by("due_at", "pk")

    def dead(self):
        """What was given up and waits for somebody to look at it."""
        return self.filter(state=State.DEAD)

    def outgoing(self):
        """What leaves the portal; an entry of the inbox is there as soon as it exists."""
        return self.exclude(channel=Channel.INBOX)

    def inbox_of(self, person):
        """What stands in a person's inbox."""
        return self.filter(person=person, channel=Channel.INBOX)

    def unread(self):
        """What its reader has not opened."""
        return self.filter(read_at=None)

    def collected(self):
        """What waits for the next digest of its recipient."""
        return self.filter(state=State.COLLECTED, digest=None)

    def made_before(self, moment):
        """What was sent out of the portal before a moment, or dropped."""
        sent = Q(state=State.SENT, sent_at__lt=moment)
        return self.outgoing().filter(sent | Q(state=State.DROPPED, due_at__lt=moment))

    def read_and_told_before(self, moment):
        """Entries of the inbox that are older than a moment and were read."""
        return self.filter(channel=Channel.INBOX, state=State.SENT, sent_at__lt=moment, read_at__isnull=False)

    def visible_to(self, user):
        """Deliveries of events in the areas that a person supervises or administers, or below; the twin of the rule."""
        condition = Q(pk__in=[])
        for area in user.areas_as(*KEEPERS):
            condition |= Q(event__area__path__startswith=area.path)
        if user.holds(RoleKind.ADMINISTRATOR):
            condition |= Q(event__area__isnull=True)
        return self.filter(condition)

    def for_list(self):
        """With all that a row of the desk shows."""
        return self.select_related("event")


class DigestQuerySet(models.QuerySet):
    """Digests by what became of their mail."""

    def out_before(self, moment):
        """Digests due before a moment of whose mail nothing is left: neither the order to send it nor a delivery."""
        orders = Event.objects.filter(subject_type=self.model._meta.label_lower, subject_id=models.OuterRef("pk"))
        going_on = orders.filter(Q(fanned_out_at=None) | Q(deliveries__isnull=False))
        return self.filter(~models.Exists(going_on), period__lt=moment.date())


class SubscriptionQuerySet(models.QuerySet):
    """Subscriptions by what they are to."""

    WIDEST = 3000  # metres; what the index is asked for, the radius of each decides

    def confirmed(self):
        """Those that count."""
        return self.filter(confirmed_at__isnull=False)

    def circles(self):
        """Those to a circle on the map."""
        return self.filter(kind=Follows.CIRCLE)

    def to_report(self, report):
        """Those to one report."""
        return self.filter(kind=Follows.REPORT, report=report)

    def around(self, report):
        """Those to an area or a circle in which a released report stands, and to its topic.

        A circle holds a report by its public place; one released for its area alone is in no circle.
        """
        levels = [report.area_id, *Area.objects.get_ancestors(report.area).values_list("pk", flat=True)]
        here, rows = Q(kind=Follows.AREA, area__in=levels), self
        if report.public_place is not None:
            point = report.public_place.point
            rows = rows.annotate(distance=Distance("centre", point))
            here |= Q(kind=Follows.CIRCLE, centre__dwithin=(point, D(m=self.WIDEST)), distance__lte=F("radius"))
        topics = self.model.topics.through.objects.filter(subscription=models.OuterRef("pk"))
        on_topic = ~models.Exists(topics) | models.Exists(topics.filter(category=report.category.parent_id))
        return rows.filter(here, on_topic)

    def for_list(self):
        """With all that a row of the page "What I follow" shows."""
        return self.select_related("area", "report").defer("area__boundary").prefetch_related("topics")
