"""Reports on the map over time: the steps of the slider, its counts, and the days that it asks for."""

from datetime import date, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils import timezone

from apps.reports.enums import Sensitivity
from apps.reports.map.filters import MapFilter
from apps.reports.map.history import MOST_STEPS, steps
from apps.reports.map.snapshot.build import build
from apps.reports.map.snapshot.reader import reader
from apps.reports.models import Report
from apps.reports.services.release import release_report
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(areas, bohdan):
    """Return `released(day)`: a released report of that day at a public place."""

    def make(day):
        place = SnapPointFactory(area=areas.zarichchia, point=Point(30.01, 50.01, srid=4326))
        report = make_report(areas.zarichchia, snap_point=place)
        release_report(report, by=bohdan, title_uk="Не горить ліхтар")
        Report.objects.filter(pk=report.pk).update(public_day=day)
        return report

    return make


@pytest.fixture(params=["the database", "a snapshot"])
def source(request):
    """Call it when the reports are there: the map answers from the one, then from the other."""

    def ready():
        if request.param == "a snapshot":
            build()
            reader.look()

    return ready


@pytest.mark.parametrize(
    ("first", "last", "count", "second"),
    [
        (date(2026, 4, 21), date(2026, 4, 21), 1, None),
        (date(2026, 4, 19), date(2026, 4, 21), 2, date(2026, 4, 20)),
        (date(2024, 1, 10), date(2026, 4, 21), 120, date(2024, 1, 15)),
        (date(2023, 12, 30), date(2026, 4, 21), 29, date(2024, 1, 1)),
        (date(2000, 3, 7), date(2026, 4, 21), 27, date(2001, 1, 1)),
    ],
)
def test_steps_are_weeks_else_months_else_years(first, last, count, second):
    found = steps(first, last)

    assert (len(found), found[1] if second else None) == (count, second)
    assert len(found) <= MOST_STEPS
    assert found[0] <= first < found[1] if second else found == [date(2026, 4, 20)]
    assert found == sorted(found)


def test_history_counts_by_week_from_the_oldest_of_all(released, source, client):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    for day in (monday - timedelta(days=14), monday - timedelta(days=8), today, today):
        released(day)
    source()

    answer = client.get(reverse("reports:map_history"), {"period": "7"}).json()

    assert answer["starts"] == [str(monday - timedelta(days=7 * weeks)) for weeks in (2, 1, 0)]
    assert answer["counts"] == [2, 0, 2]
    of_nobody = client.get(reverse("reports:map_history"), {"area": "stare-misto"}).json()
    assert of_nobody == {"starts": answer["starts"], "counts": [0, 0, 0]}


def test_history_never_counts_a_report_without_a_place(released, source, client, areas, bohdan):
    released(timezone.localdate())
    area_only = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))
    release_report(area_only, by=bohdan, title_uk="Ознаки торгівлі")
    source()

    assert sum(client.get(reverse("reports:map_history")).json()["counts"]) == 1
    of_its_kind = client.get(reverse("reports:map_history"), {"kind": area_only.category.code}).json()
    assert sum(of_its_kind["counts"]) == 0


def test_history_of_an_empty_map_is_one_step(source, client):
    source()

    assert client.get(reverse("reports:map_history")).json()["counts"] == [0]


def test_history_is_kept_like_the_map_and_refuses_what_it_cannot_read(released, client, django_assert_num_queries):
    released(timezone.localdate())
    build()
    etag = client.get(reverse("reports:map_history"))["ETag"]

    with django_assert_num_queries(0):
        again = client.get(reverse("reports:map_history"), headers={"if-none-match": etag})

    assert again.status_code == 304
    refused = client.get(reverse("reports:map_history"), {"kind": "nonsense"})
    assert (refused.status_code, bool(refused.json()["error"])) == (400, True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"period": "dates", "since": "2026-04-02", "until": "2026-04-03"}, [2, 3]),
        ({"period": "dates", "since": "2026-04-03"}, [3, 4]),
        ({"period": "dates", "until": "2026-04-01"}, [1]),
        ({"period": "dates"}, [1, 2, 3, 4]),
        ({"period": "all", "since": "2026-04-03"}, [1, 2, 3, 4]),
    ],
)
def test_period_by_dates_has_both_its_days(released, source, client, asked, found):
    reports = {released(date(2026, 4, day)).reference: day for day in (1, 2, 3, 4)}
    source()

    answer = client.get(reverse("reports:map_data"), {"bbox": "30,50,30.04,50.02", "zoom": 16} | asked).json()

    assert sorted(reports[point[2]] for point in answer["points"]) == found
    page = client.get(reverse("reports:map"), asked)
    assert sorted(reports[report.reference] for report in page.context["page"]) == found


def test_period_that_ends_before_it_begins_is_refused_with_a_sentence():
    asked = MapFilter({"period": "dates", "since": "2026-04-03", "until": "2026-04-01"})

    assert list(asked.errors) == ["until"]


def test_days_to_type_are_shown_where_the_period_is_by_dates(client):
    def shown(**asked):
        return client.get(reverse("reports:map"), asked).content.decode().count('map-filter-date" >')

    assert (shown(), shown(period="dates", since="2026-04-01")) == (0, 2)
