"""From event to delivery, from delivery to the person; every step may be repeated or killed and nothing is lost.

Between a mail server's acceptance and our commit nothing can be exactly once: a sender killed just there leaves a mail
that goes out a second time, with the same Message-ID.
"""

import logging
import random
import time
from collections import Counter
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone, translation

from apps.events import services as events
from apps.events.doorbell import doorbell
from apps.notifications.channels import OpenChannels
from apps.notifications.channels.errors import NobodyThere, Refused, TryLater, UnknownAddress, Unreachable
from apps.notifications.enums import Channel, Reason, State
from apps.notifications.failures import may_heal
from apps.notifications.handlers import handler_for
from apps.notifications.models import Delivery
from apps.notifications.routing import Choices, objection
from apps.notifications.services.inbox import forget_reporters
from apps.notifications.services.suppression import lift, suppress
from apps.reports.enums import ReportEvent

ATTEMPTS = 12
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MOMENT = 1.0  # seconds

# After these a report knows nobody any more, and neither does what was told of it.
LETS_GO = (ReportEvent.ERASED, ReportEvent.IDENTITY_REMOVED)

# The process or the database is in trouble, not the message: the row stays as it is and is taken up again later.
OUR_TROUBLE = (OperationalError, InterfaceError, SoftTimeLimitExceeded)

logger = logging.getLogger(__name__)


def sweep(*, stopping=lambda: False):
    """Turn events into deliveries, then send for a moment; return whether there may be more to do at once.

    Whoever has much to do calls it again and again: what happens meanwhile waits a moment, not until all is sent.
    """
    fanned_out = fan_out()
    outcomes = deliver_due(budget=MOMENT, stopping=stopping)
    return bool(fanned_out or outcomes.total() > outcomes[State.PENDING])


def fan_out(*, limit=100):
    """Turn events that nobody was told of into deliveries, the oldest first; return how many events were done.

    Repeatable: events and deliveries are one transaction, and a delivery exists once per event, recipient and channel.
    An event whose handler fails becomes a dead delivery to nobody, so that the desk sees it and can replay it.
    """
    with transaction.atomic():
        taken = events.take_unfanned(limit=limit)
        Delivery.objects.bulk_create(_deliveries_of(taken), ignore_conflicts=True)
        events.mark_fanned_out(taken)
        if let_go := [event.subject_id for event in taken if event.name in LETS_GO]:
            forget_reporters(let_go)
    return len(taken)


def deliver_due(*, limit=500, budget=60.0, stopping=lambda: False):
    """Send what is due, the longest due first, and return a Counter of the states the deliveries came to.

    Ends when nothing is due, after `limit` deliveries, after `budget` seconds, or when `stopping()` says so between
    two deliveries.
    """
    outcomes = Counter()
    end = time.monotonic() + budget
    with OpenChannels() as channels:
        while outcomes.total() < limit and time.monotonic() < end and not stopping():
            delivery = _claim(channels.usable)
            if delivery is None:
                break
            outcomes[_deliver(delivery, channels)] += 1
    return outcomes


def replay(deliveries, *, by):
    """Give dead deliveries of a queryset a fresh start and return how many there were; recorded in the audit log.

    One that was addressed to nobody goes back to its handler instead. An address that was taken for dead is tried anew.
    """
    with transaction.atomic():
        dead = list(deliveries.dead().select_for_update(of=("self",)).select_related("event__area"))
        for delivery in dead:
            events.audit("notifications.replay", actor=by, subject=delivery, area=delivery.event.area)
        unaddressed = [delivery for delivery in dead if delivery.reason == Reason.UNADDRESSED]
        events.mark_unfanned([delivery.event for delivery in unaddressed])
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in unaddressed]).delete()
        _lift_suppression(dead)
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in dead]).update(
            state=State.PENDING, due_at=Now(), replayed_after=F("attempt"), last_error=""
        )
        transaction.on_commit(doorbell.ring, robust=True)
    return len(dead)


def record_past(told, *, failed=lambda delivery: "", read=lambda delivery: False):
    """Write down that these events were told as they happened, and tell nobody; return how many deliveries there are.

    What their recipients want together waits for the next digest, as it would have.
    `failed(delivery)` returns the code with which a mail was given up, or "" for one that arrived; `read(delivery)`
    whether an entry of the inbox was opened.
    """
    rows = _deliveries_of(told)
    for delivery in rows:
        delivery.created_at = delivery.event.created_at
        if delivery.state == State.COLLECTED:
            continue
        delivery.last_error = failed(delivery) if delivery.channel == Channel.EMAIL else ""
        delivery.attempt = ATTEMPTS if may_heal(delivery.last_error) else 1
        delivery.state = State.DEAD if delivery.last_error else State.SENT
        delivery.sent_at = None if delivery.last_error else delivery.event.created_at
        delivery.read_at = delivery.sent_at if delivery.channel == Channel.INBOX and read(delivery) else None
    return len(Delivery.objects.bulk_create(rows, ignore_conflicts=True))


