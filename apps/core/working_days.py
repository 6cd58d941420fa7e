"""Which days are worked: neither weekends nor the public holidays of the country that `HOLIDAYS_OF` names.

Under martial law Ukraine has no days off but weekends (Law 2136-IX, art. 6); the calendar knows that.
"""

from datetime import timedelta
from functools import cache

from django.conf import settings
from holidays import country_holidays

_DAY = timedelta(days=1)


@cache
def _calendar(code):
    """The calendar of a country, or of a part of it: "UA", "PL", "DE-BY"; it works out each year once."""
    country, _dash, part = code.partition("-")
    return country_holidays(country, subdiv=part or None)


def is_working_day(day):
    """Whether people are at work on this date; a Saturday to which a day off was moved counts."""
    return _calendar(settings.HOLIDAYS_OF).is_working_day(day)


def working_day_after(day, count):
    """Return the date of the n-th working day after a date; for 0 the date itself, or the first one worked after it."""
    while count > 0 or not is_working_day(day):
        day += _DAY
        count -= is_working_day(day)
    return day


def working_days_from(first, last):
    """Return the dates of the working days from one date to another, both included."""
    span = (first + number * _DAY for number in range((last - first).days + 1))
    return [day for day in span if is_working_day(day)]
