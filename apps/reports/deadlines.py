"""When something is owed: promises in working days, legal terms in hours that never pause."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from apps.core.working_days import is_working_day, working_day_after, working_days_from
from apps.reports.enums import OPEN_STATUSES, Registration, Status

END_OF_DAY = time(17, 0)
REGISTRATION_TERM = timedelta(hours=24)  # Criminal Procedure Code of Ukraine, art. 214 (1)
APPEAL_TERMS = (15, 30, 45)  # calendar days; Law of Ukraine on appeals of citizens, art. 20
APPEAL_FORWARDING = 5  # calendar days; the same law, art. 7
APPEAL_NOTICE = timedelta(days=3)  # before the end of a term of an appeal
SILENCE_TERM = timedelta(days=14)  # a solved report closes by itself after that
CLOSING_NOTICE = timedelta(days=10)  # after which its reporter is told that it is about to close
REMINDERS = (timedelta(days=3), timedelta(days=10))  # to a reporter whose answer is awaited
ESCALATION_REACH = timedelta(days=14)  # what is overdue for longer is no news: lists and figures show it
ANNOUNCEMENT_REACH = timedelta(days=2)  # what became public longer ago is no news to followers
REOPEN_TERM = timedelta(days=90)
LASTING_TERM = timedelta(weeks=4)  # after the closing: when its reporter is asked whether it is still solved
LASTING_REACH = timedelta(days=14)  # who was not asked within that is not asked any more


def can_reopen(report):
    """Whether the reporter may still open the closed report again."""
    return report.closed_at is not None and timezone.now() - report.closed_at <= REOPEN_TERM


def asks_whether_it_lasts(report):
    """Whether the closed report waits for its reporter to say if it is still solved; until it cannot be reopened."""
    if report.status != Status.CLOSED or report.still_solved is not None:
        return False
    return LASTING_TERM <= timezone.now() - report.closed_at <= REOPEN_TERM


def working_days_after(moment, days, zone):
    """Return 17:00 local time of the n-th working day after the day of `moment`; for 0 of the next that is to come."""
    local = moment.astimezone(zone)
    due = datetime.combine(working_day_after(local.date(), days), END_OF_DAY, tzinfo=zone)
    return due if due > moment else working_days_after(moment, 1, zone)


def working_days_passed(since, until, zone):
    """Return how many working days ended, at 17:00 local time, after one moment and not after another."""
    since, until = since.astimezone(zone), until.astimezone(zone)
    days = working_days_from(since.date(), until.date())
    return sum(since < datetime.combine(day, END_OF_DAY, tzinfo=zone) <= until for day in days)


def end_of_calendar_day(moment, days, zone):
    """Return 17:00 local time of the n-th calendar day after the day of `moment`: a term of law, in which all count."""
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=days), END_OF_DAY, tzinfo=zone)


def is_daytime(moment, zone):
    """Whether a resident may be written to without need: 9:00 to 20:00 local time."""
    return 9 <= moment.astimezone(zone).hour < 20


def is_office_time(moment, zone):
    """Whether the police are at their desks: working days, 8:00 to 18:00 local time."""
    local = moment.astimezone(zone)
    return 8 <= local.hour < 18 and is_working_day(local.date())


def set_targets(report, *, since=None):
    """Set the promises of a report, from `since` or from where they are counted already (not saved here)."""
    report.counted_from = since or report.counted_from or report.submitted_at
    zone, category = report.area.zone, report.category
    report.answer_due_at = working_days_after(report.counted_from, category.answer_days, zone)
    report.resolve_due_at = working_days_after(report.counted_from, category.resolve_days, zone)
    set_due(report)


def pause(report):
    """Stop the clock of the promises: it is the reporter's turn (not saved here)."""
    if report.paused_at is None:
        report.paused_at = timezone.now()


def resume(report):
    """Let the clock go on, every promise later by the working days that ended while it stood (not saved here)."""
    if report.paused_at is not None:
        zone = report.area.zone
        stood = working_days_passed(report.paused_at, timezone.now(), zone)
        # Where they are counted from moves as well: a new category promises from there.
        for name in ("counted_from", "answer_due_at", "resolve_due_at"):
            local = (getattr(report, name) or report.submitted_at).astimezone(zone)
            day = working_day_after(local.date(), stood) if stood else local.date()
            setattr(report, name, datetime.combine(day, local.time(), tzinfo=zone))
        report.paused_at = None


def set_due(report):
    """Set `due_at` to the earliest thing owed now (not saved here).

    The clocks of the law, of registration and appeal, run whatever the status; the others while the report is open and
    not the reporter's turn.
    """
    from apps.reports.models.report import NEVER

    owed = []
    if report.registration == Registration.DUE:
        owed.append(report.registration_due_at)
    if report.appeal_due_at is not None:
        owed.append(report.appeal_due_at)
    if report.status in OPEN_STATUSES and report.status != Status.WAITING_FOR_REPORTER:
        if report.first_answered_at is None:
            owed.append(report.answer_due_at)
        if report.next_news_on:
            owed.append(datetime.combine(report.next_news_on, END_OF_DAY, tzinfo=report.area.zone))
        owed.append(report.resolve_due_at)
    report.due_at = min(owed, default=NEVER)


def next_release_batch(moment, zone):
    """Return Monday 08:00 local time after `moment`: when releases of crime kinds appear, all together."""
    local = moment.astimezone(zone)
    monday = local.date() + timedelta(days=7 - local.weekday())
    return datetime.combine(monday, time(8, 0), tzinfo=zone)
