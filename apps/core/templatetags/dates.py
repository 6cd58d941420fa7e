"""Dates in words with the exact date in the title: `{% load dates %}`.

`area` is anything with a `zone` (an `Area`); without it the portal's own time zone holds.
"""

from datetime import datetime
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.core import dates
from apps.core.templatetags.look import icon

register = template.Library()


def _zone(area):
    return getattr(area, "zone", None)


def _element(value, words, area):
    return _told(value, words, _zone(area), get_language())


@lru_cache(maxsize=4096)
def _told(value, words, zone, _language):
    """Kept: a list says the same moments each time that somebody looks at it."""
    machine = value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, dates.exact(value, zone=zone), words)


@register.simple_tag
def when(value, area=None):
    """`{% when message.created_at area %}`: "today, 17:00" or "12 April, 22:05"; a plain date has no time."""
    return _element(value, dates.in_words(value, zone=_zone(area)), area) if value else ""


@register.simple_tag
def day(value, area=None):
    """`{% day report.submitted_at area %}`: "today" or "12 April"; for the public, who never learn the minute.

    The title of a datetime names its day alone.
    """
    if not value:
        return ""
    if isinstance(value, datetime):
        value = dates.local_day(value, zone=_zone(area))
    return _element(value, dates.day_in_words(value, zone=_zone(area)), area)


@register.simple_tag
def on_paper(value, area=None):
    """`{% on_paper message.created_at area %}`: "12 April, 22:05", never "today": paper is read later."""
    return dates.on_paper(value, zone=_zone(area)) if value else ""


@register.simple_tag
def age(value, area=None):
    """`{% age report.submitted_at area %}`: "13 days", for rows of a queue."""
    return _element(value, dates.age_in_words(value, zone=_zone(area)), area) if value else ""


@register.simple_tag
def due(at, area=None, *, paused=False, others=False, words=""):
    """`{% due report.due_at area %}`: what is left of a term, as icon and words.

    Three days or less: amber; late: red. `paused=True`: the clock stands. `others=True`: somebody else's clock, never
    amber. `words` go before: "reply" gives "reply today, 17:00".
    """
    if paused:
        return _term("due", "pause-circle", _("clock stopped"))
    if not at:
        return ""
    urgency = dates.urgency(at, zone=_zone(area))
    is_late = urgency is dates.Urgency.LATE
    tone = "" if others and not is_late else {"soon": " due-soon", "late": " due-late"}.get(urgency, "")
    left = _element(at, dates.time_left(at, zone=_zone(area)), area)
    return _term(f"due{tone}", "exclamation-triangle" if is_late else "clock", left, words="" if is_late else words)


@lru_cache(maxsize=4096, typed=True)
def _term(classes, name, left, *, words=""):
    """Kept, as the moments in it are."""
    told = format_html("{} {}", words, left) if words else left
    return format_html('<span class="{}">{}<span>{}</span></span>', classes, icon(name), told)
