"""A report as a row of the queue: there are fifty on a page, so what they have alike is drawn once."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from apps.core.patterns import Pattern
from apps.core.templatetags import dates
from apps.reports import presentation

HOLES = ("reference", "version", "address", "headline", "age", "due", "chosen", "current")
# What stands in its holes is private or of one row alone; it is not kept.
PATTERN = Pattern("reports/staff/_row.html", HOLES)
CHOSEN = {"chosen": " is-chosen", "current": mark_safe(' aria-current="true"')}
NOT_CHOSEN = {"chosen": "", "current": ""}


class Holder(NamedTuple):
    """Whoever has a report, as the circle at the end of its row shows them."""

    name: str
    initials: str


def drawn(report, address, *, is_chosen=False):
    """Return a report of a page of the queue as HTML, with the address of its page."""
    state, icon, tone = (_("Restricted"), "lock", "quiet") if report.is_sealed else presentation.state_of(report)
    officer = report.assignee
    words = {
        "reference": report.reference,
        "version": report.version,
        "address": address,
        "headline": report.headline,
        "age": dates.age(report.submitted_at, report.area),
        "due": due(report),
    }
    return PATTERN.fill(
        words | (CHOSEN if is_chosen else NOT_CHOSEN),
        kind_icon=report.category.icon,
        unread=report.unread_reply,
        area=str(report.area),
        state=state,
        state_icon=icon,
        tone=tone,
        holder=officer and Holder(officer.name, officer.initials),
    )


def due(report):
    """Return as HTML what the police owe next of a report, and when."""
    owed = presentation.owed(report)
    return dates.due(owed["at"], report.area, paused=owed["paused"], others=owed["others"], words=owed["words"])


def all_drawn(queue, chosen=None):
    """Return the rows of the page of a `Queue` as HTML, one of which may be the report that was chosen."""
    here, rows = chosen and chosen.pk, queue.page.rows
    if not rows:
        return ""
    # Found once: to find an address costs as much as to draw the row.
    address = f"{reverse('reports_staff:detail', args=[rows[0].reference])}?{queue.query_of_page}"
    before, _, after = address.partition(rows[0].reference)
    parts = [drawn(row, f"{before}{row.reference}{after}", is_chosen=row.pk == here) for row in rows]
    return mark_safe("".join(parts))  # noqa: S308 (drawn by a template, and escaped)
