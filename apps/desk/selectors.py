"""What waits for one person, over everything at the desk."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from apps.reports.enums import STATE_GROUPS, Registration, StateGroup, Status
from apps.reports.models import Message, Referral, Report

SHOWN = 6


@dataclass
class Shelf:
    """One part of My work: its first rows and how many there are in all."""

    rows: list = field(default_factory=list)
    count: int = 0

    @property
    def more(self):
        """How many are not shown."""
        return self.count - len(self.rows)


def my_reports(user, *, area, now):
    """Return {name of a shelf: Shelf} of the reports that wait for an officer, in one area or in all of theirs.

    Of what they have and what nobody has yet. A report stands on the first shelf that fits: registration, late, today,
    new; besides, `messages` holds unread replies, `waiting` what is somebody else's turn, and `back` what was closed
    and is not solved, says the reporter. `now` is local.
    """
    mine = Report.objects.handled_by(user).mine_and_new(user)
    if area is not None:
        mine = mine.within(area)
    end = now.replace(hour=23, minute=59, second=59, microsecond=999_999)
    due = Q(registration=Registration.DUE)
    late, today = ~due & Q(due_at__lt=now), ~due & Q(due_at__gte=now, due_at__lte=end)
    conditions = {
        "registration": due,
        "late": late,
        "today": today,
        "new": ~due & Q(due_at__gt=end, status=Status.RECEIVED, assignee=None),
        "messages": Q(unread_reply=True),
        "waiting": ~due & Q(due_at__gte=now, assignee=user, status__in=STATE_GROUPS[StateGroup.WAITING]),
    }
    counts = mine.open().aggregate(
        **{f"{name}_count": Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    shelves = {}
    for name, condition in conditions.items():
        rows = mine.open().filter(condition).for_list().order_by("due_at", "pk")[:SHOWN]
        shelves[name] = Shelf(list(rows), counts[f"{name}_count"])
    back = mine.back_again()
    shelves["back"] = Shelf(list(back.for_list().order_by("closed_at", "pk")[:SHOWN]), back.count())
    _add_words(shelves["messages"].rows)
    return shelves


def my_referrals(user):
    """Return a Shelf of the referrals that wait for this person's organisation, the most urgent first."""
    waiting = Referral.objects.visible_to(user).open()
    return Shelf(list(waiting.for_organisation().order_by("due_on", "pk")[:SHOWN]), waiting.count())


def _add_words(reports):
    """Give each report the reporter's newest message as `newest`; the words of a restricted one stay closed."""
    said = Message.objects.filter(report__in=reports, from_reporter=True).order_by("report_id", "-created_at", "-pk")
    newest = {message.report_id: message for message in said.distinct("report_id")} if reports else {}
    for report in reports:
        report.newest = newest.get(report.pk)
