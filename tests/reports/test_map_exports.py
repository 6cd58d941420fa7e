"""The map outside the portal: files of what it shows, and inside the pages of others."""

import csv
import io

import pytest
from django.urls import reverse

from apps.reports.enums import Sensitivity
from apps.reports.services.release import release_report
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report


@pytest.fixture
def released(areas, bohdan):
    report = make_report(areas.zarichchia, snap_point=SnapPointFactory(area=areas.zarichchia), words="Private words")
    release_report(report, by=bohdan, title_uk="=1+1 ліхтар")
    return report


def test_map_csv_has_what_is_released_and_no_formula(client, released, areas):
    make_report(areas.zarichchia, words="Hidden words")

    text = client.get(reverse("reports:map_csv"), {"area": "zarichchia"}).content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == [released.reference]
    assert (rows[1][4], rows[1][9].endswith(released.get_absolute_url())) == ("'=1+1 ліхтар", True)
    assert "words" not in text


def test_map_geojson_of_a_rectangle_has_what_stands_there(client, released):
    def found(bbox):
        answer = client.get(reverse("reports:map_geojson"), {"bbox": bbox, "zoom": "14"})
        return [feature["properties"]["reference"] for feature in answer.json()["features"]]

    assert (found("30,50,30.04,50.02"), found("31,51,31.04,51.02")) == ([released.reference], [])


@pytest.mark.parametrize("name", ["map_csv", "map_geojson"])
@pytest.mark.parametrize("query", [{"bbox": "1,2,3"}, {"state": "nonsense"}])
def test_map_file_of_an_unreadable_question_is_400_with_a_sentence(client, db, name, query):
    answer = client.get(reverse(f"reports:{name}"), query)

    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)


@pytest.mark.parametrize(("most", "said"), [(1, False), (0, True)])
def test_the_map_says_where_its_files_stop(client, released, monkeypatch, most, said):
    monkeypatch.setattr("apps.reports.map.views.MOST", most)
    client.cookies["language"] = "en"

    page = client.get(reverse("reports:map")).content.decode()

    assert ("The files hold the newest" in page) == said


def test_embedded_map_may_stand_in_a_frame_and_the_map_may_not(client, db):
    embedded, own = (client.get(reverse(f"reports:{name}")) for name in ("map_embed", "map"))

    assert "frame-ancestors *;" in f"{embedded['Content-Security-Policy']};"
    assert "default-src 'none'" in embedded["Content-Security-Policy"]
    assert ("X-Frame-Options" in embedded, own["X-Frame-Options"]) == (False, "DENY")
    assert "frame-ancestors 'none'" in own["Content-Security-Policy"]


def test_embedded_map_counts_no_report_without_a_place(client, released, areas, bohdan):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))
    release_report(report, by=bohdan, title_uk="Ознаки торгівлі")

    assert client.get(reverse("reports:map_embed")).context["total"] == 1
