"""How the outbox stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Func, Min, Value
from django.db.models.functions import Now
from django.utils import timezone

from apps.core.encryption import blind_index
from apps.core.planning import Question
from apps.events.models import Event
from apps.notifications.enums import OPEN_STATES, Pace, Reason, State
from apps.notifications.handlers import handler_for
from apps.notifications.models import Delivery, Mute, Preference, SuppressedAddress

_UNREAD_OF = Question(lambda person: Delivery.objects.inbox_of(person).unread().order_by(), int)


@dataclass(frozen=True)
class Figures:
    """How many deliveries wait, are being sent and were given up, and since when the longest due one is due."""

    pending: int
    claimed: int
    oldest_due_at: datetime | None
    dead: int

    @property
    def waiting(self):
        """All that has still to arrive."""
        return self.pending + self.claimed


@dataclass(frozen=True)
class Bar:
    """How many deliveries arrived in one stretch of time; `height` is its share of the highest, 0 to 100."""

    since: datetime
    count: int
    height: int


def figures(deliveries):
    """Return the `Figures` of a queryset of deliveries."""
    waiting = deliveries.filter(state__in=OPEN_STATES)
    counts = dict(waiting.values_list("state").annotate(Count("pk")).order_by())
    return Figures(
        pending=counts.get(State.PENDING, 0),
        claimed=counts.get(State.CLAIMED, 0),
        oldest_due_at=deliveries.due().order_by().aggregate(oldest=Min("due_at"))["oldest"],
        dead=deliveries.dead().count(),
    )


def arrivals(deliveries, *, step, count):
    """Return the `Bar`s of the last `count` stretches of length `step`, the running one last."""
    now = timezone.now().timestamp()
    last = datetime.fromtimestamp(now - now % step.total_seconds(), tz=UTC)
    stretches = [last - step * number for number in range(count - 1, -1, -1)]
    stretch = Func(Value(step), F("sent_at"), Value(stretches[0]), function="date_bin", output_field=DateTimeField())
    sent = deliveries.filter(state=State.SENT, sent_at__gte=stretches[0])
    counts = dict(sent.values_list(stretch).annotate(Count("pk")).order_by())
    highest = max(counts.values(), default=0)
    return [
        Bar(since, counts.get(since, 0), round(100 * counts.get(since, 0) / highest) if highest else 0)
        for since in stretches
    ]


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


def messages_of(deliveries):
    """Return the `Message` of each delivery in the active language, None for what may not be read any more.

    As many queries as there are handlers, not deliveries.
    """
    rows, written = defaultdict(list), {}
    for delivery in deliveries:
        rows[handler_for(delivery.event.name)].append(delivery)
    for handler, found in rows.items():
        if handler is not None:
            written |= zip(found, handler.messages(found), strict=True)
    return [written.get(delivery) for delivery in deliveries]


def is_stopped(delivery):
    """Whether what a mail came from is stopped already; a digest, which came from several things, never is."""
    match delivery.reason:
        case Reason.FOLLOWER:
            return delivery.subscription is None or delivery.subscription.pace == Pace.OFF
        case Reason.REPORTER:
            event = delivery.event
            muted = Mute.objects.filter(subject_type=event.subject_type, subject_id=event.subject_id)
            return muted.filter(recipient=delivery.recipient).exists()
        case Reason.DIGEST:
            return False
    return Preference.objects.filter(person=delivery.person_id, work_pace=Pace.OFF).exists()


def mail_comes_back(person):
    """Whether nothing is mailed to a person any more, because their mail server knows no such mailbox."""
    return SuppressedAddress.objects.filter(address_hash=blind_index(person.email)).exists()


def unread_count(person):
    """Return how many entries of a person's inbox they have not opened."""
    return _UNREAD_OF.count(person.pk)
