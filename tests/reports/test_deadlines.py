"""Promises in working days, and the clock that stands while it is the reporter's turn."""

from datetime import UTC, datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from apps.reports.deadlines import is_office_time, pause, resume, working_days_after, working_days_passed
from apps.reports.services.conversation import ask_reporter
from apps.reports.services.triage import recategorise_report, start_report
from tests.factories.reports import CategoryFactory, make_report

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(day, hour=12):
    """An hour of a day of April 2026, whose 13th, 20th and 27th are Mondays."""
    return datetime(2026, 4, day, hour, tzinfo=KYIV)


def at(moment):
    """Let it be this moment."""
    return patch.object(timezone, "now", return_value=moment.astimezone(UTC))


@pytest.mark.parametrize(
    ("told", "days", "due"),
    [
        (kyiv(17), 2, kyiv(21, 17)),
        (kyiv(18), 1, kyiv(20, 17)),
        (kyiv(17), 0, kyiv(17, 17)),
        (kyiv(17, 18), 0, kyiv(20, 17)),  # after the day was over
        (kyiv(18), 0, kyiv(20, 17)),
    ],
)
def test_promise_ends_with_its_working_day(told, days, due):
    assert working_days_after(told, days, KYIV) == due


def test_promise_passes_over_a_holiday(settings):
    settings.HOLIDAYS_OF = "PL"

    assert working_days_after(kyiv(30), 1, KYIV) == datetime(2026, 5, 4, 17, tzinfo=KYIV)
    assert not is_office_time(datetime(2026, 5, 1, 12, tzinfo=KYIV), KYIV)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (kyiv(17, 10), kyiv(17, 16), 0),
        (kyiv(17, 10), kyiv(17, 17), 1),
        (kyiv(17, 18), kyiv(20, 9), 0),  # a weekend costs nobody a day
        (kyiv(17, 10), kyiv(20, 10), 1),
        (kyiv(16, 10), kyiv(20, 18), 3),
    ],
)
def test_pause_costs_the_working_days_that_ended_in_it(since, until, days):
    assert working_days_passed(since, until, KYIV) == days


@pytest.mark.django_db
def test_resumed_promise_never_falls_on_a_day_off(areas):
    report = make_report(areas.zarichchia, submitted_at=kyiv(15))
    assert report.answer_due_at == kyiv(17, 17)
    with at(kyiv(16)):
        pause(report)

    with at(kyiv(18)):
        resume(report)

    assert (report.answer_due_at, report.paused_at) == (kyiv(21, 17), None)


@pytest.mark.django_db
def test_new_category_promises_from_where_the_clock_stood(areas, iryna):
    report = make_report(areas.zarichchia, submitted_at=kyiv(13))
    with at(kyiv(14)):
        ask_reporter(report, by=iryna, text="Which stairs?")
    with at(kyiv(17)):
        start_report(report, by=iryna)

    recategorise_report(report, by=iryna, category=CategoryFactory(answer_days=2, resolve_days=3))

    assert report.resolve_due_at == kyiv(21, 17)  # Thursday, and three working days more
