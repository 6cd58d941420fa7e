"""What the desk shows around a report, to whoever may read it."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.reports.enums import Sensitivity
from apps.reports.models import Report
from apps.reports.staff.context import others_of_reporter, same_kind_near
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import page_of, text_of

pytestmark = pytest.mark.django_db

METRE = 1 / 111_250  # degrees of latitude


def at(metres):
    """A place so many metres north of the report."""
    return Point(30.0105, 50.0105 + metres * METRE, srid=4326)


@pytest.fixture
def near(areas, report):
    """Return `near(metres, **fields)`: another report of the same kind so far away."""

    def make(metres, *, weeks=0, **fields):
        other = make_report(areas.zarichchia, **{"category": report.category, "point": at(metres), **fields})
        Report.objects.filter(pk=other.pk).update(submitted_at=timezone.now() - timedelta(weeks=weeks))
        return other

    return make


def test_the_same_kind_near_by_stands_nearest_first(iryna, report, near):
    far, close = near(190), near(20)
    near(210)
    near(10, weeks=13)
    near(10, category=CategoryFactory(parent=CategoryFactory(parent=None)))

    found = same_kind_near(report, iryna)

    assert ([row.pk for row in found.rows], found.are_more) == ([close.pk, far.pk], False)


def test_a_report_without_a_place_has_nothing_near_by(areas, iryna):
    assert same_kind_near(make_report(areas.zarichchia), iryna) is None


def test_near_by_is_only_what_the_reader_works_on(areas, iryna, bohdan, report, near):
    sealed = near(10, category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    elsewhere = make_report(areas.stare_misto, category=report.category, point=at(30))
    own = near(20, reporter=bohdan)

    assert [row.pk for row in same_kind_near(report, iryna).rows] == [own.pk]
    assert [row.pk for row in same_kind_near(report, bohdan).rows] == [sealed.pk, elsewhere.pk]


def test_other_reports_of_the_reporter_stand_newest_first(areas, iryna, olena, taras, report):
    first, second = (make_report(areas.zarichchia, reporter=olena) for _ in range(2))
    make_report(areas.stare_misto, reporter=olena)
    make_report(areas.zarichchia, reporter=taras)
    make_report(areas.zarichchia)

    assert [row.pk for row in others_of_reporter(report, iryna).rows] == [second.pk, first.pk]


def test_an_anonymous_report_has_no_others(areas, iryna):
    make_report(areas.zarichchia)

    assert others_of_reporter(make_report(areas.zarichchia), iryna) is None


def test_the_page_shows_both_and_nobodys_name(desk, areas, olena, report, near):
    near(20, words="Dark by the bridge")
    make_report(areas.zarichchia, reporter=olena, words="Loud music")

    page = text_of(desk.get(page_of(report)))

    assert "Dark by the bridge" in page
    assert "20 m away" in page
    assert "Loud music" in page
    assert olena.name not in page


def test_more_than_five_are_said_and_cost_the_same(desk, olena, report, near, django_assert_num_queries):
    near(10, reporter=olena)
    desk.get(page_of(report))
    with CaptureQueriesContext(connection) as one:
        desk.get(page_of(report))
    for _ in range(6):
        near(10, reporter=olena)

    with django_assert_num_queries(len(one)):
        page = text_of(desk.get(page_of(report)))
    assert page.count("There are more; these are the first.") == 2
