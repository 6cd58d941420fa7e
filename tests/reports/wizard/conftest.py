"""A town in which one can report: police, streets, a public point, two kinds."""

from types import SimpleNamespace

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse

from tests.factories.areas import GazetteerEntryFactory, SnapPointFactory
from tests.factories.reports import CategoryFactory

WORDS = "Two lamps by the stairs have been dark for a week."


@pytest.fixture
def town(areas, police, duty_unit):
    """Vyshnehrad with a street, a public point 140 m away from it, and two kinds of report."""
    street = GazetteerEntryFactory(
        area=areas.zarichchia,
        code="mlynova",
        name_uk="вулиця Млинова",
        name_en="Mlynova Street",
        point=Point(30.01, 50.01, srid=4326),
    )
    snap_point = SnapPointFactory(
        area=areas.zarichchia, name_uk="Місток", name_en="Footbridge", point=Point(30.012, 50.01, srid=4326)
    )
    lamp = CategoryFactory(
        code="lamp",
        name_uk="Ліхтар",
        name_en="Street light",
        keywords_uk="темно",
        keywords_en="dark",
        questions=[
            {
                "key": "people",
                "type": "yes_no",
                "label": {"uk": "Там є люди?", "en": "Are people there?"},
                "required": False,
                "choices": [
                    {"value": "yes", "label": {"uk": "Так", "en": "Yes"}, "stopper": "emergency"},
                    {"value": "no", "label": {"uk": "Ні", "en": "No"}, "stopper": ""},
                ],
            },
            {"key": "near", "type": "text", "label": {"uk": "Що поруч?", "en": "What is near?"}, "required": False},
        ],
    )
    mine = CategoryFactory(code="mine", name_uk="Міна", name_en="Mine", stopper="ordnance")
    return SimpleNamespace(areas=areas, police=police, street=street, snap_point=snap_point, lamp=lamp, mine=mine)


ANSWERS = {
    "where": {"entry": "place:mlynova", "note": "by the stairs"},
    "what": {"category": "lamp"},
    "details": {"recurrence": "lasting", "words": WORDS, "question_people": "no", "happened_on": "2026-04-05"},
    "you": {"how": "anonymous"},
}


@pytest.fixture
def english(client):
    """A browser in English."""
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def write(english):
    """Return `write(until)`: answer the questions before a step as ANSWERS say; returns the browser."""

    def answer(until, **changed):
        english.post(reverse("reports:start"), {"danger": "no"})
        for step, given in ANSWERS.items():
            if step == until:
                break
            english.post(reverse("reports:step", args=[step]), given | changed.get(step, {}))
        return english

    return answer
