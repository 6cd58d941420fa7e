"""The first page, the page of an area and search, as a browser shows them."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.reports.models import Report
from apps.reports.services.conversation import post_public_update
from apps.reports.services.release import release_report
from apps.reports.services.triage import resolve_report
from tests.factories.areas import GazetteerEntryFactory, SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.journeys.conftest import LOOKS, assert_accessible, assert_no_sideways_scroll

WORDS = "Хтось щоночі б’є ліхтарі, а мені страшно"


@pytest.fixture
def town(areas, iryna):
    """Return two released reports at two public places, the older one solved with an answer for everybody."""
    category = CategoryFactory()
    reports = []
    for number, title in enumerate(("Розбито ліхтарі біля підземного переходу", "Машини перекривають пандус")):
        place = SnapPointFactory(area=areas.zarichchia, name_uk=f"вулиця Млинова, {number}")
        report = make_report(areas.zarichchia, category=category, snap_point=place, words=WORDS)
        release_report(report, by=iryna, title_uk=title, title_en=f"Report {number}")
        reports.append(report)
    post_public_update(reports[0], by=iryna, text="Ліхтарі замінено, патруль перевіряє перехід щовечора.")
    resolve_report(reports[0], by=iryna, outcome="Замінено.")
    GazetteerEntryFactory(
        area=areas.zarichchia, name_uk="вулиця Млинова", name_en="Mlynova St", search_text=" млинова mlynova "
    )
    return reports


ADDRESSES = [
    "/",
    "/areas/zarichchia/",
    "/areas/vyshnehrad/",
    "/search/?q=Млинова",
    "/search/?q=ніде",
    "/search/?q=" + 90 * "щ",
    "/map/?area=zarichchia",
]


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_pages_have_no_barrier(browse, town, scheme, language):
    page = browse(ADDRESSES[0], scheme=scheme, language=language)
    for address in ADDRESSES:
        page.goto(address, wait_until="networkidle")
        assert_accessible(page)
        assert WORDS not in page.content()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_pages_fit_a_screen_of_320_pixels_without_a_script(browse, town, language):
    page = browse(ADDRESSES[0], width=320, language=language, javascript=False)
    for address in ADDRESSES:
        page.goto(address)
        assert_no_sideways_scroll(page)
        assert not page.get_by_role("button", name="Моє місце").is_visible()


def test_areas_are_outlined_on_every_map_of_reports(browse, town, areas, iryna):
    make_report(areas.zarichchia, point=Point(30.01, 50.01, srid=4326))
    page = browse("/", person=iryna, language="en")

    for address in ("/", "/areas/zarichchia/", "/map/embed/", "/desk/map/", "/desk/reports/?map=1"):
        page.goto(address)
        page.locator(".map-outline").first.wait_for(state="attached")


def test_reference_typed_on_the_first_page_opens_the_report_without_a_script(browse, town):
    page = browse("/", width=390, javascript=False, language="en")

    page.get_by_role("searchbox").fill(town[0].reference.lower())
    page.keyboard.press("Enter")

    page.get_by_role("heading", level=1, name="Report 0").wait_for()


def test_place_found_by_name_opens_the_map_there(browse, town):
    Report.objects.filter(pk=town[0].pk).update(public_day=timezone.localdate() - timedelta(days=20))
    page = browse("/", language="en")

    page.get_by_role("searchbox").fill("mlynova")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Mlynova St").click()

    page.wait_for_url("**/map/?*at=*")
    page.get_by_role("heading", level=1, name="Reports on the map").wait_for()

    page.get_by_role("combobox", name="Area").focus()
    page.keyboard.press("z")
    page.wait_for_url("**/map/?*area=zarichchia*")
    page.get_by_text("Showing 2 of 2").wait_for()
    page.locator(".map-outline-chosen").wait_for(state="attached")
    assert_accessible(page)

    page.get_by_role("slider", name="From").focus()
    page.keyboard.press("End")
    page.wait_for_url("**/map/?*period=dates*since=*")
    page.get_by_text("Showing 1 of 1").wait_for()
    assert page.get_by_label("Period").input_value() == "dates"
    page.keyboard.press("Home")
    page.wait_for_url("**/map/?*period=all*")
    page.get_by_text("Showing 2 of 2").wait_for()
    page.go_back()
    page.get_by_text("Showing 1 of 1").wait_for()
    assert_accessible(page)

    page.get_by_role("searchbox").fill("mlyn")
    page.get_by_role("button", name="Mlynova St").wait_for()
    assert_accessible(page)
    page.get_by_role("searchbox").fill("vyshnehrad")
    page.get_by_role("button", name="Vyshnehrad hromada").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/map/?*area=vyshnehrad&*")
    expect(page.locator("#map")).to_be_focused()


def test_own_location_opens_the_map_there(browse, town):
    page = browse("/", language="en", geolocation={"latitude": 50.01, "longitude": 30.01}, permissions=["geolocation"])

    page.get_by_role("button", name="Use my location").click()

    page.wait_for_url("**/map/?*at=50.01*,30.01*,16*")
    page.context.set_geolocation({"latitude": 50.01234, "longitude": 30.01678})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Where I am").click()
    page.wait_for_url("**/map/?*at=50.01200*30.01700*16*")
    page.get_by_text("Showing 2 of 2").wait_for()
    assert [url for url in asked if "50.0123" in url or "30.0167" in url] == []


def test_first_page_shows_what_was_said_and_done(browse, town):
    page = browse("/")

    answer = page.get_by_role("region", name="Ви сказали — ми зробили")

    assert answer.get_by_role("link", name="Розбито ліхтарі біля підземного переходу").is_visible()
    assert answer.get_by_text("Ліхтарі замінено").is_visible()
    page.get_by_role("link", name="Повідомити про проблему").last.click()
    page.wait_for_url(f"**{reverse('reports:start')}")


def test_row_of_an_area_and_its_pin_are_in_step(browse, town):
    page = browse("/areas/zarichchia/", language="en")
    page.locator(".glance .leaflet-marker-icon").first.wait_for()

    page.locator(f'[data-glance-list] [data-reference="{town[1].reference}"] a').focus()

    assert page.locator("[data-glance-list] .is-chosen").count() == 1


def test_name_of_an_area_gives_way_to_the_disc_that_lies_over_it(browse, town):
    page = browse("/", language="en")
    tile, middle = 2400, 2400 * 256 + 128  # one of the tiles of zoom 12, and the pixel at which its disc stands
    names = [[middle, middle, "Covered name", 200], [middle, middle - 200, "Free name", 200]]
    outlines = {"zoom": 12, "lines": [], "chosen": [], "names": names}
    found = {"level": 12, "origin": [tile, tile], "cells": [[0, 0, 32, 32, 0, 5, 0, 0, 0]], "points": [], "kinds": {}}
    page.route("**/map/outlines/**", lambda route: route.fulfill(json=outlines))
    page.route("**/map/data/**", lambda route: route.fulfill(json=found))

    page.goto("/map/?at=-29.5735,30.9814,12")

    expect(page.locator(".cluster-icon")).to_have_count(1)
    expect(page.get_by_text("Free name")).to_be_visible()
    expect(page.get_by_text("Covered name")).not_to_be_visible()
