"""What the clock asks of reports: once for each occasion, at a decent hour, however late the clock is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from apps.events import services as events
from apps.events.models import Event
from apps.notifications.enums import Reason
from apps.notifications.handlers import handler_for
from apps.notifications.messages import Recipient
from apps.reports.deadlines import is_daytime, is_office_time, working_days_after
from apps.reports.enums import Channel, Nature, ReportEvent
from apps.reports.models import Report
from apps.reports.services.conversation import ask_reporter, reply_as_reporter
from apps.reports.services.followup import close_after_silence, withdraw_report
from apps.reports.services.referral import refer_report
from apps.reports.services.schedules import escalate_overdue, remind_reporters
from apps.reports.services.triage import acknowledge_report, resolve_report, start_report
from tests.factories.reports import CategoryFactory, make_report

KYIV = ZoneInfo("Europe/Kyiv")
FRIDAY = datetime(2026, 4, 17, 9, 0, tzinfo=UTC)  # noon in Kyiv


def set_columns(report, **columns):
    Report.objects.filter(pk=report.pk).update(**columns)
    report.refresh_from_db()


def told(report, name):
    """How often an event of this name was recorded."""
    return Event.objects.of(report).filter(name=name).count()


@pytest.fixture
def report(areas, police, olena, bohdan):
    """Olena's report, whose first answer was due on Friday at noon."""
    report = make_report(areas.zarichchia, reporter=olena)
    set_columns(report, answer_due_at=FRIDAY)
    return report


@pytest.fixture
def asked(report, iryna):
    """Olena was asked on Friday at noon."""
    ask_reporter(report, by=iryna, text="Which stairs?")
    set_columns(report, paused_at=FRIDAY)
    return report


@pytest.mark.django_db
def test_overdue_answer_is_told_in_office_hours_and_once(report):
    saturday, monday = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3)

    assert [escalate_overdue(now) for now in (saturday, monday, monday, monday + timedelta(days=1))] == [0, 1, 0, 0]
    assert told(report, ReportEvent.ANSWER_OVERDUE) == 1


@pytest.mark.django_db
def test_overdue_answer_to_a_report_taken_back_meanwhile_is_told_to_nobody(report, olena):
    escalate_overdue(FRIDAY + timedelta(hours=1))
    withdraw_report(report, by=olena)
    event = Event.objects.of(report).get(name=ReportEvent.ANSWER_OVERDUE)

    assert handler_for(event.name).recipients(event) == []


@pytest.mark.django_db
def test_overdue_answer_of_another_organisation_is_told_to_it_and_to_the_officer_once(report, iryna, oksana, council):
    acknowledge_report(report, by=iryna)
    refer_report(report, by=iryna, organisation=council, words="Two lamps", next_news_on=FRIDAY.date())
    set_columns(report, first_answered_at=FRIDAY)
    saturday, monday = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3)

    assert [escalate_overdue(now) for now in (FRIDAY, saturday, monday, monday)] == [0, 0, 1, 0]
    event = Event.objects.of(report).get(name=ReportEvent.REFERRAL_OVERDUE)
    assert handler_for(event.name).recipients(event) == [
        Recipient.person(iryna.pk, Reason.ASSIGNEE),
        Recipient.person(oksana.pk, Reason.PARTNER),
    ]
    start_report(report, by=iryna)
    assert handler_for(event.name).recipients(Event.objects.get(pk=event.pk)) == []


@pytest.mark.django_db
def test_without_the_occasion_a_second_clock_tells_again(report, monkeypatch):
    monkeypatch.setattr(events, "once", lambda *_, **__: True)
    monkeypatch.setattr(events, "seen_to", lambda *_: set())

    assert [escalate_overdue(FRIDAY), escalate_overdue(FRIDAY)] == [1, 1]


@pytest.mark.django_db
def test_new_promise_that_is_broken_is_a_new_occasion(report):
    escalate_overdue(FRIDAY)
    set_columns(report, answer_due_at=FRIDAY + timedelta(days=3))

    assert escalate_overdue(FRIDAY + timedelta(days=4)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"first_answered_at": FRIDAY},
        {"paused_at": FRIDAY},
        {"channel": Channel.IMPORT},
        {"answer_due_at": FRIDAY - timedelta(days=15)},
    ],
)
def test_what_needs_no_supervisor_is_not_escalated(report, columns):
    set_columns(report, **columns)

    assert escalate_overdue(FRIDAY) == 0


