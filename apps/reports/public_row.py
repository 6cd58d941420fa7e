"""A released report as a row of a public list: what rows have alike is drawn once."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.core.patterns import Pattern
from apps.core.templatetags import dates
from apps.reports import presentation

PATTERN = Pattern("reports/_public_row.html", ("address", "title", "day", "place", "due"))


def drawn(report):
    """Return a report of `PublicReport.objects.for_list()` as HTML."""
    state, icon, tone = presentation.state_of(report)
    place, language = report.public_place, report.public_language
    words = {
        "address": report.get_absolute_url(),
        "title": report.public_title,
        "day": dates.day(report.public_day, report.area),
        "place": place.name if place else _("%(area)s, shown for the area only") % {"area": report.area.name},
        "due": due(report),
    }
    return PATTERN.fill(
        words,
        kind_icon=report.category.icon,
        language="" if language == get_language() else language,
        state=state,
        state_icon=icon,
        tone=tone,
    )


def due(report):
    """Return as HTML what everybody may expect next of a released report."""
    at, words = presentation.public_promise(report)
    return dates.due(at, report.area, words=words)
