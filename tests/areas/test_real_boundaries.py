"""The whole of Ukraine and the police districts of Boston, where the shared data are present."""

import time

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command

from apps.areas.models import Area
from apps.areas.selectors import point_to_area
from tests.shared_data import shared


@pytest.fixture
def ukraine(db):
    """All boundaries of Ukraine, imported; returns the seconds that the hromadas took."""
    folder = shared("ua-boundaries")
    call_command("import_areas", folder / "ua_oblasts.geojson", kind="oblast", country=["UA", "Україна", "Ukraine"])
    call_command("import_areas", folder / "ua_raions.geojson", kind="raion")
    started = time.monotonic()
    call_command("import_areas", folder / "ua_hromadas.geojson", kind="hromada")
    seconds = time.monotonic() - started
    call_command("import_areas", folder / "ua_city_districts.geojson", kind="city_district")
    return seconds


def test_all_of_ukraine_imports_quickly_and_nests(ukraine):
    counts = {kind: Area.objects.filter(kind=kind).count() for kind in ("oblast", "raion", "hromada", "city_district")}

    assert counts == {"oblast": 27, "raion": 136, "hromada": 1466, "city_district": 76}
    assert Area.objects.find_problems() == ([], [], [], [], [])
    assert ukraine <= 30
    lviv = point_to_area(Point(24.03, 49.84, srid=4326))
    assert [area.kind for area in lviv.lineage()] == ["country", "oblast", "raion", "hromada", "city_district"]
    assert lviv.name_uk == "Галицький район"


def test_boston_police_districts_import(db):
    call_command(
        "import_areas",
        shared("boston-311/police_districts.geojson"),
        kind="city_district",
        code_field="DISTRICT",
        name_uk_field="DISTRICT",
        country=["US", "США", "United States"],
        time_zone="America/New_York",
    )

    assert Area.objects.filter(kind="city_district", time_zone="America/New_York").count() == 12


def test_boston_state_plane_file_is_refused_with_the_reason(db):
    with pytest.raises(CommandError) as refusal:
        call_command(
            "import_areas",
            shared("boston-311/police_districts_EPSG2249_original.geojson"),
            kind="city_district",
            code_field="DISTRICT",
            name_uk_field="DISTRICT",
            country=["US", "США", "United States"],
        )

    assert "coordinates such as (771204.9, 2967614.9) are not degrees" in str(refusal.value)
    assert not Area.objects.exists()
