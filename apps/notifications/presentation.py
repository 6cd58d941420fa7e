"""How what is followed reads on pages and in mail."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from apps.notifications.enums import Follows
from apps.notifications.models import Subscription
from apps.reports.models import PublicReport


@dataclass(frozen=True)
class Named:
    """A subscription with what it is to in words, and the page of that ("" without one)."""

    subscription: Subscription
    words: str
    url: str = ""

    @property
    def follow_path(self):
        """The page on which it can be followed anew; "" for a report that is public no more."""
        page = reverse("notifications:follow")
        match self.subscription.kind:
            case Follows.AREA:
                return f"{page}?{urlencode({'area': self.subscription.area.slug})}"
            case Follows.REPORT:
                return f"{page}?{urlencode({'report': self.subscription.report.reference})}" if self.url else ""
        return page

    @property
    def icon(self):
        """The drawing beside it."""
        return {Follows.REPORT: "file-earmark-text", Follows.AREA: "map", Follows.CIRCLE: "geo-alt"}[
            self.subscription.kind
        ]


def named(subscriptions):
    """Return a `Named` for each of these subscriptions (of `for_list`), in one query more.

    A report that is public no more has its reference alone.
    """
    rows = list(subscriptions)
    reports = PublicReport.objects.in_bulk([row.report_id for row in rows if row.report_id])
    return [_named(row, reports.get(row.report_id)) for row in rows]


def _named(subscription, report):
    match subscription.kind:
        case Follows.AREA:
            return Named(subscription, str(subscription.area), subscription.area.get_absolute_url())
        case Follows.REPORT if report is not None:
            return Named(subscription, _("“%(title)s”") % {"title": report.public_title}, report.get_absolute_url())
        case Follows.REPORT:
            return Named(subscription, subscription.report.reference)
    words = {"metres": subscription.radius, "name": subscription.name}
    if subscription.name:
        return Named(subscription, _("a circle of %(metres)s m on the map, “%(name)s”") % words)
    return Named(subscription, _("a circle of %(metres)s m on the map") % words)
