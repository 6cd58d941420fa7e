"""What else is known around a report: what it belongs to, its reporter's other reports, and its kind near by lately."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from apps.reports.models import Report
from apps.reports.querysets import set_beside

NEAR_METRES = 200
LATELY = timedelta(weeks=12)
SHOWN = 5


@dataclass(frozen=True)
class Others:
    """The first other reports, and whether there are more than these."""

    rows: list = field(default_factory=list)
    are_more: bool = False


def joined_to(report, user):
    """Return the reports that were joined to this one, by reference alone, of those that this person works on."""
    if report.has_no("duplicates"):
        return []
    return Report.objects.handled_by(user).filter(duplicate_of=report).only("reference")


def told_together_with(report, user):
    """Return the reports told at once with this one, by reference alone, of those that this person works on."""
    if not report.may_be_split:
        return []
    return Report.objects.handled_by(user).told_together_with(report).only("reference")


def others_of_reporter(report, user):
    """Return the `Others` of the same account that this person works on, newest first; None when it has no account.

    By contacts that were left without an account, `services.contacts.open_contact_and_find_others` finds others.
    """
    if report.reporter_id is None:
        return None
    own = Report.objects.handled_by(user).filter(reporter=report.reporter_id)
    return _others(own.order_by("-submitted_at", "-pk"), report)


def same_kind_near(report, user):
    """Return the `Others` of the same group of kinds within 200 m and 12 weeks, nearest first; None without a place.

    Of those that this person works on, from the exact place, which is known to the desk alone.
    """
    if report.point is None:
        return None
    lately = Report.objects.handled_by(user).filter(
        category__parent=report.category.parent_id, submitted_at__gte=timezone.now() - LATELY
    )
    return _others(lately.around(report.point, NEAR_METRES), report)


def _others(rows, report):
    found = list(rows.exclude(pk=report.pk).for_queue()[: SHOWN + 1])
    set_beside(found, "area", "category", "referred_to")
    return Others(found[:SHOWN], len(found) > SHOWN)
