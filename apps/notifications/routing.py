"""By which ways and when a recipient is told of an event: what they chose, quiet hours, and what is urgent."""

import zoneinfo
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Value

from apps.core.encryption import blind_index
from apps.notifications.clock import end_of_quiet
from apps.notifications.enums import DIGEST_PACES, Channel, Pace, Reason, State
from apps.notifications.models import Delivery, Device, Mute, Preference, Subscription, SuppressedAddress

# Which field of a Preference says how often, by the capacity in which somebody is told. Others are always told at once.
_PACES = {
    Reason.REPORTER: "reports_pace",
    Reason.ASSIGNEE: "work_pace",
    Reason.SUPERVISOR: "work_pace",
    Reason.MENTIONED: "work_pace",
    Reason.PARTNER: "work_pace",
}
# Which says whether on their devices too.
_PUSHES = {
    Reason.REPORTER: "reports_push",
    Reason.ASSIGNEE: "work_push",
    Reason.SUPERVISOR: "work_push",
    Reason.MENTIONED: "work_push",
    Reason.PARTNER: "work_push",
    Reason.FOLLOWER: "followed_push",
}
# What is a mail and nothing else: it gathers what stands in the inbox already, or comes before there is one.
_MAIL_ALONE = (Reason.DIGEST, Reason.INVITED, Reason.CONFIRMING)


@dataclass(frozen=True)
class Way:
    """A channel with the state in which its delivery begins; `due_at` None is at once."""

    channel: Channel
    state: State = State.PENDING
    pace: Pace = Pace.AT_ONCE
    due_at: datetime | None = None


class Choices:
    """What the recipients of some events have chosen, read in three queries."""

    def __init__(self, told):
        """`told` is [(event, recipient)]."""
        people = {recipient.person_id for _event, recipient in told if recipient.person_id}
        rows = Preference.objects.filter(person__in=people).select_related("person__home_area")
        self._preferences = {row.pk: row for row in rows.defer("person__home_area__boundary")}
        devices = Device.objects.filter(person__in=self._preferences)
        self._with_device = set(devices.values_list("person", flat=True)) if self._preferences else set()
        mutes = Mute.objects.filter(subject_id__in={event.subject_id for event, _recipient in told})
        self._muted = set(mutes.values_list("recipient", "subject_type", "subject_id"))

    def ways_to(self, recipient, event, *, urgent, now):
        """Return the `Way`s to a recipient of an event; what is urgent neither waits nor can be turned off."""
        if (recipient.key, event.subject_type, event.subject_id) in self._muted and not urgent:
            return []
        preference = self._preferences.get(recipient.person_id) or Preference()
        ways = []
        if recipient.person_id and recipient.reason not in _MAIL_ALONE:
            ways.append(Way(Channel.INBOX, State.SENT))
        wanted = getattr(preference, _PUSHES.get(recipient.reason, ""), False)
        if wanted and recipient.person_id in self._with_device:
            ways.append(Way(Channel.PUSH, due_at=None if urgent else _due_at(preference, now)))
        pace = Pace.AT_ONCE if urgent else _pace(recipient, preference)
        if pace in DIGEST_PACES:
            ways.append(Way(Channel.EMAIL, State.COLLECTED, pace))
        elif pace == Pace.AT_ONCE:
            ways.append(Way(Channel.EMAIL, due_at=None if urgent else _due_at(preference, now)))
        return ways


def channels_of(reason, *, with_account):
    """Return by which channels whoever is told in this capacity can be told; what they chose decides among them."""
    if reason in _MAIL_ALONE or not with_account:
        return [Channel.EMAIL]
    return [Channel.INBOX, Channel.PUSH, Channel.EMAIL] if reason in _PUSHES else [Channel.INBOX, Channel.EMAIL]


def objection(delivery, *, address, urgent):
    """Return why this delivery would not be made today, or "": asked right before sending, in one query.

    A dead address is an objection even to what is urgent.
    """
    asked = []
    if delivery.channel == Channel.EMAIL:
        asked.append(("dead address", SuppressedAddress.objects.filter(address_hash=blind_index(address.email))))
    if not urgent:
        asked += [("not wanted", rows) for rows in _refusals(delivery)]
    if not asked:
        return ""
    first, *others = [rows.order_by().values_list(Value(why)) for why, rows in asked]
    return next(iter(first.union(*others, all=True)), ("",))[0]


def _refusals(delivery):
    """Yield querysets, each empty unless the recipient does not want this delivery any more."""
    event = delivery.event
    yield Mute.objects.filter(
        recipient=delivery.recipient, subject_type=event.subject_type, subject_id=event.subject_id
    )
    fields, value = (_PUSHES, False) if delivery.channel == Channel.PUSH else (_PACES, Pace.OFF)
    if delivery.person_id is not None and (field := fields.get(delivery.reason)):
        yield Preference.objects.filter(person=delivery.person_id, **{field: value})
    if delivery.reason == Reason.FOLLOWER:
        going_on = Subscription.objects.confirmed().filter(pk=OuterRef("subscription"))
        if delivery.channel == Channel.EMAIL:
            going_on = going_on.exclude(pace=Pace.OFF)
        yield Delivery.objects.filter(~Exists(going_on), pk=delivery.pk)


def zone_of(person):
    """Return the time zone of a person (or of None): that of their home area, else the portal's."""
    area = person.home_area if person is not None else None
    return area.zone if area is not None else zoneinfo.ZoneInfo(settings.TIME_ZONE)


def _pace(recipient, preference):
    if recipient.pace is not None:
        return recipient.pace
    field = _PACES.get(recipient.reason) if recipient.person_id else None
    return Pace(getattr(preference, field)) if field else Pace.AT_ONCE


def _due_at(preference, now):
    if preference.quiet_from is None:
        return None
    return end_of_quiet(now, zone_of(preference.person), preference.quiet_from, preference.quiet_until)
