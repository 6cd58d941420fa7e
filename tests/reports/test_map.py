"""The public map: keys, viewports, filters, and what its page and data answer."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.reports.enums import Sensitivity
from apps.reports.map.keys import cell_centre, column_and_row, covering, place_in_cell, ranges, ranges_of, z_order
from apps.reports.map.live import LiveRows
from apps.reports.map.viewport import viewport
from apps.reports.models import PublicReport, Report
from apps.reports.services.release import release_report
from apps.reports.services.triage import resolve_report
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report

TOWN = (30.0, 50.0, 30.04, 50.02)


@pytest.fixture
def released(areas, iryna, bohdan):
    """Return `released(lon, lat, **fields)`: a released report at a public place there."""

    def make(lon, lat, **fields):
        snap = SnapPointFactory(area=areas.zarichchia, point=Point(lon, lat, srid=4326))
        report = make_report(areas.zarichchia, snap_point=snap, **fields)
        release_report(report, by=bohdan, title_en="Street light out", title_uk="Не горить ліхтар")
        return report

    return make


def seen(zoom):
    """What the database says of the town at a zoom."""
    tiles = covering(TOWN, zoom)
    return viewport(LiveRows(PublicReport.objects.on_map(ranges_of(tiles))), level=tiles[0])


@pytest.mark.parametrize("level", [1, 8, 16, 26])
def test_z_order_cell_centre_is_near_the_place(level):
    lon, lat = 30.0123, 50.0077
    centre = cell_centre(z_order(lon, lat) >> 2 * (26 - level), level)

    assert abs(centre[0] - lon) <= 180 / 2**level + 0.00001
    assert abs(centre[1] - lat) <= 180 / 2**level + 0.00001


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 86), (0, -86)])
def test_z_order_outside_the_map_is_refused(lon, lat):
    with pytest.raises(ValueError, match="outside"):
        z_order(lon, lat)


@pytest.mark.parametrize("zoom", [0, 6, 12, 14, 18])
def test_ranges_hold_every_place_of_their_rectangle(zoom):
    covered = ranges(TOWN, zoom)

    for lon in (30.0, 30.0133, 30.04):
        for lat in (50.0, 50.0077, 50.02):
            assert any(low <= z_order(lon, lat) < high for low, high in covered)


def test_ranges_do_not_touch_each_other():
    covered = ranges(TOWN, 16)

    assert all(before[1] < after[0] for before, after in zip(covered, covered[1:], strict=False))


def test_viewport_close_in_gives_points(released):
    report = released(30.01, 50.01)

    found = seen(15)

    assert (found["total"], found["cells"]) == (1, [])
    assert found["points"] == [[30.01, 50.01, report.reference, report.category_id, "open"]]


def test_viewport_further_out_gives_cells_with_exact_counts(released):
    for lon in (30.01, 30.0101, 30.0102):
        released(lon, 50.01)

    found = seen(12)

    assert (found["total"], found["points"], found["level"]) == (3, [], 14)
    assert [cell[4:] for cell in found["cells"]] == [[0, 3, 0, 0, 0]]
    assert found["origin"] == [9557, 5555]


def test_viewport_gives_of_each_cell_the_pixel_of_its_middle_report(released):
    places = 30.01, 30.0101, 30.0104, 30.0109
    for lon in places:
        released(lon, 50.01)

    found = seen(12)

    ((x, y, across, down, *_counts),) = found["cells"]
    assert (x, y) == (0, 0)
    middle = z_order(places[1], 50.01) >> 2 * (26 - found["level"] - 6)  # of the grid of pixels
    assert column_and_row(middle) == (found["origin"][0] * 64 + across, found["origin"][1] * 64 + down)


def test_a_report_that_comes_while_cells_are_counted_stands_in_one(released):
    here, there = released(30.01, 50.01), released(30.02, 50.01)
    elsewhere = there.map_key
    Report.objects.filter(pk=there.pk).update(map_key=here.map_key)
    asked = []

    def come_between(execute, *args):
        asked.append(args)
        if len(asked) == 2:
            asked.append("the update itself")
            Report.objects.filter(pk=there.pk).update(map_key=elsewhere)
        return execute(*args)

    with connection.execute_wrapper(come_between):
        cells = LiveRows(PublicReport.objects.all()).cells(2 * (26 - 20))

    assert [sum(counts.values()) for _cell, counts, _middle, _alone in cells] == [1, 1]


def test_place_in_a_cell_that_is_finer_than_a_pixel():
    assert [place_in_cell(key, 2) for key in (0b00, 0b01, 0b10, 0b11)] == [(0, 0), (32, 0), (0, 32), (32, 32)]


def test_viewport_gives_a_report_alone_in_its_cell_its_place(released):
    for lon in (30.01, 30.0101):
        released(lon, 50.01)
    alone = released(30.03, 50.01)

    found = seen(12)

    assert [(point[:2], point[2]) for point in found["points"]] == [([30.03, 50.01], alone.reference)]
    assert [sum(cell[4:]) for cell in found["cells"]] == [2]


def test_viewport_counts_late_apart_from_open(released):
    report = released(30.01, 50.01)
    Report.objects.filter(pk=report.pk).update(resolve_due_at=timezone.now() - timedelta(days=1))

    assert [point[4] for point in seen(10)["points"]] == ["late"]


def test_viewport_knows_no_area_only_report(areas, iryna):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))
    release_report(report, by=iryna, title_en="Signs of dealing")

    assert seen(10)["total"] == 0


def test_map_data_from_the_database_costs_the_same_whatever_it_finds(
    released, client, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("apps.reports.map.snapshot.reader.LOOK_EVERY", 60.0)  # no look for a snapshot in between

    def ask():
        return client.get(reverse("reports:map_data"), {"bbox": "30,50,30.04,50.02", "zoom": 15}).json()["total"]

    released(30.01, 50.01)
    ask()
    with django_assert_num_queries(2):
        assert ask() == 1
    for number in range(12):
        released(30.011 + number / 1000, 50.01)
    with django_assert_num_queries(2):
        assert ask() == 13


def test_map_cards_say_what_is_released_and_nothing_else(released, client, areas):
    shown = released(30.01, 50.01, words="Private words")
    hidden = make_report(areas.zarichchia, words="Hidden words")

    answer = client.get(reverse("reports:map_cards"), {"refs": f"{shown.reference},{hidden.reference},nonsense"})

    assert [card["reference"] for card in answer.json()["reports"]] == [shown.reference]
    assert "Private words" not in answer.content.decode()


def test_map_cards_of_a_rectangle_are_those_that_the_filters_find_in_it(released, client, areas, iryna, monkeypatch):
    monkeypatch.setattr("apps.reports.map.views.CARDS", 2)
    first, second, third = [released(30.01, 50.01) for _ in range(3)]
    solved, _elsewhere = released(30.01, 50.01), released(30.02, 50.01)
    resolve_report(solved, by=iryna, outcome="New lamp.")
    make_report(areas.zarichchia, point=Point(30.01, 50.01, srid=4326), words="Hidden words")
    here = {"bbox": "30.009994,50.009994,30.010006,50.010006", "zoom": 26, "state": "open"}

    answer = client.get(reverse("reports:map_cards"), here).json()

    assert answer["total"] == 3
    assert [card["reference"] for card in answer["reports"]] == [third.reference, second.reference]
    listed = client.get(reverse("reports:map"), here | {"list": ""}).context["page"].rows
    assert [report.reference for report in listed] == [report.reference for report in (third, second, first)]


@pytest.mark.parametrize("query", [{"bbox": "5,5,1,1", "zoom": 5}, {"bbox": "1,1,2,2", "zoom": 5, "state": "nonsense"}])
def test_map_cards_of_an_unreadable_rectangle_are_400_with_a_sentence(client, db, query):
    answer = client.get(reverse("reports:map_cards"), query)

    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"bbox": "1,2,3", "zoom": 5},
        {"bbox": "5,5,1,1", "zoom": 5},
        {"bbox": "nan,0,1,1", "zoom": 5},
        {"bbox": "30,50,31,51", "zoom": 99},
        {"bbox": "30,50,31,51", "zoom": 9, "state": "nonsense"},
        {"bbox": "30,50,31,51", "zoom": 9, "kind": "nonsense"},
    ],
)
def test_map_data_with_bad_input_is_400_with_a_sentence(client, db, query):
    answer = client.get(reverse("reports:map_data"), query)

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_map_page_lists_what_is_released_and_nothing_else(released, client, areas):
    report = released(30.01, 50.01, words="Private words")
    hidden = make_report(areas.zarichchia, words="Hidden words")

    page = client.get(reverse("reports:map")).content.decode()

    assert report.reference in page
    assert "Private words" not in page
    assert hidden.reference not in page


def test_map_page_query_count_does_not_grow(released, client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("apps.reports.map.snapshot.reader.LOOK_EVERY", 60.0)  # no look for a snapshot in between
    released(30.01, 50.01)
    client.get(reverse("reports:map"))
    with django_assert_num_queries(4):
        client.get(reverse("reports:map"))
    for number in range(25):
        released(30.011 + number / 1000, 50.01)
    client.get(reverse("reports:map"))  # kinds and areas of rows are kept for a minute
    with django_assert_num_queries(4):
        client.get(reverse("reports:map"))


def test_map_opens_around_the_reports_of_its_filter(released, client):
    def start(**asked):
        return client.get(reverse("reports:map"), asked).context["start"]

    assert start() == [30.0, 50.0, 30.04, 50.02]  # nothing released: the hromada
    for lon, lat in ((30.005, 50.011), (30.015, 50.016)):
        released(lon, lat)
    assert start(area="vyshnehrad") == [30.005, 50.011, 30.015, 50.016]
    assert start(area="stare-misto") == [30.02, 50.0, 30.04, 50.02]
    assert start(state="solved") == [30.0, 50.0, 30.04, 50.02]


def test_map_says_its_filter_in_words_for_paper(client, areas):
    client.cookies["language"] = "en"

    def words(**asked):
        said = client.get(reverse("reports:map"), asked).context["said"]
        with override("en"):
            return [str(words) for _label, words in said]

    assert words() == ["all", "any", "90 days", "all"]
    dates = {"period": "dates", "since": "2020-04-01", "until": "2020-04-21"}
    said = ["all", "late", "1\u00a0April 2020 – 21\u00a0April 2020", "Zarichchia"]
    assert words(area="zarichchia", state="late", **dates) == said
    assert words(period="nonsense") == ["all", "any", "90 days", "all"]


@pytest.mark.parametrize(
    ("state", "count"), [("", 2), ("open", 1), ("solved", 1), ("waiting", 0), ("late", 0), ("ended", 0)]
)
def test_map_filter_by_state(released, client, iryna, state, count):
    released(30.01, 50.01)
    resolve_report(released(30.02, 50.01), by=iryna, outcome="Mended.")

    answer = client.get(reverse("reports:map_data"), {"bbox": "30,50,30.04,50.02", "zoom": 15, "state": state})

    assert answer.json()["total"] == count


def test_map_filter_by_area(released, client, areas):
    released(30.01, 50.01)

    def total(slug):
        query = {"bbox": "30,50,30.04,50.02", "zoom": 15, "area": slug}
        return client.get(reverse("reports:map_data"), query).json()["total"]

    assert (total("zarichchia"), total("stare-misto"), total("vyshnehrad")) == (1, 0, 1)


def test_map_page_with_an_unreadable_filter_says_so_and_shows_the_rest(released, client):
    report = released(30.01, 50.01)

    answer = client.get(reverse("reports:map"), {"period": "nonsense"})

    assert (answer.status_code, report.reference in answer.content.decode()) == (200, True)
    assert "map-filter-error" in answer.content.decode()


def test_map_as_a_list_holds_area_only_reports_too(client, areas, iryna):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))
    release_report(report, by=iryna, title_en="Signs of dealing")

    page = client.get(reverse("reports:map"), {"list": ""}).content.decode()

    assert report.reference in page
    assert "map-canvas" not in page
