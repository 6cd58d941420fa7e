"""When something is owed: promises in working days, legal terms in hours that never pause."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from apps.reports.enums import OPEN_STATUSES, Registration, Status

END_OF_DAY = time(17, 0)
REGISTRATION_TERM = timedelta(hours=24)  # Criminal Procedure Code of Ukraine, art. 214 (1)
SILENCE_TERM = timedelta(days=14)  # a solved report closes by itself after that
CLOSING_NOTICE = timedelta(days=10)  # after which its reporter is told that it is about to close
REMINDERS = (timedelta(days=3), timedelta(days=10))  # to a reporter whose answer is awaited
ESCALATION_REACH = timedelta(days=14)  # what is overdue for longer is no news: lists and figures show it
ANNOUNCEMENT_REACH = timedelta(days=2)  # what became public longer ago is no news to followers
REOPEN_TERM = timedelta(days=90)


def can_reopen(report):
    """Whether the reporter may still open the closed report again."""
    return report.closed_at is not None and timezone.now() - report.closed_at <= REOPEN_TERM


def working_days_after(moment, days, zone):
    """Return 17:00 local time of the n-th working day (Monday to Friday) after the day of `moment`."""
    day = moment.astimezone(zone).date()
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            days -= 1
    return datetime.combine(day, END_OF_DAY, tzinfo=zone)


def is_daytime(moment, zone):
    """Whether a resident may be written to without need: 9:00 to 20:00 local time."""
    return 9 <= moment.astimezone(zone).hour < 20


def is_office_time(moment, zone):
    """Whether the police are at their desks: Monday to Friday, 8:00 to 18:00 local time."""
    local = moment.astimezone(zone)
    return local.weekday() < 5 and 8 <= local.hour < 18


def set_targets(report, *, since=None):
    """Set the promises of a report, counted from its submission or from `since` (not saved here)."""
    zone, since = report.area.zone, since or report.submitted_at
    report.answer_due_at = working_days_after(since, report.category.answer_days, zone)
    report.resolve_due_at = working_days_after(since, report.category.resolve_days, zone)
    set_due(report)


def pause(report):
    """Stop the clock of the promises: it is the reporter's turn (not saved here)."""
    if report.paused_at is None:
        report.paused_at = timezone.now()


def resume(report):
    """Let the clock go on, every promise later by the time it stood (not saved here)."""
    if report.paused_at is not None:
        stood = timezone.now() - report.paused_at
        report.answer_due_at += stood
        report.resolve_due_at += stood
        report.paused_at = None


def set_due(report):
    """Set `due_at` to the earliest thing owed now (not saved here).

    The registration clock runs whatever the status; the others while the report is open and not the reporter's turn.
    """
    from apps.reports.models.report import NEVER

    owed = []
    if report.registration == Registration.DUE:
        owed.append(report.registration_due_at)
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
