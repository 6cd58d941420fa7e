"""manage.py import_areas."""

import gzip
import io
import json

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command

from apps.areas.models import Area
from apps.areas.selectors import point_to_area

BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[30.0, 50.0], [30.02, 50.02], [30.02, 50.0], [30.0, 50.02], [30.0, 50.0]]],
}
OPEN_RING = {"type": "Polygon", "coordinates": [[[30.04, 50.0], [30.05, 50.0], [30.05, 50.01], [30.04, 50.01]]]}


def run(path, *arguments):
    """Import and return (printed, refusals, final error or "")."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_areas", str(path), *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def village(code="UA990102", **values):
    return {"code": code, "name": "Дубівка", "parent": "UA9901"} | values


def test_import_areas_new_and_again_is_counted(areas, geojson, box):
    path = geojson([(box(30.04, 50, 30.06, 50.02), village())])

    first = run(path, "--kind", "hromada")
    second = run(path, "--kind", "hromada")

    assert first[0].startswith("Areas: created 1, changed 0, unchanged 0, refused 0; done in ")
    assert second[0].startswith("Areas: created 0, changed 0, unchanged 1, refused 0; done in ")
    area = point_to_area(Point(30.05, 50.01, srid=4326))
    assert (area.code, area.name_uk, area.name_en) == ("UA990102", "Дубівка", "Dubivka")


def test_import_areas_from_gzip_with_heights(areas, geojson, box, tmp_path):
    shape = box(30.04, 50, 30.06, 50.02)
    shape["coordinates"] = [[[*position, 120.5] for position in shape["coordinates"][0]]]
    packed = tmp_path / "areas.geojson.gz"
    packed.write_bytes(gzip.compress(geojson([(shape, village())]).read_bytes()))

    assert run(packed, "--kind", "hromada")[2] == ""
    assert Area.objects.get(code="UA990102").boundary.extent == (30.04, 50.0, 30.06, 50.02)


def test_import_areas_takes_a_description_and_keeps_it_when_it_is_absent(areas, geojson, box):
    shape = box(30.04, 50, 30.06, 50.02)
    run(geojson([(shape, village(description="Село", description_en="Village"))]), "--kind", "hromada")

    run(geojson([(shape, village())]), "--kind", "hromada")

    area = Area.objects.get(code="UA990102")
    assert (area.description_uk, area.description_en) == ("Село", "Village")


def test_import_areas_dry_run_writes_nothing(areas, geojson, box):
    printed, _, _ = run(geojson([(box(30.04, 50, 30.06, 50.02), village())]), "--kind", "hromada", "--dry-run")

    assert "created 1, changed 0, unchanged 0, refused 0; checked, nothing written" in printed
    assert not Area.objects.filter(code="UA990102").exists()


def test_import_areas_with_other_fields_below_a_new_country(db, geojson, box):
    path = geojson([(box(-71.1, 42.3, -71.0, 42.4), {"DISTRICT": "A15"})])

    fields = ["--code-field", "DISTRICT", "--name-uk-field", "DISTRICT"]
    country = ["--country", "US", "США", "United States", "--time-zone", "America/New_York"]
    printed, _, error = run(path, "--kind", "city_district", *fields, *country)

    assert (printed.splitlines()[0], error) == ("Country US (United States) created.", "")
    country, area = Area.objects.get(code="A15").lineage()
    assert (country.name_uk, area.name_en, area.time_zone) == ("США", "A15", "America/New_York")


def test_import_areas_of_every_kind_in_one_file(db, geojson, box):
    whole = box(30, 50, 30.04, 50.02)
    rows = [
        (whole, {"code": "X11", "name": "Район", "parent": "X1", "kind": "raion"}),
        (whole, {"code": "X1", "name": "Область", "parent": "X", "kind": "oblast"}),
        (whole, {"code": "X", "name": "Країна", "kind": "country"}),
    ]

    printed, _, _ = run(geojson(rows))

    assert "created 3" in printed
    assert [area.code for area in Area.objects.get(code="X11").lineage()] == ["X", "X1", "X11"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"parent": "UA77"}, "its parent UA77 is missing; import the level above first"),
        ({"parent": None}, "it has no parent: its property “parent” is absent or empty and --parent-code is not given"),
        ({"parent": "UA990101"}, "a hromada cannot stand below UA990101, which is a hromada"),
        ({"code": ""}, "it has no code: its property “code” is absent or empty (it has code, name, parent)"),
        ({"name": None}, "it has no name: its property “name” is absent or empty (it has code, name, parent)"),
        ({"name": "Д" * 121}, "its name is longer than 120 characters"),
    ],
)
def test_import_areas_refuses_a_feature_and_imports_the_rest(areas, geojson, box, values, reason):
    good, bad = village("UA990103", name="Ліски"), village() | values
    shape = box(30.04, 50, 30.06, 50.02)

    printed, refusals, error = run(geojson([(shape, bad), (shape, good)]), "--kind", "hromada")

    assert reason in refusals and refusals.startswith("Feature 1")
    assert "created 1, changed 0, unchanged 0, refused 1" in printed
    assert error == "1 refused (see above); the others are imported."
    assert Area.objects.filter(code="UA990103").exists()


def test_import_areas_refuses_a_code_twice(areas, geojson, box):
    shape = box(30.04, 50, 30.06, 50.02)

    _, refusals, _ = run(geojson([(shape, village()), (shape, village())]), "--kind", "hromada")

    assert refusals == "Feature 2 (Дубівка) is refused: its code UA990102 stands there twice.\n"


def test_import_areas_refuses_an_unknown_kind_of_a_feature(areas, geojson, box):
    _, refusals, _ = run(geojson([(box(30.04, 50, 30.06, 50.02), village(kind="county"))]))

    assert "its kind “county” is unknown; a kind is one of country, oblast, raion, hromada" in refusals


def test_import_areas_refuses_what_lies_outside_its_parent(areas, geojson, box):
    _, refusals, _ = run(geojson([(box(50.0, 30.04, 50.02, 30.06), village())]), "--kind", "hromada")

    assert "it lies wholly outside its parent UA9901; are longitude and latitude in order" in refusals


def test_import_areas_refuses_an_invalid_boundary_with_its_place(areas, geojson):
    _, refusals, _ = run(geojson([(BOW_TIE, village())]), "--kind", "hromada")

    assert "its boundary is invalid: Self-intersection[30.01 50.01] (lon lat); --repair would mend it" in refusals


def test_import_areas_repairs_an_invalid_boundary_when_asked(areas, geojson):
    assert run(geojson([(BOW_TIE, village())]), "--kind", "hromada", "--repair")[2] == ""

    boundary = Area.objects.get(code="UA990102").boundary
    assert (boundary.valid, len(boundary)) == (True, 2)


def test_import_areas_refuses_an_open_ring(areas, geojson):
    _, refusals, _ = run(geojson([(OPEN_RING, village())]), "--kind", "hromada")

    assert "the ring that starts at 30.04 50.0 (lon lat) is not closed; --repair would close it" in refusals


def test_import_areas_closes_an_open_ring_when_asked(areas, geojson):
    assert run(geojson([(OPEN_RING, village())]), "--kind", "hromada", "--repair")[2] == ""


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "it has no geometry with coordinates"),
        (
            {"type": "Point", "coordinates": [30, 50]},
            "its geometry is a Point; a boundary is a Polygon or a MultiPolygon",
        ),
        ({"type": "Polygon", "coordinates": []}, "one of its polygons has no rings"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "its coordinates are not lists of numbers"),
        ({"type": "Polygon", "coordinates": [[[30, 50], [31, 50]]]}, "it has 2 positions where at least 3 are needed"),
        ({"type": "Polygon", "coordinates": 7}, "one of its polygons has no rings"),
    ],
)
def test_import_areas_refuses_a_geometry_that_is_no_boundary(areas, geojson, geometry, reason):
    _, refusals, _ = run(geojson([(geometry, village())]), "--kind", "hromada")

    assert refusals == f"Feature 1 (Дубівка) is refused: {reason}.\n"


def test_import_areas_refuses_a_projected_file(areas, geojson, box):
    path = geojson([(box(771204.9, 2967614.9, 771300.0, 2967700.0), village())])

    printed, _, error = run(path, "--kind", "hromada")

    assert printed == ""
    assert error == (
        f"{path} is not imported: coordinates such as (771204.9, 2967614.9) are not degrees of longitude and latitude; "
        "the file looks like a projected system (State Plane feet or metres of a national grid?); "
        "convert it to EPSG:4326."
    )


def test_import_areas_refuses_a_declared_projected_system(areas, geojson, box):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2249"}}

    _, _, error = run(geojson([(box(30.04, 50, 30.06, 50.02), village())], crs=crs), "--kind", "hromada")

    assert "declares the coordinate system urn:ogc:def:crs:EPSG::2249; only WGS 84 in degrees is imported." in error


def test_import_areas_takes_a_declared_wgs84(areas, geojson, box):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}

    assert run(geojson([(box(30.04, 50, 30.06, 50.02), village())], crs=crs), "--kind", "hromada")[2] == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "is not JSON"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (json.dumps([1]).encode(), "is JSON but not a GeoJSON FeatureCollection."),
        (json.dumps({"type": "FeatureCollection", "features": []}).encode(), "has no features."),
        (
            json.dumps({"type": "FeatureCollection", "features": [7]}).encode(),
            "entry 1 of its features is not a GeoJSON",
        ),
    ],
)
def test_import_areas_refuses_a_file_that_is_not_geojson(areas, tmp_path, content, reason):
    path = tmp_path / "file.geojson"
    path.write_bytes(content)

    assert reason in run(path, "--kind", "hromada")[2]


def test_import_areas_refuses_a_missing_file(areas, tmp_path):
    assert "cannot be read: No such file or directory." in run(tmp_path / "none.geojson", "--kind", "hromada")[2]


def test_import_areas_refuses_an_unknown_time_zone(areas, geojson, box):
    path = geojson([(box(30.04, 50, 30.06, 50.02), village())])

    error = run(path, "--kind", "hromada", "--time-zone", "Kyiv")[2]

    assert error == "There is no time zone 'Kyiv'; a name such as Europe/Kyiv is wanted."
