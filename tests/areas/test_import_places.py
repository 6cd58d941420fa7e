"""manage.py import_places."""

import io

import pytest
from django.core.management import CommandError, call_command

from apps.areas.models import GazetteerEntry, SnapPoint


def run(path, *arguments):
    """Import and return (printed, refusals, final error or "")."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_places", str(path), *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def at(lon, lat):
    return {"type": "Point", "coordinates": [lon, lat]}


def mill(**values):
    return {"code": "s1", "name": "вулиця Млинова", "name_en": "Mlynova St", "addresses": 12} | values


def test_import_places_streets_stand_in_their_area(areas, geojson):
    line = {"type": "LineString", "coordinates": [[30.002, 50.01], [30.008, 50.01]]}

    printed, _, _ = run(geojson([(line, mill())]), "--kind", "street")

    entry = GazetteerEntry.objects.get(code="s1")
    assert printed.startswith("Places: created 1, changed 0, unchanged 0, refused 0; done in ")
    assert (entry.kind, entry.area, entry.name_en) == ("street", areas.zarichchia, "Mlynova St")
    assert entry.point.coords == pytest.approx((30.005, 50.01))


def test_import_places_again_changes_only_what_differs(areas, geojson):
    run(geojson([(at(30.01, 50.01), mill()), (at(30.01, 50.01), mill(code="s2"))]), "--kind", "street")

    printed, _, _ = run(
        geojson([(at(30.01, 50.01), mill(name="вулиця Нова")), (at(30.01, 50.01), mill(code="s2"))]), "--kind", "street"
    )

    assert "created 0, changed 1, unchanged 1, refused 0" in printed
    assert "нова" in GazetteerEntry.objects.get(code="s1").search_text


def test_import_places_complete_list_removes_the_rest_of_its_kind(areas, geojson):
    run(geojson([(at(30.01, 50.01), mill()), (at(30.01, 50.01), mill(code="s2"))]), "--kind", "street")
    run(geojson([(at(30.01, 50.01), mill(code="p1"))]), "--kind", "place")

    printed, _, _ = run(geojson([(at(30.01, 50.01), mill())]), "--kind", "street", "--area", "UA990101")

    assert "unchanged 1, removed 1, refused 0" in printed
    assert set(GazetteerEntry.objects.values_list("code", flat=True)) == {"s1", "p1"}


def test_import_places_changed_snap_point_keeps_its_old_version(areas, geojson):
    run(geojson([(at(30.01, 50.01), mill())]), "--kind", "snap")

    printed, _, _ = run(geojson([(at(30.012, 50.01), mill())]), "--kind", "snap")

    assert "created 0, changed 1, unchanged 0, refused 0" in printed
    versions = SnapPoint.objects.order_by("version").values_list("version", "is_current")
    assert list(versions) == [(1, False), (2, True)]


def test_import_places_snap_points_again_are_unchanged(areas, geojson):
    path = geojson([(at(30.01, 50.01), mill())])
    run(path, "--kind", "snap")

    assert "created 0, changed 0, unchanged 1, refused 0" in run(path, "--kind", "snap")[0]


def test_import_places_complete_list_retires_other_snap_points(areas, geojson):
    run(geojson([(at(30.01, 50.01), mill()), (at(30.01, 50.012), mill(code="s2"))]), "--kind", "snap")

    printed, _, _ = run(geojson([(at(30.01, 50.01), mill())]), "--kind", "snap", "--area", "UA990101")

    assert "unchanged 1, removed 1" in printed
    assert list(SnapPoint.objects.current().values_list("code", flat=True)) == ["s1"]
    assert SnapPoint.objects.count() == 2


def test_import_places_retired_snap_point_comes_back_as_a_new_version(areas, geojson):
    run(geojson([(at(30.01, 50.01), mill())]), "--kind", "snap")
    run(geojson([(at(30.01, 50.01), mill(code="s2"))]), "--kind", "snap", "--area", "UA990101")

    run(geojson([(at(30.01, 50.01), mill())]), "--kind", "snap")

    versions = SnapPoint.objects.filter(code="s1").order_by("version").values_list("version", "is_current")
    assert list(versions) == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("geometry", "values", "reason"),
    [
        (at(10, 10), {}, "it stands at 10.00000 10.00000 (lon lat), in no area; import the areas first"),
        (at(30.01, 50.01), {"code": None}, "it has no code: its property “code” is absent or empty"),
        (at(30.01, 50.01), {"name": ""}, "it has no name: its property “name” is absent or empty"),
        (
            at(30.01, 50.01),
            {"addresses": "many"},
            "its property “addresses” is “many”; the number of addresses it stands for is wanted",
        ),
        (None, {}, "it has no geometry with coordinates"),
    ],
)
def test_import_places_refuses_a_feature_with_the_reason(areas, geojson, geometry, values, reason):
    good = (at(30.01, 50.01), mill(code="good"))

    printed, refusals, error = run(geojson([(geometry, mill() | values), good]), "--kind", "snap")

    assert reason in refusals
    assert "created 1, changed 0, unchanged 0, refused 1" in printed
    assert error == "1 refused (see above); the others are imported."


def test_import_places_outside_the_listed_area_is_refused(areas, geojson):
    _, refusals, _ = run(geojson([(at(30.03, 50.01), mill())]), "--kind", "street", "--area", "UA99010101")

    assert "it stands at 30.03000 50.01000 (lon lat), outside UA99010101" in refusals


def test_import_places_for_an_unknown_area_is_refused(areas, geojson):
    error = run(geojson([(at(30.01, 50.01), mill())]), "--kind", "street", "--area", "XX")[2]

    assert error == "There is no area with the code XX; import_areas brings it."
