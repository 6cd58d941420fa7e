"""What the demo's people follow, and how they want to be told."""

from datetime import time

from apps.areas.models import Area
from apps.notifications.enums import Pace
from apps.notifications.models import Subscription
from apps.notifications.services.subscriptions import ask_to_follow, confirm, follow, save_preference
from apps.portal.demo.featured import CROSSING, LAMP
from apps.reports.models import PublicReport, Report

ADDRESS = "halyna@vyshnehrad.example"  # follows without an account


def make_demo_following(hromada, people):
    """Let some follow a report, an area or a circle, at once and in digests, with an account and without."""
    olena, nadiia, iryna = (people[key] for key in ("olena", "nadiia", "iryna"))
    zarichchia = Area.objects.get(slug="zarichchia")
    home = Report.objects.select_related("snap_point").get(reference=LAMP).snap_point.point
    follow(olena, centre=home.coords, radius=500, name="дім", pace=Pace.AT_ONCE)
    follow(olena, area=zarichchia, pace=Pace.WEEKLY)
    if crossing := PublicReport.objects.filter(reference=CROSSING).first():
        follow(olena, report=crossing)
    follow(nadiia, area=hromada, pace=Pace.DAILY)
    ask_to_follow(ADDRESS, language="uk", pace=Pace.DAILY, area=zarichchia)
    confirm(Subscription.objects.get(subscriber__person=None))
    save_preference(olena, quiet_from=time(22), quiet_until=time(7))
    save_preference(iryna, quiet_from=time(21), quiet_until=time(7, 30))
