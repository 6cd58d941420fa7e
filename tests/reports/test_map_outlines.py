"""Outlines of areas on the map and, without scripts, as a drawing with counts."""

import math
import re

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.urls import reverse

from apps.areas.enums import AreaKind
from apps.reports.map.keys import corners, covering
from apps.reports.map.outlines import drawing_of, outlines_at
from apps.reports.map.snapshot.build import build
from apps.reports.map.snapshot.reader import reader
from apps.reports.services.release import release_report
from tests.factories.areas import AreaFactory, SnapPointFactory
from tests.factories.reports import make_report

TOWN = (29.99, 49.99, 30.05, 50.03)


def shown(zoom, box=TOWN, **options):
    return outlines_at(covering(box, zoom), zoom, **options)


def points(line):
    """The corners of a line in pixels of its zoom."""
    x, y, *steps = line
    found = [(x, y)]
    for at in range(0, len(steps), 2):
        found.append((found[-1][0] + steps[at], found[-1][1] + steps[at + 1]))
    return found


def test_corners_hold_the_rectangle_of_their_tiles():
    west, south, east, north = corners(covering(TOWN, 14))

    assert west <= TOWN[0] < TOWN[2] <= east
    assert south <= TOWN[1] < TOWN[3] <= north
    assert east - west == pytest.approx(4 * 360 / 2**14)


@pytest.mark.parametrize(
    ("zoom", "names"),
    [(6, ["Tykha Oblast"]), (8, ["Vyshnehrad Raion"]), (11, ["Vyshnehrad"]), (13, ["Zarichchia", "Stare Misto"])],
)
def test_outlines_are_of_the_areas_of_a_zoom(areas, settings, zoom, names):
    settings.LANGUAGE_CODE = "en"

    found = shown(zoom)

    assert [name for _x, _y, name, _width in found["names"]] == names
    assert len(found["lines"]) == len(names)


def test_outlines_in_a_rectangle_that_is_no_screen_of_its_zoom_are_those_of_a_smaller_one(areas):
    found = shown(20, (-180, -85, 180, 85))

    assert (found["zoom"], len(found["lines"])) == (4, 1)


def test_outline_is_cut_at_the_rectangle_and_drawn_to_the_pixel(areas):
    scale = 256 * 2**15
    west, _south, east, _north = corners(covering((29.999, 49.999, 30.003, 50.003), 15))

    found = shown(15, (29.999, 49.999, 30.003, 50.003))

    corner = [(30.0 / 360 + 0.5) * scale, (0.5 - math.asinh(math.tan(math.radians(50.0))) / (2 * math.pi)) * scale]
    assert [round(value) for value in corner] in [list(point) for point in points(found["lines"][0])]
    for line in found["lines"]:
        for x, _y in points(line):
            assert (west / 360 + 0.5) * scale - 1 <= x <= (east / 360 + 0.5) * scale + 1


def test_outline_of_ten_thousand_corners_is_as_small_as_its_pixels(areas):
    ring = [
        (30.5 + 0.2 * math.cos(math.tau * step / 10_000), 50.5 + 0.1 * math.sin(math.tau * step / 10_000))
        for step in range(10_000)
    ]
    AreaFactory(parent=areas.raion, kind=AreaKind.HROMADA, boundary=MultiPolygon(Polygon([*ring, ring[0]]), srid=4326))

    (line,) = shown(9, (30.2, 50.3, 30.8, 50.7))["lines"]

    assert 12 < len(line) / 2 < 60


def test_chosen_area_is_outlined_at_every_zoom(areas):
    assert [len(shown(zoom, chosen=areas.hromada)["chosen"]) for zoom in (6, 9, 13)] == [1, 1, 1]
    assert shown(13)["chosen"] == []


def test_outlines_are_kept_by_everybody_in_their_language(areas, client):
    asked = {"bbox": "29.99,49.99,30.05,50.03", "zoom": 13, "area": "zarichchia"}

    english, ukrainian = (client.get(reverse("reports:map_outlines"), asked | {"lang": lang}) for lang in ("en", "uk"))

    assert [name[2] for name in english.json()["names"]] == ["Zarichchia", "Stare Misto"]
    assert [name[2] for name in ukrainian.json()["names"]] == ["Заріччя", "Старе Місто"]
    assert english["Cache-Control"] == "public, max-age=600"
    assert "Cookie" not in english.get("Vary", "")


def test_drawing_fits_its_room_and_has_each_area_with_a_boundary(areas):
    bare = AreaFactory(parent=areas.hromada)

    drawn = drawing_of([areas.zarichchia, areas.stare_misto, bare])

    assert [shape["area"] for shape in drawn["shapes"]] == [areas.zarichchia.pk, areas.stare_misto.pk]
    assert (drawn["width"] <= 480, drawn["height"]) == (True, 360)
    assert [shape["x"] for shape in drawn["shapes"]] == [117, 343]
    assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", drawn["shapes"][0]["path"])
    assert drawing_of([bare])["shapes"] == []


@pytest.mark.parametrize("source", ["the database", "a snapshot"])
def test_page_without_scripts_counts_the_areas_below(areas, bohdan, client, source):
    for area, lon, count in ((areas.zarichchia, 30.01, 2), (areas.hromada, 30.03, 1)):
        for _ in range(count):
            place = SnapPointFactory(area=area, point=Point(lon, 50.01, srid=4326))
            release_report(make_report(area, snap_point=place), by=bohdan, title_uk="Не горить ліхтар")
    if source == "a snapshot":
        build()
        reader.look()

    def counts(**asked):
        parts = client.get(reverse("reports:map"), asked).context["parts"]
        return [(part["area"].slug, part["count"]) for part in parts]

    assert counts() == [("zarichchia", 2), ("stare-misto", 0)]
    assert counts(area="ukraine") == [("vyshnehrad", 3)]
    assert counts(area="zarichchia") == [("zarichchia", 2)]
    assert counts(state="solved") == [("zarichchia", 0), ("stare-misto", 0)]
