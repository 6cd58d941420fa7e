"""GET /api/places/."""

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core.rate_limits import Limit
from tests.factories.areas import GazetteerEntryFactory

URL = reverse("areas:places")


@pytest.fixture
def mlynova(areas):
    """One street of Zarichchia."""
    return GazetteerEntryFactory(
        code="s1",
        kind="street",
        name_uk="вулиця Млинова",
        name_en="Mlynova St",
        area=areas.zarichchia,
        point=Point(30.01, 50.012),
    )


def test_places_answers_with_areas_where_they_are_asked_for(mlynova, client):
    client.cookies["language"] = "en"

    answer = client.get(URL, {"q": "vyshn", "areas": ""}).json()

    assert answer["areas"] == [
        {"slug": "vyshnehrad-raion", "label": "Vyshnehrad Raion", "kind": "raion"},
        {"slug": "vyshnehrad", "label": "Vyshnehrad", "kind": "hromada"},
    ]


def test_places_answers_in_the_language_of_the_page(mlynova, client):
    client.cookies["language"] = "en"

    answer = client.get(URL, {"q": "млинова"})

    assert answer.status_code == 200
    assert answer.json() == {
        "results": [
            {"code": "s1", "label": "Mlynova St", "kind": "street", "area": "Zarichchia", "lon": 30.01, "lat": 50.012}
        ]
    }


def test_places_is_kept_by_nobody(mlynova, client):
    assert client.get(URL, {"q": "млинова"})["Cache-Control"] == "no-store"


def test_places_keeps_to_an_area(mlynova, client):
    assert client.get(URL, {"q": "млинова", "area": "stare-misto"}).json() == {"results": []}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "Write a street, an address or a place after “q=”."),
        ({"q": "  "}, "Write a street, an address or a place after “q=”."),
        ({"q": "a" * 121}, "That is too long for an address: up to 120 characters."),
        ({"q": "a\0b"}, "An address has only letters, digits and signs."),
        ({"q": "a", "area": "nowhere"}, "There is no area “nowhere”."),
        ({"q": "a", "area": "\0"}, "An address has only letters, digits and signs."),
    ],
)
def test_places_refuses_bad_input_with_a_sentence(areas, client, query, sentence):
    client.cookies["language"] = "en"

    answer = client.get(URL, query)

    assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (400, {"detail": sentence}, "no-store")


def test_places_takes_no_unsafe_verb(db, client):
    assert client.post(URL).status_code == 405


def test_places_asks_for_the_places_once(mlynova, client):
    client.get(URL, {"q": "млинова"})
    with CaptureQueriesContext(connection) as queries:
        client.get(URL, {"q": "млинова"})

    assert sum("areas_gazetteerentry" in query["sql"] for query in queries) == 1
    assert len(queries) <= 4


def test_places_asked_too_often_answers_when_to_come_back(areas, client, monkeypatch):
    monkeypatch.setattr("apps.areas.views.TYPING", Limit("places", each=1, overall=9, seconds=60))
    client.cookies["language"] = "en"
    client.get(URL, {"q": "млинова"})

    answer = client.get(URL, {"q": "млинова"})

    assert (answer.status_code, answer["Cache-Control"]) == (429, "no-store")
    assert answer.json() == {"detail": "This was done too often in a short time. Try again in a minute."}
    assert 0 < int(answer["Retry-After"]) <= 60
