"""Pins and discs on the public map: each can be seen, hit and opened, by keyboard too."""

from itertools import combinations

import pytest
from django.contrib.gis.geos import Point

from apps.reports.services.release import release_report
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.journeys.conftest import assert_accessible

NEAR = (30.0100, 50.0100), (30.01014, 50.0100), (30.0100, 50.0100)  # ten metres, and the same place
FAR = (30.0160, 50.0140)


@pytest.fixture
def crowd(areas, iryna):
    """Three released reports within ten metres, two of them at one place, and one at the other end of the town."""
    kind = CategoryFactory()
    for number, (lon, lat) in enumerate([*NEAR, FAR]):
        spot = SnapPointFactory(area=areas.zarichchia, point=Point(lon, lat, srid=4326))
        report = make_report(areas.zarichchia, category=kind, snap_point=spot)
        release_report(report, by=iryna, title_en=f"Report {number}")


def assert_apart(page):
    """Two marks may touch; neither hides the other."""
    boxes = [mark.bounding_box() for mark in page.locator(".leaflet-marker-icon").all()]
    for one, other in combinations(boxes, 2):
        across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
        down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
        assert across <= 3 or down <= 3, (one, other)


@pytest.mark.parametrize("width", [390, 1280])
def test_marks_that_would_lie_over_each_other_open_as_one_by_keyboard(browse, crowd, width):
    page = browse("/map/?area=zarichchia", width=width, language="en")
    disc = page.locator(".cluster-icon")
    disc.wait_for()

    assert (disc.inner_text(), page.locator(".map-pin-box").count()) == ("3", 1)
    assert_apart(page)
    assert_accessible(page)
    disc.focus()
    page.keyboard.press("Enter")
    for number in range(3):
        page.locator(".map-popup").get_by_role("heading", name=f"Report {number}").wait_for()


def test_close_in_each_place_has_its_own_mark(browse, crowd):
    page = browse("/map/?area=zarichchia&at=50.01,30.01007,19", language="en")
    page.locator(".map-pin-box").wait_for()

    assert page.locator(".cluster-icon").inner_text() == "2"
    assert_apart(page)
