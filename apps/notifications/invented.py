"""What the examples of messages are about: a place, a moment and a report that do not exist, and are never stored."""

from datetime import UTC, datetime

from apps.areas.models import Area
from apps.events.models import Event
from apps.notifications.enums import Follows
from apps.notifications.models import Subscription
from apps.reports.enums import ReportEvent
from apps.reports.models import Report

MOMENT = datetime(2026, 4, 21, 7, 40, tzinfo=UTC)


def area():
    """Return a neighbourhood."""
    return Area(slug="zarichchia", name_uk="Заріччя", name_en="Zarichchia", time_zone="Europe/Kyiv")


def report():
    """Return a report in it, filed at the moment."""
    return Report(
        reference="AB12-CD34",
        public_title_uk="Не світить ліхтар біля школи",
        public_title_en="The street lamp by the school is out",
        area=area(),
        answer_due_at=datetime(2026, 4, 23, 14, 0, tzinfo=UTC),
        closed_at=MOMENT,
        appeal_due_at=datetime(2026, 4, 26, 14, 0, tzinfo=UTC),
        registration_due_at=datetime(2026, 4, 22, 7, 40, tzinfo=UTC),
    )


def subscription():
    """Return a subscription to the neighbourhood."""
    return Subscription(kind=Follows.AREA, area=area(), radius=500)


def told_together():
    """Return what the digest of somebody who follows the neighbourhood gathers, the newest first."""
    from apps.notifications.handlers.followers import to_follower

    names = (ReportEvent.RESOLVED, ReportEvent.PUBLIC_UPDATE, ReportEvent.PUBLISHED)
    return [to_follower(event(name), report(), subscription()) for name in names]


def event(name):
    """Return an event of this name at the moment."""
    return Event(name=name, created_at=MOMENT, data={"referral": 1, "due": "2026-05-08"})
