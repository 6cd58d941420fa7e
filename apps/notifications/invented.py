"""What the examples of messages are about: a place, a moment and a report that do not exist, and are never stored."""

from datetime import UTC, datetime

from apps.areas.models import Area
from apps.events.models import Event
from apps.reports.models import Report

MOMENT = datetime(2026, 4, 21, 7, 40, tzinfo=UTC)


def area():
    """Return a neighbourhood."""
    return Area(name_uk="Заріччя", name_en="Zarichchia", time_zone="Europe/Kyiv")


def report():
    """Return a report in it, filed at the moment."""
    return Report(
        reference="AB12-CD34",
        area=area(),
        answer_due_at=datetime(2026, 4, 23, 14, 0, tzinfo=UTC),
        registration_due_at=datetime(2026, 4, 22, 7, 40, tzinfo=UTC),
    )


def event(name):
    """Return an event of this name at the moment."""
    return Event(name=name, created_at=MOMENT)
