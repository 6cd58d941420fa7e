"""One report becomes two, when what was told in it belongs to two kinds."""

from django.utils.translation import gettext as _

from apps.events import services as events
from apps.events.enums import Audience
from apps.reports.enums import ReportEvent
from apps.reports.errors import MoveRefused
from apps.reports.models import Report
from apps.reports.services.intake import submit_report
from apps.reports.services.moves import changing, tell
from apps.reports.services.triage import assign_report


def split_report(report, *, by, category, words, version=None):
    """Make a report of another kind out of a part of this one, in the officer's words; return it.

    Reporter, contacts, place and day are the same. Whoever follows this one by its code follows the part too: a part
    of a part belongs to the first report. The part has its own clocks from now on, and is its writer's unless a rule
    gives it to somebody; nothing of what runs here changes. Raises MoveRefused for what has ended and the same kind.
    """
    with changing(report, by=by, version=version) as locked:
        if not locked.is_open:
            raise MoveRefused(_("It has ended, so nothing is split from it. Open it again first."))
        if category.pk == locked.category_id:
            raise MoveRefused(_("Choose another kind: a part of the same kind stays in this report."))
        part, _no_code = submit_report(
            category=category,
            words=words,
            area=locked.area,
            point=locked.point,
            place=locked.place,
            snap_point=locked.snap_point,
            happened_on=locked.happened_on,
            happened_text=locked.happened_text,
            recurrence=locked.recurrence,
            reporter=locked.reporter,
            identity=locked.identity,
            language=locked.language,
            channel=locked.channel,
            by=by,
            split_from=locked.split_from or locked,
        )
        tell(locked, ReportEvent.SPLIT, by=by, audience=Audience.REPORTER, other=part.pk)
        data = {"version": 1, "other": locked.pk}
        events.record(
            ReportEvent.SPLIT_OFF, subject=part, actor=by, area=part.area, audience=Audience.INTERNAL, data=data
        )
        if part.assignee_id is None:
            assign_report(part, officer=by, by=by)
    return part


def followed_with(report):
    """Return the parts of a report that are followed by its code alone; none without a code."""
    if not report.receipt_hash:
        return Report.objects.none()
    return report.parts.filter(reporter=None, receipt_hash=None, erased_at=None).order_by("pk")


def cut_off(locked, *, but=()):
    """Let nothing lead from a report to those that it was told together with, nor back (inside `changing`).

    One of them without its reporter would else be known by another that has kept the name. Its code goes on to a part
    that is followed by nothing else. What is in `but` stays with it.
    """
    if not but:
        _hand_code_on(locked)
    for other in Report.objects.told_together_with(locked).exclude(pk__in=[part.pk for part in but]):
        events.forget_object(locked, "other", other.pk)
        events.forget_object(other, "other", locked.pk)
        Report.objects.filter(pk=other.pk, split_from=locked).update(split_from=None)
        if locked.split_from_id == other.pk:
            locked.split_from = None


def _hand_code_on(locked):
    """Give the code of a report that is about to lose it to a part of it that still is somebody's.

    Else whoever holds the code could not follow that part any more.
    """
    code = locked.receipt_hash
    parts = list(followed_with(locked))
    if not parts:
        return
    first, *others = parts
    locked.receipt_hash = None
    Report.objects.filter(pk=locked.pk).update(receipt_hash=None)
    Report.objects.filter(pk=first.pk).update(receipt_hash=code)
    Report.objects.filter(pk__in=[part.pk for part in others]).update(split_from=first)
