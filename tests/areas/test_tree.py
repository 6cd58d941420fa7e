"""Writing the tree of areas."""

import pytest
from django.utils import translation

from apps.areas.enums import AreaKind
from apps.areas.models import Area
from apps.areas.services import AreaRecord, move_area, upsert_area, upsert_areas
from apps.areas.services.tree import AreaRefused
from apps.reports.models import Report
from tests.factories.areas import square
from tests.factories.reports import make_report


def record(code="UA990102", **fields):
    values = {
        "kind": AreaKind.HROMADA,
        "name_uk": "Дубівка",
        "name_en": "Dubivka",
        "parent_code": "UA9901",
        "boundary": square(30.04, 50.00, 30.06, 50.02),
    }
    return AreaRecord(code=code, **(values | fields))


def test_upsert_area_new_stands_below_its_parent(areas):
    area = upsert_area(record())

    assert [str(ancestor.code) for ancestor in area.lineage()] == ["UA", "UA99", "UA9901", "UA990102"]
    assert (area.slug, area.time_zone) == ("dubivka", "Europe/Kyiv")
    assert area.centre.coords == pytest.approx((30.05, 50.01))
    assert Area.objects.find_problems() == ([], [], [], [], [])


def test_upsert_area_again_changes_nothing(areas):
    upsert_area(record())

    outcome = upsert_areas([record()])

    assert (outcome.created, outcome.changed, outcome.unchanged) == (0, 0, 1)


def test_upsert_area_renamed_keeps_its_page(areas):
    upsert_area(record())

    area = upsert_area(record(name_uk="Нова Дубівка"))

    assert (area.name_uk, area.slug) == ("Нова Дубівка", "dubivka")


def test_upsert_area_without_boundary_keeps_the_old_one(areas):
    area = upsert_area(record("UA990101", name_uk="Вишнеград", name_en="Vyshnehrad", boundary=None))

    assert area.boundary.equals(areas.hromada.boundary)


def test_upsert_areas_of_one_name_get_different_pages(areas):
    names = [record(f"UA99010{number}") for number in (2, 3, 4)]

    upsert_areas(names)

    slugs = Area.objects.filter(name_uk="Дубівка").order_by("code").values_list("slug", flat=True)
    assert list(slugs) == ["dubivka", "dubivka-vyshnehrad-raion", "dubivka-2"]


def test_upsert_areas_child_and_parent_in_any_order(areas):
    upsert_areas([record("UA99010201", kind=AreaKind.NEIGHBOURHOOD, parent_code="UA990102"), record()])

    assert Area.objects.get(code="UA99010201").lineage()[-2].code == "UA990102"


def test_upsert_area_takes_the_time_zone_of_its_parent(areas):
    Area.objects.filter(code="UA9901").update(time_zone="America/New_York")

    assert upsert_area(record()).time_zone == "America/New_York"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"parent_code": "UA77"}, "The area UA77 above Дубівка is not there."),
        ({"parent_code": None}, "Дубівка needs an area above it."),
        ({"parent_code": "UA990101"}, "Дубівка (hromada) cannot stand below UA990101 (hromada)."),
        ({"name_en": ""}, "An area needs a code and a name in both languages."),
        ({"time_zone": "Kyiv"}, "There is no time zone “Kyiv”."),
    ],
)
def test_upsert_area_that_does_not_fit_is_refused(areas, fields, sentence):
    with translation.override("en"), pytest.raises(AreaRefused) as refusal:
        upsert_area(record(**fields))

    assert refusal.value.message == sentence
    assert not Area.objects.filter(code="UA990102").exists()


def test_upsert_areas_with_a_code_twice_writes_nothing(areas):
    with translation.override("en"), pytest.raises(AreaRefused) as refusal:
        upsert_areas([record(), record()])

    assert refusal.value.message == "The code UA990102 stands there twice."


def test_upsert_area_with_another_parent_moves(areas):
    upsert_area(record())

    upsert_area(record("UA99010101", kind=AreaKind.NEIGHBOURHOOD, name_uk="Заріччя", parent_code="UA990102"))

    assert Area.objects.get(code="UA99010101").lineage()[-2].code == "UA990102"
    assert Area.objects.get(code="UA990101").numchild == 1


def test_move_area_takes_what_is_below_along(areas):
    oblast = upsert_area(record("UA98", kind=AreaKind.OBLAST, name_uk="Інша", name_en="Other", parent_code="UA"))

    move_area(areas.hromada, to=oblast)

    areas.zarichchia.refresh_from_db()
    assert [area.code for area in areas.zarichchia.lineage()] == ["UA", "UA98", "UA990101", "UA99010101"]
    assert Area.objects.find_problems() == ([], [], [], [], [])


def test_move_area_takes_the_rows_that_stand_there_along(areas):
    report = make_report(areas.zarichchia)
    oblast = upsert_area(record("UA98", kind=AreaKind.OBLAST, name_uk="Інша", name_en="Other", parent_code="UA"))

    move_area(areas.hromada, to=oblast)

    report.refresh_from_db()
    assert (report.oblast, report.raion, report.hromada) == (oblast, None, areas.hromada)
    assert Report.objects.within(oblast).get() == report


def test_move_area_below_itself_is_refused(areas):
    with translation.override("en"), pytest.raises(AreaRefused) as refusal:
        move_area(areas.oblast, to=areas.raion)

    assert refusal.value.message == "Tykha Oblast cannot be moved below itself."


def test_move_area_below_a_lower_kind_is_refused(areas):
    other = upsert_area(record())

    with translation.override("en"), pytest.raises(AreaRefused) as refusal:
        move_area(other, to=areas.zarichchia)

    assert refusal.value.message == "Dubivka (hromada) cannot stand below Zarichchia (neighbourhood)."


def test_lineage_loads_no_boundary_of_those_above(areas, django_assert_num_queries):
    with django_assert_num_queries(1):
        lineage = areas.zarichchia.lineage()

    assert [area.pk for area in lineage][-2:] == [areas.hromada.pk, areas.zarichchia.pk]
    assert all("boundary" not in area.__dict__ for area in lineage[:-1])
