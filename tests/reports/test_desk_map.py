"""The desk's live map: open reports at their exact places, for those who may work on them."""

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


def test_desk_map_query_count_does_not_grow(client_for, areas, iryna):
    client = client_for(iryna)

    def count(reports):
        for _ in range(reports):
            make_report(areas.zarichchia, point=HERE)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("desk_map:data"), TOWN).status_code == 200
        return len(captured)

    count(0)  # the kinds' icons are kept from here on
    assert count(1) == count(29)
