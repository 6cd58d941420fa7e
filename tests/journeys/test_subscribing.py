"""A neighbour without an account or a script: asks, confirms, reads a digest, moves the circle, and stops."""

import re
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from apps.core.forms import HumanForm
from apps.notifications.models import Subscriber, Subscription
from apps.notifications.services import outbox
from apps.notifications.services.digests import make_digests
from apps.reports.services.release import release_report
from apps.reports.services.schedules import announce_published
from tests.factories.areas import GazetteerEntryFactory, SnapPointFactory
from tests.factories.reports import make_report
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll

TOMORROW = timedelta(days=1, hours=12)
SCRIPTS = re.compile(r"<script.*?</script>", re.DOTALL)


@pytest.fixture
def town(areas, police, iryna):
    """Two streets a kilometre apart, and in the first a report that Iryna can release."""
    here, there = Point(30.01, 50.01, srid=4326), Point(30.03, 50.01, srid=4326)
    GazetteerEntryFactory(area=areas.zarichchia, point=here, name_uk="Млинова вулиця", name_en="Mlynova Street")
    GazetteerEntryFactory(area=areas.stare_misto, point=there, name_uk="Шевська вулиця", name_en="Shevska Street")
    return make_report(areas.zarichchia, snap_point=SnapPointFactory(area=areas.zarichchia, point=here))


@pytest.fixture
def last_mail(settings, mailoutbox, live_server):
    """Return `last_mail()`: whatever is due goes out, and the newest mail comes back."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = live_server.url

    def send():
        outbox.fan_out()
        outbox.deliver_due()
        return mailoutbox[-1]

    return send


def link(mail, label):
    """The address after a label of the plain text."""
    return re.search(rf"{label}:\s+(\S+)", mail.body)[1]


@pytest.fixture
def see(browse):
    """Return `see(page, heading)`: a page without scripts has this heading, no barrier and no sideways scroll.

    axe needs scripts itself: another browser shows it the same page, from which its own scripts were taken.
    """
    mirror = browse("/health/live/", width=390, scheme="dark")

    def look(page, heading):
        page.get_by_role("heading", name=heading, exact=True).first.wait_for()
        shown = SCRIPTS.sub("", page.content())
        mirror.unroute_all()
        mirror.route(page.url, lambda route: route.fulfill(body=shown, content_type="text/html"))
        mirror.goto(page.url)
        assert_accessible(mirror)
        assert_no_sideways_scroll(mirror)

    return look


def test_a_neighbour_follows_a_circle_by_mail_alone(browse, see, town, iryna, last_mail, client, monkeypatch):
    monkeypatch.setattr(HumanForm, "QUICKEST", timedelta(0))  # the browser of a test types faster than a person
    page = browse("/follow/", language="en", javascript=False, width=390, scheme="dark")
    see(page, "Follow a circle on the map")
    page.get_by_label("Street, address or place").fill("mlynova")
    page.get_by_label("How often").select_option("daily")
    page.get_by_label("Your e-mail").fill("not an address")
    page.get_by_role("button", name="Follow", exact=True).click()
    see(page, "Please check what you entered")
    assert page.get_by_label("Street, address or place").input_value() == "mlynova"
    page.get_by_label("Your e-mail").fill("anna@example.org")
    page.get_by_role("button", name="Follow", exact=True).click()
    see(page, "Look into your mail")

    asking = last_mail()
    page.goto(link(asking, "Look and confirm"))
    see(page, "Do you want this mail?")
    page.get_by_role("button", name="Yes, send it").click()
    see(page, "What this address follows")
    page.get_by_text("Confirmed. You get mail from now on.").wait_for()
    page.goto(link(asking, "Look and confirm"))  # a used link leads on
    see(page, "What this address follows")

    release_report(town, by=iryna, title_en="Street light out", title_uk="Не горить ліхтар")
    announce_published()
    outbox.fan_out()
    make_digests(timezone.now() + TOMORROW)
    digest = last_mail()
    assert digest.subject == "Street light out"
    assert "What happened since yesterday" in digest.body
    page.goto(re.search(r"\S+/reports/\S+", digest.body)[0])
    see(page, "Street light out")

    page.goto(link(digest, "What I follow"))
    page.get_by_role("link", name="Move or resize").click()
    see(page, "Move or resize the circle")
    page.get_by_label("Street, address or place").fill("shevska")
    page.get_by_label("How far around").select_option("300")
    page.get_by_label("What you call it").fill("work")
    page.get_by_role("button", name="Save").click()
    see(page, "A circle of 300 m on the map, “work”")
    assert Subscription.objects.get().centre.coords == (30.03, 50.01)
    page.get_by_label("How often").select_option("weekly")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()

    page.goto(link(digest, "Stop this mail"))
    see(page, "Stop this mail?")
    one_click = digest.extra_headers["List-Unsubscribe"].strip("<>")
    assert client.post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert not Subscriber.objects.exists()
    page.get_by_role("button", name="Stop it").click()
    see(page, "Stopped")
    page.get_by_role("link", name="What this address follows").click()
    page.get_by_text("This address follows nothing").wait_for()
    see(page, "What this address follows")
