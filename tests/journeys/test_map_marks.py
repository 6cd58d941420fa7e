"""Pins and discs on the public map: each can be seen, hit and opened, by keyboard too."""

from itertools import combinations

import pytest
from django.contrib.gis.geos import Point

from apps.reports.map import viewport, views
from apps.reports.models import Report
from apps.reports.services.release import release_report
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.journeys.conftest import assert_accessible

NEAR = (30.0100, 50.0100), (30.01014, 50.0100), (30.0100, 50.0100)  # ten metres, and the same place
FAR = (30.0160, 50.0140)
LIES_BESIDE = """() => {
  const [popup, ...others] = [".leaflet-popup", ".leaflet-control-zoom", ".map-legend", ".map-here"].map((name) =>
    document.querySelector(name).getBoundingClientRect());
  return others.every(({ left, right, top, bottom }) =>
    left >= popup.right || right <= popup.left || top >= popup.bottom || bottom <= popup.top);
}"""


@pytest.fixture
def released(areas, iryna):
    """Return `released(places)`: a released report at each, of one kind."""

    def make(places):
        kind = CategoryFactory()
        for number, (lon, lat) in enumerate(places):
            spot = SnapPointFactory(area=areas.zarichchia, point=Point(lon, lat, srid=4326))
            report = make_report(areas.zarichchia, category=kind, snap_point=spot)
            release_report(report, by=iryna, title_en=f"Report {number}")

    return make


@pytest.fixture
def crowd(released):
    """Three released reports within ten metres, two of them at one place, and one at the other end of the town."""
    released([*NEAR, FAR])


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
        page.locator(".map-popup").get_by_role("link", name=f"Report {number}").wait_for()
    assert_accessible(page)
    popup, button = page.locator(".leaflet-popup"), page.get_by_role("button", name="Where I am")
    assert popup.bounding_box()["y"] >= button.bounding_box()["y"] + button.bounding_box()["height"]
    assert page.locator(".leaflet-control-zoom").is_visible() == (width > 390)


@pytest.mark.parametrize("corner", [(0.0075, -0.005), (-0.0075, -0.005), (0.0075, 0.005)])
def test_popup_in_a_corner_lies_beside_what_stands_over_the_map(browse, released, corner):
    released([FAR])
    lon, lat = (place - moved for place, moved in zip(FAR, corner, strict=True))
    page = browse(f"/map/?area=zarichchia&at={lat:.5f},{lon:.5f},16", language="en")
    page.locator(".map-pin-box").focus()
    page.keyboard.press("Enter")
    page.locator(".map-popup a:focus").wait_for()

    page.wait_for_function(LIES_BESIDE)  # once the map has moved for it


def test_close_in_each_place_has_its_own_mark(browse, crowd):
    page = browse("/map/?area=zarichchia&at=50.01,30.01007,19", language="en")
    page.locator(".map-pin-box").wait_for()

    assert page.locator(".cluster-icon").inner_text() == "2"
    assert_apart(page)


@pytest.fixture
def in_cells(crowd, monkeypatch):
    """The same town as if it had too many reports to be told one by one."""
    monkeypatch.setattr(viewport, "POINTS_LIMIT", 1)
    monkeypatch.setattr(views, "CARDS", 1)


@pytest.mark.parametrize("width", [390, 1280])
def test_disc_of_a_cell_offers_its_reports_at_the_deepest_zoom(browse, in_cells, width):
    """The two at one place; the pin ten metres off and its cell have no part in it."""
    page = browse("/map/?area=zarichchia&at=50.01,30.01007,19", language="en", width=width)
    page.locator(".cluster-icon").focus()
    page.keyboard.press("Enter")

    page.locator(".map-popup a:focus").wait_for()
    assert page.locator(".map-popup h2, .map-popup li a").all_inner_texts() == ["Report 2"]
    assert Report.objects.first().category.name_en in page.locator(".map-popup").inner_text()
    page.keyboard.press("Escape")
    page.locator(".map-popup").wait_for(state="detached")
    page.locator(".cluster-icon:focus").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="All 2 in the list").click()
    assert sorted(page.locator(".map-row a").all_inner_texts()) == ["Report 0", "Report 2"]


@pytest.mark.parametrize("cells", [False, True])
def test_row_of_the_list_marks_the_disc_that_its_report_is_joined_with(browse, request, crowd, cells):
    if cells:
        request.getfixturevalue("in_cells")
    page = browse("/map/?area=zarichchia&at=50.01,30.01007,19", language="en")
    page.locator(".cluster-icon").wait_for()
    page.locator(".map-row", has_text="Report 3").wait_for(state="detached")  # the list is in step with the map
    for name, disc, pin in (("Report 0", 1, 0), ("Report 1", 0, 1), ("Report 2", 1, 0)):
        page.locator(".map-row", has_text=name).hover()
        page.locator(".map-row.is-chosen", has_text=name).wait_for()

        found = [page.locator(f"{mark}.is-chosen").count() for mark in (".cluster-icon", ".map-pin-box")]
        assert found == [disc, pin]
