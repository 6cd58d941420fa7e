"""Dates and terms in words, in both languages and by the calendar of the place."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from apps.core import dates

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 4, 21, 9, 30, tzinfo=KYIV)  # a Tuesday


def local(*parts):
    return datetime(*parts, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("value", "english", "ukrainian"),
    [
        (local(2026, 4, 21, 17, 0), "today, 17:00", "сьогодні, 17:00"),
        (local(2026, 4, 20, 8, 51), "yesterday, 08:51", "вчора, 08:51"),
        (local(2026, 4, 22, 0, 0), "tomorrow, 00:00", "завтра, 00:00"),
        (local(2026, 4, 12, 22, 5), "12\u00a0April, 22:05", "12\u00a0квітня, 22:05"),
        (date(2025, 10, 9), "9\u00a0October 2025", "9\u00a0жовтня 2025\u00a0р."),
    ],
)
def test_in_words_names_near_days_and_binds_numbers(value, english, ukrainian):
    with translation.override("en"):
        assert dates.in_words(value, zone=KYIV, now=NOW) == english
    with translation.override("uk"):
        assert dates.in_words(value, zone=KYIV, now=NOW) == ukrainian


def test_in_words_follows_the_calendar_of_the_zone():
    late_evening = datetime(2026, 4, 21, 22, 30, tzinfo=UTC)  # already Wednesday, 01:30 in Kyiv

    with translation.override("en"):
        assert dates.in_words(late_evening, zone=KYIV, now=NOW) == "tomorrow, 01:30"
        assert dates.in_words(late_evening, zone=ZoneInfo("America/New_York"), now=NOW) == "today, 18:30"


@pytest.mark.parametrize(
    ("value", "english", "ukrainian"),
    [
        (
            local(2026, 4, 21, 17, 0),
            "Tuesday, 21\u00a0April 2026, 17:00",
            "Вівторок, 21\u00a0квітня 2026\u00a0р., 17:00",
        ),
        (date(2026, 4, 24), "Friday, 24\u00a0April 2026", "П’ятниця, 24\u00a0квітня 2026\u00a0р."),
    ],
)
def test_exact_has_weekday_and_year(value, english, ukrainian):
    with translation.override("en"):
        assert dates.exact(value, zone=KYIV) == english
    with translation.override("uk"):
        assert dates.exact(value, zone=KYIV) == ukrainian


@pytest.mark.parametrize(
    ("due", "english", "ukrainian", "urgency"),
    [
        (local(2026, 4, 17, 12, 0), "4\u00a0days late", "прострочено на 4\u00a0дні", "late"),
        (local(2026, 4, 20, 23, 59), "1\u00a0day late", "прострочено на 1\u00a0день", "late"),
        (local(2026, 4, 10, 12, 0), "11\u00a0days late", "прострочено на 11\u00a0днів", "late"),
        (local(2026, 4, 21, 9, 0), "late since 09:00", "прострочено з 09:00", "late"),
        (local(2026, 4, 21, 17, 0), "today, 17:00", "сьогодні, 17:00", "soon"),
        (date(2026, 4, 21), "today", "сьогодні", "soon"),
        (local(2026, 4, 22, 17, 0), "tomorrow, 17:00", "завтра, 17:00", "soon"),
        (local(2026, 4, 24, 17, 0), "in 3\u00a0days", "за 3\u00a0дні", "soon"),
        (local(2026, 4, 25, 17, 0), "in 4\u00a0days", "за 4\u00a0дні", "later"),
        (local(2026, 5, 4, 17, 0), "by 4\u00a0May", "до 4\u00a0травня", "later"),
        (date(2026, 4, 20), "1\u00a0day late", "прострочено на 1\u00a0день", "late"),
    ],
)
def test_time_left_of_a_term(due, english, ukrainian, urgency):
    assert dates.urgency(due, zone=KYIV, now=NOW) == urgency
    with translation.override("en"):
        assert dates.time_left(due, zone=KYIV, now=NOW) == english
    with translation.override("uk"):
        assert dates.time_left(due, zone=KYIV, now=NOW) == ukrainian


@pytest.mark.parametrize(
    ("then", "english", "ukrainian"),
    [
        (local(2026, 4, 21, 0, 1), "today", "сьогодні"),
        (local(2026, 4, 20, 23, 59), "1\u00a0day", "1\u00a0день"),
        (local(2026, 3, 31, 12, 0), "21\u00a0days", "21\u00a0день"),
    ],
)
def test_age_counts_calendar_days(then, english, ukrainian):
    with translation.override("en"):
        assert dates.age_in_words(then, zone=KYIV, now=NOW) == english
    with translation.override("uk"):
        assert dates.age_in_words(then, zone=KYIV, now=NOW) == ukrainian


def render(text, **context):
    return Template("{% load dates %}" + text).render(Context(context))


@pytest.fixture
def tuesday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with translation.override("en"):
        yield


def test_when_carries_the_exact_date_in_its_title(tuesday):
    area = SimpleNamespace(zone=KYIV)

    assert render("{% when at area %}", at=local(2026, 4, 12, 22, 5), area=area) == (
        '<time datetime="2026-04-12T22:05+03:00" title="Sunday, 12\u00a0April 2026, 22:05">12\u00a0April, 22:05</time>'
    )


def test_day_tells_no_time_even_in_its_title(tuesday):
    assert render("{% day at %}", at=datetime(2026, 4, 11, 22, 5, tzinfo=UTC)) == (
        '<time datetime="2026-04-12" title="Sunday, 12\u00a0April 2026">12\u00a0April</time>'
    )


@pytest.mark.parametrize("tag", ["when", "day", "age", "due"])
def test_dates_of_nothing_are_nothing(tag, tuesday):
    assert render(f"{{% {tag} at %}}", at=None).strip() == ""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", ("due due-soon", "clock", "in 2")),
        ("others=True", ("due", "clock", "in 2")),
        ("paused=True", ("due", "pause-circle", "clock stopped")),
        ('words="reply"', ("due due-soon", "clock", "reply ")),
    ],
)
def test_due_chip_of_a_near_term(options, expected, tuesday):
    classes, icon, words = expected

    drawn = render(f"{{% due at {options} %}}", at=local(2026, 4, 23, 17, 0))

    assert f'class="{classes}"' in drawn
    assert f"#{icon}" in drawn
    assert words in drawn


def test_due_chip_of_a_late_term_is_late_on_another_clock_too(tuesday):
    drawn = render("{% due at others=True %}", at=local(2026, 4, 17, 17, 0))

    assert 'class="due due-late"' in drawn
    assert "#exclamation-triangle" in drawn
    assert "4\u00a0days late" in drawn
