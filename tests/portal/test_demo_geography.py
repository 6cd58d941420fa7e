"""The invented town: its files pass our own imports, and its neighbourhoods tile the hromada."""

import json
from itertools import combinations

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from django.db import transaction
from django.utils import translation

from apps.areas.enums import PlaceKind
from apps.areas.models import Area, GazetteerEntry, SnapPoint
from apps.areas.selectors import SNAP_ADDRESSES, point_to_area, search_places, snap
from apps.portal.demo import DATA
from apps.portal.demo.geography.files import write_town
from apps.portal.demo.geography.load import load_town
from apps.portal.demo.geography.shapes import degrees

# The databases are made that the tests' marks name, so that this file alone finds one too.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """The hromada of the demo, its areas and places loaded once for all tests here, which only read, and undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_town()
        transaction.set_rollback(True)


def at(x, y):
    """A point in metres from the Rynok square."""
    return Point(*degrees((x, y)), srid=4326)


def test_demo_town_is_loaded_once(town):
    load_town()

    counts = {kind: GazetteerEntry.objects.filter(kind=kind).count() for kind in PlaceKind.values}
    assert counts == {"street": 128, "place": 43, "address": 6175}
    assert (SnapPoint.objects.current().count(), SnapPoint.objects.count()) == (628, 628)
    assert Area.objects.filter(kind="neighbourhood").count() == 7
    assert Area.objects.find_problems() == ([], [], [], [], [])


def test_demo_pages_have_the_addresses_of_the_names(town):
    slugs = Area.objects.filter(path__startswith=town.path).values_list("slug", flat=True)

    assert list(slugs) == [
        "vyshnehrad", "stare-misto", "zarichchia", "vokzalnyi", "lisovyi", "sadove", "lypivka", "verbivka",
    ]  # fmt: skip


def test_demo_addresses_are_found(town):
    with translation.override("en"):
        assert search_places("млинова 14", area=town)[0].name == "Mlynova St, 14"
        assert search_places("школа 4")[0].name == "School No 4"


def test_demo_neighbourhoods_tile_the_hromada(town):
    parts = [area.boundary for area in Area.objects.filter(kind="neighbourhood")]

    union = MultiPolygon([polygon for part in parts for polygon in part]).unary_union
    assert union.equals(town.boundary)
    assert [a.intersection(b).area for a, b in combinations(parts, 2)] == [0] * 21


def test_demo_hromada_lies_in_its_raion_and_oblast(town):
    oblast, raion, hromada = (Area.objects.get(kind=kind).boundary for kind in ("oblast", "raion", "hromada"))

    assert oblast.contains(raion) and raion.contains(hromada)


def test_demo_points_are_in_their_neighbourhoods(town):
    points = {
        "Stare Misto": (30, 30),
        "Zarichchia": (-120, -1250),
        "Vokzalnyi": (-900, 700),
        "Lisovyi": (1000, 900),
        "Sadove": (2300, -1800),
        "Lypivka": (-1500, 3200),
        "Verbivka": (2500, -3700),
    }

    with translation.override("en"):
        assert {name: point_to_area(at(*where)).name for name, where in points.items()} == {
            name: name for name in points
        }


def test_demo_snap_points_mostly_stand_for_enough_addresses(town):
    enough = SnapPoint.objects.filter(address_count__gte=SNAP_ADDRESSES).count()

    assert 0.5 < enough / SnapPoint.objects.count() < 1


def test_demo_report_by_the_footbridge_stands_there(town):
    here = at(-115, -1260)

    with translation.override("en"):
        assert snap(here, point_to_area(here)).name == "Mlynova St, by the footbridge"


def test_demo_town_drawn_anew_is_the_same(tmp_path):
    write_town(tmp_path, tmp_path / "base.geojson")

    for name in ("areas.geojson", "places.geojson"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()
    named = [_names(folder / "streets.geojson") for folder in (tmp_path, DATA)]
    assert named[0] == named[1]


def _names(path):
    return [feature["properties"]["name"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
