"""What the clock asks of reports: each occasion once, however many clocks ask and however late they are.

Every function takes the moment as `now`, looks at what is due by then, and may be called again at any time.
"""

from itertools import islice

from django.db import transaction
from django.utils import timezone

from apps.events import services as events
from apps.events.enums import Audience
from apps.reports.deadlines import (
    ANNOUNCEMENT_REACH,
    APPEAL_NOTICE,
    CLOSING_NOTICE,
    ESCALATION_REACH,
    LASTING_REACH,
    LASTING_TERM,
    REMINDERS,
    is_daytime,
    is_office_time,
)
from apps.reports.enums import OPEN_STATUSES, Channel, Registration, ReleaseState, ReportEvent, Status
from apps.reports.models import Referral, Report
from apps.reports.services.referral import facts_of

_TOGETHER = 200  # reports looked up at a time


def remind_reporters(now=None):
    """Tell reporters, by day, that their answer is awaited or that a solved report closes soon; return how many."""
    now = now or timezone.now()
    rows = Report.objects.all()
    asked = rows.filter(status=Status.WAITING_FOR_REPORTER, paused_at__lte=now - REMINDERS[0])
    solved = rows.filter(status=Status.RESOLVED, resolved_at__lte=now - CLOSING_NOTICE)
    told = _tell_once(ReportEvent.REMINDED, asked, _reminder_due, now, Audience.REPORTER)
    return told + _tell_once(ReportEvent.CLOSES_SOON, solved, _closing_due, now, Audience.REPORTER)


def escalate_overdue(now=None):
    """Tell supervisors of registrations and, in office hours, of first answers that are overdue; return how many.

    Of the answer of another organisation that organisation and the officer in charge are told.
    """
    now = now or timezone.now()
    # What was imported was promised by another system.
    rows = Report.objects.exclude(channel=Channel.IMPORT)
    span = (now - ESCALATION_REACH, now)
    unregistered = rows.filter(registration=Registration.DUE, registration_due_at__range=span)
    unanswered = rows.filter(status__in=OPEN_STATUSES, first_answered_at=None, answer_due_at__range=span)
    days = (now.date() - ESCALATION_REACH, now.date())
    waiting = Referral.objects.open().filter(due_on__range=days)
    referred = rows.filter(status=Status.REFERRED, referrals__in=waiting)
    told = _tell_once(
        ReportEvent.REFERRAL_OVERDUE, referred, _referral_due, now, Audience.INTERNAL, facts=_referral_facts
    )
    told += _tell_once(ReportEvent.REGISTRATION_OVERDUE, unregistered, _registration_due, now, Audience.INTERNAL)
    return told + _tell_once(ReportEvent.ANSWER_OVERDUE, unanswered, _answer_due, now, Audience.INTERNAL)


def watch_appeals(now=None):
    """Tell, in office hours, who has a report that a term of its appeal ends soon, and supervisors that it is over."""
    now = now or timezone.now()
    soon = Report.objects.filter(appeal_due_at__range=(now, now + APPEAL_NOTICE))
    over = Report.objects.filter(appeal_due_at__range=(now - ESCALATION_REACH, now))
    told = _tell_once(ReportEvent.APPEAL_DUE_SOON, soon, _appeal_due_soon, now, Audience.INTERNAL)
    return told + _tell_once(ReportEvent.APPEAL_OVERDUE, over, _appeal_overdue, now, Audience.INTERNAL)


def ask_whether_it_lasts(now=None):
    """Ask reporters, by day, four weeks after the closing whether it is still solved; return how many."""
    now = now or timezone.now()
    closed = Report.objects.filter(
        status=Status.CLOSED,
        still_solved=None,
        closed_at__range=(now - LASTING_TERM - LASTING_REACH, now - LASTING_TERM),
    ).exclude(channel=Channel.IMPORT)
    return _tell_once(ReportEvent.LASTING_ASKED, closed, _lasting_due, now, Audience.REPORTER)


def announce_published(now=None):
    """Tell followers what has become public, crimes on the Monday of their batch; return how many."""
    now = now or timezone.now()
    fresh = Report.objects.filter(
        release_state=ReleaseState.RELEASED, published_at__range=(now - ANNOUNCEMENT_REACH, now)
    ).exclude(channel=Channel.IMPORT)
    return _tell_once(ReportEvent.PUBLISHED, fresh, _publication_due, now, Audience.PUBLIC)


def _tell_once(name, rows, due, now, audience, *, facts=lambda report: {}):
    """Record an event for each report whose occasion has come and was not seen to; return how many.

    `due(report, now)` returns the key of the occasion that is due, or None; `facts(report)` what the event names.
    """
    told = 0
    reports = rows.select_related("area").defer("area__boundary").order_by("pk").iterator(chunk_size=_TOGETHER)
    while together := list(islice(reports, _TOGETHER)):
        seen = events.seen_to(name, together)
        for report in together:
            key = due(report, now)
            if key is not None and (report.pk, key) not in seen:
                told += _tell(report.pk, name, due, now, audience, facts=facts)
    return told


def _tell(pk, name, due, now, audience, *, facts):
    """Look again under the report's lock, so that an answer given meanwhile counts."""
    with transaction.atomic():
        rows = Report.objects.select_related("area").defer("area__boundary")
        report = rows.select_for_update(of=("self",)).get(pk=pk)
        key = due(report, now)
        if key is None or not events.once(name, subject=report, key=key):
            return False
        data = {"version": report.version, **facts(report)}
        events.record(name, subject=report, audience=audience, area=report.area, data=data)
        return True


def _reminder_due(report, now):
    if report.status != Status.WAITING_FOR_REPORTER or not is_daytime(now, report.area.zone):
        return None
    # A clock that stood still for days reminds once, not once for each day it missed.
    passed = [term for term in REMINDERS if report.paused_at + term <= now]
    return f"{report.paused_at.isoformat()} {passed[-1].days}" if passed else None


def _closing_due(report, now):
    if report.status != Status.RESOLVED or not is_daytime(now, report.area.zone):
        return None
    return report.resolved_at.isoformat()


def _registration_due(report, now):
    overdue = report.registration == Registration.DUE and report.registration_due_at <= now
    return report.registration_due_at.isoformat() if overdue else None


def _referral_due(report, now):
    own = report.referrals.open().first()
    overdue = own is not None and own.due_on < timezone.localdate(now, timezone=report.area.zone)
    return f"{own.pk} {own.due_on}" if overdue and is_office_time(now, report.area.zone) else None


def _referral_facts(report):
    return facts_of(report.referrals.open().get())


def _appeal_due_soon(report, now):
    due = report.appeal_due_at
    soon = due is not None and now <= due <= now + APPEAL_NOTICE
    return due.isoformat() if soon and is_office_time(now, report.area.zone) else None


def _appeal_overdue(report, now):
    due = report.appeal_due_at
    return due.isoformat() if due is not None and due < now and is_office_time(now, report.area.zone) else None


def _lasting_due(report, now):
    waits = report.status == Status.CLOSED and report.still_solved is None and report.closed_at + LASTING_TERM <= now
    return report.closed_at.isoformat() if waits and is_daytime(now, report.area.zone) else None


def _publication_due(report, now):
    return "" if report.is_public and report.published_at <= now else None


def _answer_due(report, now):
    waits = report.status in OPEN_STATUSES and report.paused_at is None and report.first_answered_at is None
    overdue = waits and report.answer_due_at <= now and is_office_time(now, report.area.zone)
    return report.answer_due_at.isoformat() if overdue else None
