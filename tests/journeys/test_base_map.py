"""The base map in a browser: drawn here, under our Content-Security-Policy, usable by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import assert_accessible

WATER = {"light": (188, 212, 228), "dark": (15, 42, 64)}
TILES = ".leaflet-tile-container canvas"
COUNT = """([red, green, blue]) => [...document.querySelectorAll("%s")].reduce((sum, tile) => {
  const { data } = tile.getContext("2d").getImageData(0, 0, tile.width, tile.height);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) sum += 1;
  }
  return sum;
}, 0)""".replace("%s", TILES)


@pytest.fixture
def open_map(settings, browse):
    """Return `open_map(**options)`: a page with a map of the demo town, its ground drawn."""
    settings.ROOT_URLCONF = "tests.journeys.map_page"
    settings.BASE_MAP, settings.BASE_MAP_ATTRIBUTION = "map/vyshnehrad.geojson", "Invented map"

    def open_page(path="/test-map/", **options):
        page = browse(path, **options)
        expect(page.locator("[data-map]")).to_have_attribute("data-ready", "yes")
        return page

    return open_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_base_map_draws_the_river_in_the_scheme_of_the_page(open_map, scheme):
    page = open_map(scheme=scheme)

    page.wait_for_function("document.querySelectorAll('.leaflet-tile-container canvas').length > 3")
    assert page.evaluate(COUNT, WATER[scheme]) > 5000
    expect(page.get_by_text("Invented map")).to_be_visible()


def test_base_map_is_moved_by_keyboard(open_map):
    page = open_map(language="en")

    page.locator("[data-map]").focus()
    page.keyboard.press("+")

    expect(page.locator("[data-map]")).to_have_attribute("data-zoom", "16")


def test_base_map_is_accessible(open_map):
    page = open_map(language="en")

    expect(page.get_by_role("button", name="Street light out")).to_be_visible()
    assert_accessible(page)


INK = """(pixels) => {
  const pin = document.querySelector(".map-pin-box").getBoundingClientRect();
  let inked = 0;
  for (const tile of document.querySelectorAll(".leaflet-names-pane canvas")) {
    const { left, top } = tile.getBoundingClientRect();
    const [x, y] = [pin.left - pixels - left, pin.top - pixels - top];
    const { data } = tile.getContext("2d").getImageData(x, y, pin.width + 2 * pixels, pin.height + 2 * pixels);
    for (let at = 3; at < data.length; at += 4) inked += data[at] > 0;
  }
  return inked;
}"""


@pytest.mark.parametrize(("scheme", "language"), [("light", "uk"), ("dark", "en")])
def test_name_of_a_place_stands_beside_the_mark_that_would_cover_it(open_map, scheme, language):
    page = open_map(scheme=scheme, language=language, path="/test-map/?at=49.39775,33.59972")  # a district's name

    page.wait_for_function("document.querySelectorAll('.leaflet-names-pane canvas').length > 3")
    page.wait_for_function(f"({INK})(40) > 200")  # the names wait for the next frame

    assert page.evaluate(INK, 0) == 0