@pytest.mark.django_db
def test_overdue_registration_is_told_at_night_to_supervisors_alone(areas, police, olena, bohdan):
    report = make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME), reporter=olena)
    saturday_night = datetime(2026, 4, 18, 0, 30, tzinfo=UTC)
    set_columns(report, registration_due_at=saturday_night)

    assert [escalate_overdue(saturday_night), escalate_overdue(saturday_night)] == [1, 0]
    event = Event.objects.of(report).get(name=ReportEvent.REGISTRATION_OVERDUE)
    assert handler_for(event.name).recipients(event) == [Recipient.person(bohdan.pk, Reason.SUPERVISOR)]


@pytest.mark.django_db
def test_reporter_is_reminded_after_three_and_ten_days_by_day(asked, olena):
    night = datetime(2026, 4, 20, 20, 0, tzinfo=UTC)
    days = [FRIDAY + timedelta(days=days) for days in (2, 3, 4, 10, 11)]

    assert [remind_reporters(now) for now in (*days[:1], night, *days[1:])] == [0, 0, 1, 0, 1, 0]
    event = Event.objects.of(asked).filter(name=ReportEvent.REMINDED).first()
    assert handler_for(event.name).recipients(event) == [Recipient.person(olena.pk, Reason.REPORTER)]


@pytest.mark.django_db
def test_clock_that_stood_for_weeks_reminds_once(asked):
    assert [remind_reporters(FRIDAY + timedelta(days=days)) for days in (21, 22)] == [1, 0]


@pytest.mark.django_db
def test_whoever_answered_is_not_reminded(asked, olena):
    remind_reporters(FRIDAY + timedelta(days=3))
    event = Event.objects.of(asked).get(name=ReportEvent.REMINDED)

    reply_as_reporter(asked, by=olena, text="Those by the bridge.")

    assert remind_reporters(FRIDAY + timedelta(days=10)) == 0
    assert handler_for(event.name).recipients(event) == []  # the one on its way is dropped


@pytest.mark.django_db
def test_solved_report_is_announced_and_closed_once_by_clocks_that_were_dead_a_day(report, iryna):
    acknowledge_report(report, by=iryna)
    resolve_report(report, by=iryna, outcome="Mended.")
    set_columns(report, resolved_at=FRIDAY)

    for days in (9, 11, 12):
        remind_reporters(FRIDAY + timedelta(days=days))
    closed = [close_after_silence(FRIDAY + timedelta(days=15)) for _clock in range(2)]

    assert (told(report, ReportEvent.CLOSES_SOON), closed, told(report, ReportEvent.CLOSED)) == (1, [1, 0], 1)
    assert remind_reporters(FRIDAY + timedelta(days=16)) == 0


@pytest.mark.parametrize(
    ("moment", "office", "daytime"),
    [
        ("2026-03-27T05:30", False, False),  # 7:30, winter time
        ("2026-03-30T05:30", True, False),  # 8:30: the clock went forward on Sunday
        ("2026-03-29T01:30", False, False),  # 4:30, in what would have been the hour that is missing
        ("2026-10-23T05:30", True, False),  # 8:30, summer time
        ("2026-10-26T05:30", False, False),  # 7:30: the clock went back on Sunday
        ("2026-10-25T00:30", False, False),  # 3:30 for the first time
        ("2026-10-25T01:30", False, False),  # 3:30 for the second
        ("2026-10-25T07:00", False, True),  # 9:00 on a Sunday
        ("2026-04-17T15:00", False, True),  # 18:00 on a Friday
        ("2026-04-17T17:00", False, False),  # 20:00
    ],
)
def test_decent_hours_follow_the_local_clock(moment, office, daytime):
    moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert (is_office_time(moment, KYIV), is_daytime(moment, KYIV)) == (office, daytime)


@pytest.mark.parametrize(
    ("day", "hour"), [(datetime(2026, 3, 27, tzinfo=UTC), 14), (datetime(2026, 10, 23, tzinfo=UTC), 15)]
)
def test_promise_over_a_change_of_clocks_ends_at_five_local_time(day, hour):
    due = working_days_after(day, 1, KYIV)

    assert (due.hour, due.astimezone(UTC).hour) == (17, hour)
