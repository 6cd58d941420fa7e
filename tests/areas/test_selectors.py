"""Where a point is, and where a released report may stand."""

import pytest
from django.contrib.gis.geos import Point
from django.utils import translation

from apps.areas.selectors import nearest_address, places_for_list, point_to_area, snap
from tests.factories.areas import GazetteerEntryFactory, SnapPointFactory


def at(lon, lat):
    return Point(lon, lat, srid=4326)


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (30.01, 50.01, "UA99010101"),
        (30.03, 50.01, "UA99010102"),
        (30.02, 50.01, "UA99010101"),  # on the shared border the lowest path wins
        (30.2, 50.2, "UA9901"),
        (25.0, 49.0, "UA"),
    ],
)
def test_point_to_area_is_the_deepest_that_covers_it(areas, lon, lat, code):
    assert point_to_area(at(lon, lat)).code == code


def test_point_to_area_outside_every_area_is_none(areas):
    assert point_to_area(at(0, 0)) is None


def test_snap_takes_the_nearest_that_stands_for_eight_addresses(areas):
    SnapPointFactory(area=areas.zarichchia, point=at(30.0101, 50.01), address_count=7)
    near = SnapPointFactory(area=areas.zarichchia, point=at(30.012, 50.01), address_count=8)
    SnapPointFactory(area=areas.zarichchia, point=at(30.014, 50.01), address_count=80)

    point = snap(at(30.01, 50.01), areas.zarichchia)

    assert (point, round(point.distance.m)) == (near, 143)


def test_snap_measures_metres_not_degrees(areas):
    east = SnapPointFactory(area=areas.zarichchia, point=at(30.0110, 50.01), address_count=9)  # 72 m
    SnapPointFactory(area=areas.zarichchia, point=at(30.01, 50.0109), address_count=9)  # 100 m, fewer degrees

    assert snap(at(30.01, 50.01), areas.zarichchia) == east


def test_snap_passes_over_retired_points(areas):
    SnapPointFactory(area=areas.zarichchia, point=at(30.01, 50.01), address_count=20, is_current=False)

    assert snap(at(30.01, 50.01), areas.zarichchia) is None


def test_snap_stays_in_the_area(areas):
    SnapPointFactory(area=areas.stare_misto, point=at(30.0201, 50.01), address_count=20)

    assert snap(at(30.0199, 50.01), areas.zarichchia) is None
    assert snap(at(30.0199, 50.01), areas.hromada) is not None


def test_nearest_address_prefers_a_house_to_a_place(areas):
    GazetteerEntryFactory(kind="place", area=areas.zarichchia, point=at(30.01, 50.01))
    house = GazetteerEntryFactory(kind="address", area=areas.zarichchia, point=at(30.0102, 50.01))

    assert nearest_address(at(30.01, 50.01)) == house


def test_nearest_address_too_far_away_is_none(areas):
    GazetteerEntryFactory(kind="address", area=areas.zarichchia, point=at(30.0109, 50.01))  # 64 m

    assert nearest_address(at(30.01, 50.01)) is None
    assert nearest_address(at(30.01, 50.01), within=70) is not None


def test_places_for_list_is_in_ukrainian_order_without_houses(areas):
    for name in ("Яблунева", "Єлани", "Івана Франка", "Дубова"):
        GazetteerEntryFactory(kind="street", name_uk=name, area=areas.zarichchia)
    GazetteerEntryFactory(kind="address", name_uk="Дубова, 1", area=areas.zarichchia)

    with translation.override("uk"):
        names = [entry.name for entry in places_for_list(areas.hromada)]

    assert names == ["Дубова", "Єлани", "Івана Франка", "Яблунева"]
