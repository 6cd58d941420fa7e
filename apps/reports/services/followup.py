"""What the reporter decides, and what silence decides for them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.events.enums import Audience
from apps.reports.deadlines import SILENCE_TERM, asks_whether_it_lasts, can_reopen, resume, set_targets
from apps.reports.enums import MessageAudience, ReportEvent, Status
from apps.reports.errors import MoveRefused
from apps.reports.models import Report
from apps.reports.services.appeals import withdraw_appeal
from apps.reports.services.conversation import write_message
from apps.reports.services.moves import changing, move, tell
from apps.reports.services.registration import refuse_while_due


def withdraw_report(report, *, by):
    """The reporter takes the report back, with its appeal. Refused while a crime report must be registered."""
    with changing(report, by=by) as locked:
        withdraw_appeal(locked)
        refuse_while_due(locked)
        move(locked, Status.WITHDRAWN, by=by, event=ReportEvent.WITHDRAWN, audience=Audience.REPORTER)
        locked.next_news_on = locked.paused_at = None


def confirm_solution(report, *, by, satisfaction=None):
    """The reporter agrees that it is solved, and may say how satisfied they are (1 to 5)."""
    with changing(report, by=by) as locked:
        _close(locked, by=by, confirmed=True)
        locked.satisfaction = satisfaction


def dispute_solution(report, *, by, text):
    """The reporter says that it is not solved: the work goes on, and somebody else decides next time."""
    with changing(report, by=by) as locked:
        if locked.status != Status.RESOLVED:
            raise MoveRefused.between(Status(locked.status), Status.IN_PROGRESS)
        locked.decision_disputed = True
        _again(locked, Status.IN_PROGRESS, ReportEvent.DISPUTED, by=by, text=text)


def object_to_decline(report, *, by, text):
    """The reporter objects, once, to a closing without action. Raises MoveRefused the second time."""
    with changing(report, by=by) as locked:
        if locked.status != Status.DECLINED:
            raise MoveRefused.between(Status(locked.status), Status.RECEIVED)
        if locked.objected_at is not None:
            raise MoveRefused(_("You have objected once already, and somebody else has decided."))
        _again(locked, Status.RECEIVED, ReportEvent.OBJECTED, by=by, text=text)
        locked.objected_at, locked.decision_disputed = timezone.now(), True


def reopen_report(report, *, by, text):
    """Open a closed report again: its reporter within 90 days, the police at any time."""
    with changing(report, by=by) as locked:
        theirs = by.has_perm("reports.follow_own_report", locked)
        if locked.status != Status.CLOSED:
            raise MoveRefused.between(Status(locked.status), Status.IN_PROGRESS)
        if theirs and not can_reopen(locked):
            raise MoveRefused(_("More than 90 days have passed since it was closed. Please file a new report."))
        locked.closed_at = None
        _again(locked, Status.IN_PROGRESS, ReportEvent.REOPENED, by=by, text=text, from_reporter=theirs)


def say_whether_it_lasts(report, *, by, lasts):
    """The reporter says, four weeks after the closing, whether it is still solved.

    The police are told of a no, and it waits at the desk like a message until somebody answers, opens the report again,
    or finds that nothing is to be answered. Raises MoveRefused when that is not asked, or is answered already.
    """
    with changing(report, by=by) as locked:
        if not asks_whether_it_lasts(locked):
            raise MoveRefused(_("This is not asked any more: it was answered, or too much time has passed."))
        locked.still_solved = lasts
        locked.unread_reply |= not lasts
        name = ReportEvent.LASTS if lasts else ReportEvent.CAME_BACK
        tell(locked, name, by=by, audience=Audience.REPORTER)


def close_after_silence(now=None):
    """Close every solved report that nobody disputed for 14 days; return how many."""
    quiet = (now or timezone.now()) - SILENCE_TERM
    closed = 0
    for report in Report.objects.filter(status=Status.RESOLVED, resolved_at__lte=quiet).order_by("pk").iterator():
        with changing(report, by=None) as locked:
            if locked.status == Status.RESOLVED and locked.resolved_at <= quiet:
                _close(locked, by=None, confirmed=False)
                closed += 1
    return closed


def _close(locked, *, by, confirmed):
    move(locked, Status.CLOSED, by=by, event=ReportEvent.CLOSED, audience=Audience.REPORTER, confirmed=confirmed)
    locked.closed_at = timezone.now()
    locked.still_solved = None


def _again(locked, to, event, *, by, text, from_reporter=True):
    """Take up a locked report again, with new promises and the words that asked for it."""
    message = write_message(locked, MessageAudience.REPORTER, by=by, text=text, from_reporter=from_reporter)
    move(locked, to, by=by, event=event, audience=Audience.REPORTER, message=message.pk)
    locked.unread_reply = from_reporter
    locked.resolved_at = None
    resume(locked)
    set_targets(locked, since=timezone.now())
