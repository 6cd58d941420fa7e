"""Working days of a country."""

from datetime import date

import pytest

from apps.core.working_days import is_working_day, working_day_after, working_days_from

FRIDAY = date(2026, 4, 17)


@pytest.mark.parametrize(
    ("country", "day", "worked"),
    [
        ("UA", FRIDAY, True),
        ("UA", date(2026, 4, 18), False),  # Saturday
        ("UA", date(2021, 8, 24), False),  # Independence Day in peace
        ("UA", date(2026, 8, 24), True),  # and under martial law
        ("PL", date(2026, 11, 11), False),
        ("DE-BY", date(2026, 1, 6), False),  # Epiphany, in Bavaria
        ("DE", date(2026, 1, 6), True),
    ],
)
def test_working_day_is_that_of_the_country(settings, country, day, worked):
    settings.HOLIDAYS_OF = country

    assert is_working_day(day) is worked


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (FRIDAY, 0, FRIDAY),
        (date(2026, 4, 18), 0, date(2026, 4, 20)),
        (FRIDAY, 1, date(2026, 4, 20)),
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # over Labour Day and a weekend
    ],
)
def test_nth_working_day_passes_over_days_off(settings, day, count, expected):
    settings.HOLIDAYS_OF = "PL"

    assert working_day_after(day, count) == expected


def test_working_days_of_a_span_leave_out_days_off(settings):
    settings.HOLIDAYS_OF = "PL"

    assert working_days_from(date(2026, 4, 30), date(2026, 5, 5)) == [
        date(2026, 4, 30),
        date(2026, 5, 4),
        date(2026, 5, 5),
    ]
