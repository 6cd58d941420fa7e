"""Dates and terms in words: "today, 17:00", "12 April", "in 3 days", "4 days late".

Datetimes are aware; `zone` is the `ZoneInfo` in which they are told (an area's), by default the portal's own. Days are
counted by that zone's calendar. Numbers are joined to their month or unit by a no-break space.
"""

import re
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext


class Urgency(StrEnum):
    """How near a term is; three days or less is soon."""

    LATER = "later"
    SOON = "soon"
    LATE = "late"


@lru_cache(maxsize=4096)
def _date_words(day, form, _language):
    """A date in a form of Django's, kept: a list says the same few days again and again, and saying one is slow."""
    return _set(date_format(day, form))


def _clock(value, zone):
    return f"{_local(value, zone):%H:%M}"


def _set(words):
    """Keep each number on the line of its month or unit, and write the apostrophe as pages do."""
    return re.sub(r"(?<=\d) ", "\u00a0", words).replace("'", "\u2019")


def _local(value, zone):
    return timezone.localtime(value, zone) if isinstance(value, datetime) else value


def _today(zone, now):
    return timezone.localtime(now, zone).date()


def local_day(value, *, zone=None):
    """Return the date of a datetime in the zone; a date is that date."""
    return _local(value, zone).date() if isinstance(value, datetime) else value


def exact(value, *, zone=None):
    """Return the full date with its weekday, and the time of a datetime."""
    words = _date_words(local_day(value, zone=zone), pgettext("date format", "l, j E Y"), get_language())
    return _with_time(words, value, zone)


def day_in_words(value, *, zone=None, now=None):
    """Return "today", "yesterday", "tomorrow", or the day and month, with the year when it is another one."""
    day, today = local_day(value, zone=zone), _today(zone, now)
    near = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}.get((day - today).days)
    return near or date_in_words(day, zone=zone, now=now)


def date_in_words(value, *, zone=None, now=None):
    """Return the day and month, with the year when it is another one: for words that are read later, or on paper."""
    day, today = local_day(value, zone=zone), _today(zone, now)
    if day.year == today.year:
        return _date_words(day, pgettext("date format of this year", "j E"), get_language())
    return _date_words(day, pgettext("date format of another year", "j E Y"), get_language())


def in_words(value, *, zone=None, now=None):
    """Return the day in words, with the time of a datetime."""
    return _with_time(day_in_words(value, zone=zone, now=now), value, zone)


def on_paper(value, *, zone=None, now=None):
    """Return `date_in_words`, with the time of a datetime."""
    return _with_time(date_in_words(value, zone=zone, now=now), value, zone)


def _with_time(words, value, zone):
    return f"{words}, {_clock(value, zone)}" if isinstance(value, datetime) else words


def age_in_words(value, *, zone=None, now=None):
    """Return how many days ago a moment or day was: "today", "1 day", "13 days"."""
    days = (_today(zone, now) - local_day(value, zone=zone)).days
    return _days_old(days, get_language()) if days > 0 else gettext("today")


@lru_cache(maxsize=4096)
def _days_old(days, _language):
    return _set(ngettext("%(count)s day", "%(count)s days", days) % {"count": days})


@lru_cache(maxsize=4096)
def _days_late(days, _language):
    return _set(ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days})


def urgency(due, *, zone=None, now=None):
    """Return the `Urgency` of a term; a day is late when it is over, a datetime when its minute is."""
    days = (local_day(due, zone=zone) - _today(zone, now)).days
    if days < 0 or (isinstance(due, datetime) and due < (now or timezone.now())):
        return Urgency.LATE
    return Urgency.SOON if days <= 3 else Urgency.LATER


def time_left(due, *, zone=None, now=None):
    """Return what is left of a term: "4 days late", "late since 9:00", "today, 17:00", "in 3 days", "by 24 April"."""
    days = (local_day(due, zone=zone) - _today(zone, now)).days
    if urgency(due, zone=zone, now=now) is Urgency.LATE:
        if days == 0:
            return gettext("late since %(time)s") % {"time": _clock(due, zone)}
        return _days_late(-days, get_language())
    if days <= 1:
        return in_words(due, zone=zone, now=now)
    if days <= 6:
        return _set(ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days})
    return gettext("by %(day)s") % {"day": day_in_words(due, zone=zone, now=now)}
