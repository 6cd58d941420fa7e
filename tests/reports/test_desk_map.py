"""The desk's live map: open reports at their exact places, for those who may work on them."""

import re

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.enums import RoleKind
from apps.reports.enums import Sensitivity
from apps.reports.models import Report
from apps.reports.services.triage import assign_report, decline_report
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report

TOWN = {"bbox": "30,50,30.04,50.02", "zoom": "16"}
HERE = Point(30.0123, 50.0077, srid=4326)


@pytest.fixture
def shown(client_for):
    """Return `shown(person)`: the points that the desk's map gives them."""

    def ask(person):
        return client_for(person).get(reverse("desk_map:data"), TOWN).json()["points"]

    return ask


def references(points):
    return sorted(point[2] for point in points)


@pytest.mark.parametrize("sensitivity", Sensitivity.values)
def test_desk_map_shows_exactly_what_the_person_handles(shown, areas, iryna, bohdan, sensitivity):
    elsewhere = PersonFactory()
    RoleFactory(person=elsewhere, kind=RoleKind.OFFICER, area=areas.stare_misto)
    report = make_report(areas.zarichchia, point=HERE, category=CategoryFactory(sensitivity=sensitivity))

    for person in (iryna, bohdan, elsewhere):
        handled = Report.objects.handled_by(person).values_list("reference", flat=True)
        assert references(shown(person)) == list(handled)
    assert references(shown(bohdan)) == [report.reference]


def test_desk_map_shows_a_restricted_report_to_its_assignee(shown, areas, iryna, bohdan):
    report = make_report(areas.zarichchia, point=HERE, category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    assert shown(iryna) == []

    assign_report(report, officer=iryna, by=bohdan)

    assert references(shown(iryna)) == [report.reference]


def test_desk_map_shows_the_exact_place_of_open_reports_alone(shown, areas, iryna):
    report = make_report(areas.zarichchia, point=HERE)
    decline_report(make_report(areas.zarichchia, point=HERE), by=iryna, reason="Nothing to do.")

    assert shown(iryna) == [[30.0123, 50.0077, report.reference, report.category_id, "open"]]


def test_desk_map_cards_name_of_a_restricted_report_the_kind_alone(client_for, areas, bohdan):
    kind = CategoryFactory(sensitivity=Sensitivity.SEALED)
    report = make_report(areas.zarichchia, point=HERE, category=kind, words="Secret words")

    cards = client_for(bohdan).get(reverse("desk_map:cards"), {"refs": report.reference}).json()["reports"]

    assert [card["title"] for card in cards] == [str(kind)]


def test_desk_map_cards_of_a_rectangle_are_those_the_person_handles(client_for, areas, iryna):
    here = make_report(areas.zarichchia, point=HERE)
    make_report(areas.zarichchia, point=Point(30.02, 50.0077, srid=4326))
    make_report(areas.zarichchia, point=HERE, category=CategoryFactory(sensitivity=Sensitivity.SEALED))

    asked = {"bbox": "30.012294,50.007694,30.012306,50.007706", "zoom": "26"}
    answer = client_for(iryna).get(reverse("desk_map:cards"), asked).json()

    assert ([card["reference"] for card in answer["reports"]], answer["total"]) == ([here.reference], 1)
    assert client_for(iryna).get(reverse("desk_map:cards"), {"bbox": "1"}).status_code == 400


def test_map_beside_the_queue_places_exactly_the_rows_that_the_person_handles(client_for, areas, iryna, bohdan):
    shown = make_report(areas.zarichchia, point=HERE)
    ended = make_report(areas.zarichchia, point=HERE)
    decline_report(ended, by=bohdan, reason="Nothing to do.")
    placeless = make_report(areas.zarichchia)
    restricted = CategoryFactory(sensitivity=Sensitivity.SEALED)
    others = [
        make_report(areas.zarichchia, point=HERE, category=restricted),
        make_report(areas.stare_misto, point=HERE),
    ]
    asked = {"refs": ",".join(report.reference for report in (shown, ended, placeless, *others))}

    client = client_for(iryna)
    client.cookies["language"] = "en"
    found = client.get(reverse("desk_map:rows"), asked).json()

    assert references(found["points"]) == sorted([shown.reference, ended.reference])
    assert {point[2]: point[4] for point in found["points"]}[ended.reference] == "ended"
    assert found["words"] == "1 has no exact place."


def test_map_beside_the_queue_is_loaded_only_when_the_address_asks(client_for, areas, iryna):
    make_report(areas.zarichchia, point=HERE)
    client, address = client_for(iryna), reverse("reports_staff:queue")

    plain, with_map = client.get(address).text, client.get(address, {"map": "1", "tab": "open"}).text

    modules = [re.findall(r'src="[^"]*desk/(beside)', page) for page in (plain, with_map)]
    assert modules == [[], ["beside"]]
    assert ["queue-map-canvas" in page for page in (plain, with_map)] == [False, True]
    assert 'href="/desk/reports/?tab=open&amp;map=1"' not in plain
    assert 'href="/desk/reports/?tab=all&amp;map=1"' in with_map
    assert "50.0077" not in with_map


def test_desk_map_opens_around_its_reports(client_for, areas, iryna):
    def bounds():
        return client_for(iryna).get(reverse("desk_map:page")).context["bounds"]

    assert bounds() == [30.0, 50.0, 30.02, 50.02]  # none: her beat
    make_report(areas.zarichchia, point=HERE)
    make_report(areas.zarichchia, point=Point(30.015, 50.011, srid=4326))
    assert bounds() == [30.0123, 50.0077, 30.015, 50.011]


@pytest.mark.parametrize("name", ["data", "rows"])
def test_desk_map_query_count_does_not_grow(client_for, areas, iryna, name):
    client = client_for(iryna)

    def count(reports):
        made = [make_report(areas.zarichchia, point=HERE) for _ in range(reports)]
        asked = TOWN | {"refs": ",".join(report.reference for report in made)}
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"desk_map:{name}"), asked).status_code == 200
        return len(captured)

    count(0)  # the kinds' icons are kept from here on
    assert count(1) == count(29)
