"""The button of an action: a page of a report has a dozen, so what all reports have alike of it is drawn once."""

from functools import cache

from django.urls import reverse

from apps.core.patterns import Pattern

_ANY = "AA00-AA00"  # a reference
_PATTERN = Pattern("reports/staff/_button.html", ("address", "csrf_token", "version"))


def drawn(action, report, *, css, query, csrf_token):
    """Return the button of an action with a report as HTML."""
    address = _address(action.name).replace(_ANY, report.reference)
    return _PATTERN.fill(
        {"address": f"{address}?{query}", "csrf_token": csrf_token, "version": report.version},
        asks=action.asks,
        css=css,
        symbol=action.icon,
        words=str(action.words),
    )


@cache
def _address(name):
    return reverse("reports_staff:act", args=[_ANY, name])