def _deliveries_of(told):
    """Return the unsaved deliveries of these events, by every way that each recipient chose."""
    found, rows = [], []
    for event in told:
        try:
            found += [(event, recipient) for recipient in _recipients(event)]
        except OUR_TROUBLE:
            raise
        except Exception as error:
            _log_poison(error, f"event {event.pk}")
            rows.append(_to_nobody(event, error))
    choices, now = Choices(found), timezone.now()
    for event, recipient in found:
        urgent = handler_for(event.name).is_urgent(event)
        rows += [_delivery(event, recipient, way) for way in choices.ways_to(recipient, event, urgent=urgent, now=now)]
    return rows


def _recipients(event):
    """Return who is told of an event: not whoever did it, unless its handler says so."""
    handler = handler_for(event.name)
    if handler is None:
        return []
    with transaction.atomic():  # a failing query of one handler must not end the transaction of the others
        found = handler.recipients(event)
    if event.actor_id is None or handler.tells_actor(event):
        return found
    return [recipient for recipient in found if recipient.person_id != event.actor_id]


def _delivery(event, recipient, way):
    delivery = Delivery(
        event=event,
        recipient=recipient.key,
        person_id=recipient.person_id,
        reason=recipient.reason,
        subscription_id=recipient.subscription_id,
        channel=way.channel,
        state=way.state,
        pace=way.pace,
        sent_at=Now() if way.state == State.SENT else None,
    )
    if way.due_at is not None:
        delivery.due_at = way.due_at
    return delivery


def _to_nobody(event, error):
    return Delivery(
        event=event,
        recipient="nobody",
        reason=Reason.UNADDRESSED,
        channel=Channel.EMAIL,
        state=State.DEAD,
        last_error=type(error).__name__,
    )


def _claim(channel_names):
    """Take the delivery that is due the longest, for the length of a lease, or return None when nothing is due."""
    while True:
        with transaction.atomic():
            delivery = (
                Delivery.objects.due()
                .filter(channel__in=channel_names)
                .select_related("event")
                .select_for_update(of=("self",), skip_locked=True)
                .first()
            )
            if delivery is None:
                return None
            if delivery.attempt - delivery.replayed_after < ATTEMPTS:
                delivery.attempt += 1
                _rows(delivery).update(
                    state=State.CLAIMED,
                    attempt=delivery.attempt,
                    due_at=Now() + timedelta(seconds=settings.DELIVERY_LEASE),
                )
                return delivery
            # Every attempt ended with the death of its sender.
            _rows(delivery).update(state=State.DEAD, last_error=delivery.last_error or "sender died")


def _deliver(delivery, channels):
    """Make one attempt and write down how it ended; return the state that the delivery came to."""
    try:
        outcome = _send(delivery, channels)
    except OUR_TROUBLE:
        raise
    except Unreachable as error:
        channels.set_aside(delivery.channel)
        outcome = _later(delivery, error.code)
    except TryLater as error:
        outcome = _later(delivery, error.code)
    except NobodyThere as error:
        outcome = {"state": State.DROPPED, "last_error": error.code}
    except Refused as error:
        outcome = {"state": State.DEAD, "last_error": error.code}
    except Exception as error:
        _log_poison(error, f"delivery {delivery.pk}")
        outcome = {"state": State.DEAD, "last_error": type(error).__name__}
    held = _rows(delivery).filter(state=State.CLAIMED, attempt=delivery.attempt)
    if not held.update(**outcome):
        logger.warning("Delivery %s: attempt %s outlived its lease.", delivery.pk, delivery.attempt)
    return outcome["state"]


def _send(delivery, channels):
    event = delivery.event
    handler = handler_for(event.name)
    if not handler.still_wanted(event, delivery):
        return {"state": State.DROPPED, "last_error": "not wanted"}
    address = handler.address(event, delivery)
    if address is None:
        return {"state": State.DROPPED, "last_error": "no address"}
    if why := objection(delivery, address=address, urgent=handler.is_urgent(event)):
        return {"state": State.DROPPED, "last_error": why}
    with translation.override(address.language):
        message = handler.message(event, delivery)
        if message is None:
            return {"state": State.DROPPED, "last_error": "not wanted"}
        try:
            channels[delivery.channel].send(delivery, message, address)
        except UnknownAddress as error:
            suppress(address.email, code=error.code)
            raise
    return {"state": State.SENT, "sent_at": Now(), "last_error": ""}


def _lift_suppression(dead):
    for delivery in dead:
        handler = handler_for(delivery.event.name)
        address = handler.address(delivery.event, delivery) if handler and delivery.recipient != "nobody" else None
        if address is not None:
            lift(address.email)


def _later(delivery, code):
    """Return the outcome of a failure that may heal: min(30 s × 2ⁿ, 1 h) ± 50 %, or the end after twelve attempts."""
    failures = delivery.attempt - delivery.replayed_after
    if failures >= ATTEMPTS:
        return {"state": State.DEAD, "last_error": code}
    pause = min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE) * random.uniform(0.5, 1.5)  # noqa: S311
    return {"state": State.PENDING, "due_at": Now() + pause, "last_error": code}


def _rows(delivery):
    return Delivery.objects.filter(pk=delivery.pk)


def _log_poison(error, what):
    """Say where the code failed; the error's own words may hold somebody's and stay out of the log."""
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    logger.error("%s cannot be told: %s at %s", what, type(error).__name__, place)
