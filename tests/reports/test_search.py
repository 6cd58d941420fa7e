"""Search at the desk: what it finds is the same, however common the words are and by whatever way they are met."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.urls import reverse

from apps.accounts.enums import RoleKind
from apps.core.shares import shares
from apps.reports.models import Report
from apps.reports.search import expected, words_of
from apps.reports.services import triage
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import make_report
from tests.reports.desk_helpers import text_of

pytestmark = pytest.mark.django_db

QUEUE = reverse("reports_staff:queue")
SAID = "Собака гавкає біля під’їзду щовечора"


def references(answer):
    return re.findall(r'data-reference="([^"]+)"', text_of(answer))


def analyse():
    """Let the database know how common the words are, as it does behind real reports."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reports_report")
    caches["recomputed"].clear()


def set_most(monkeypatch, **limits):
    for name, limit in limits.items():
        monkeypatch.setattr(f"apps.reports.search.{name}", limit)


@pytest.fixture
def closed(areas, iryna):
    """Make a report that is declined at once, with these words and this place."""

    def make(words, place="вулиця Лісова, 41", area=areas.zarichchia):
        row = make_report(area, words=words, place=place)
        triage.decline_report(row, by=iryna, reason="Not ours")
        return row

    return make


@pytest.fixture
def stranger_desk(client_for, areas):
    """Somebody at the desk of the district beside."""
    person = PersonFactory()
    RoleFactory(person=person, kind=RoleKind.OFFICER, area=areas.stare_misto)
    return client_for(person)


@pytest.fixture(params=["not analysed", "all rare", "all common", "few reports are read", "met soon"])
def way(request, monkeypatch):
    """Each way in which words are met: what tells how to set it up once the reports are there."""

    def go():
        if request.param != "not analysed":
            analyse()
        if request.param in ("all common", "met soon"):
            set_most(monkeypatch, MOST_LOOKED_UP=0)
        if request.param == "few reports are read":
            set_most(monkeypatch, MOST_LOOKED_UP=2)
        if request.param == "met soon":
            monkeypatch.setattr("apps.reports.staff.queue.MOST_FOUND_FIRST", 0)
            monkeypatch.setattr("apps.reports.staff.queue.Queue.SIZE", 1)

    return go


def test_closed_reports_are_found_by_the_beginnings_of_their_words_on_every_way(desk, closed, way):
    row = closed(f"{SAID}. A broken swing, яма")
    closed("Скутер на сходах", place="вулиця Зелена, 5")
    way()
    typed = (
        *("собака щовечора", "щовечора собака", "собака", "собак щовеч", "СОБАКА", "під'їзд собака", "підїзду"),
        *("під’їзд", "Лісова 41", "лісова 4", "вул. Лісова, 41", "собака лісова 41", "собака,щовечора"),
        *("собака+щовечора", "(собака) щовечора!", "«собака»", "broken swing", "swin brok", "swing; broken"),
    )

    assert [text for text in typed if references(desk.get(QUEUE, {"q": text})) != [row.reference]] == []


def test_what_does_not_say_each_word_is_found_on_no_way(desk, closed, way):
    closed(SAID)
    closed("Скутер на сходах", place="вулиця Зелена, 5")
    way()
    typed = ("собака 42", "обака щовечора", "собака яма", "41 зелена", "собака+яма", "1")

    assert [text for text in typed if references(desk.get(QUEUE, {"q": text}))] == []


def test_open_reports_are_found_by_parts_of_words_on_every_way(desk, areas, closed, way):
    row = make_report(areas.zarichchia, words=SAID, place="вулиця Лісова, 41")
    closed("Скутер на сходах", place="вулиця Зелена, 5")
    way()
    typed = ("обак щовечора", "собака чора", "ісов 41", "собака+чора", "лісова, 41")

    assert [text for text in typed if references(desk.get(QUEUE, {"q": text})) != [row.reference]] == []


def test_rare_forms_of_common_words_are_found_too(desk, closed, monkeypatch):
    common = closed(SAID)
    analyse()
    rare = closed("Собаками цькують щовечора")
    set_most(monkeypatch, MOST_LOOKED_UP=0)

    assert set(references(desk.get(QUEUE, {"q": "собак щовечора"}))) == {common.reference, rare.reference}


def test_a_rare_word_leads_to_the_common_ones_in_every_form(desk, closed, monkeypatch):
    closed(SAID)
    analyse()
    rare = closed("Собаками цькують щовечора")
    set_most(monkeypatch, MOST_LOOKED_UP=0)

    assert references(desk.get(QUEUE, {"q": "собак цькують"})) == [rare.reference]


def test_common_words_are_found_in_the_own_areas_alone(client_for, areas, closed, bohdan, stranger_desk, monkeypatch):
    closed(SAID)
    analyse()
    set_most(monkeypatch, MOST_LOOKED_UP=0)

    assert len(references(client_for(bohdan).get(QUEUE, {"q": "собака щовечора"}))) == 1
    assert references(stranger_desk.get(QUEUE, {"q": "собака щовечора"})) == []


def test_common_words_cost_few_queries(desk, closed, monkeypatch, django_assert_max_num_queries):
    closed(SAID)
    analyse()
    set_most(monkeypatch, MOST_LOOKED_UP=0)
    monkeypatch.setattr("apps.reports.staff.queue.MOST_FOUND_FIRST", 0)
    desk.get(QUEUE, {"q": "собака"})  # what is kept for minutes

    with django_assert_max_num_queries(12):
        desk.get(QUEUE, {"q": "собака щовечора"})


def test_several_common_words_that_a_page_of_the_newest_say_are_not_counted(desk, closed, monkeypatch):
    rows = [closed(SAID) for _ in range(3)]
    analyse()
    set_most(monkeypatch, MOST_LOOKED_UP=0)
    monkeypatch.setattr("apps.reports.staff.queue.MOST_FOUND_FIRST", 0)
    monkeypatch.setattr("apps.reports.staff.queue.Queue.SIZE", 2)

    answer = desk.get(QUEUE, {"q": "собака щовечора"})

    assert references(answer) == [row.reference for row in rows[:0:-1]]
    assert "Many reports say this" in text_of(answer)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Собака+щовечора", ["собака", "щовечора"]),
        ("+380501234567 5+3", ["+380501234567", "5+3"]),
        ("вул.Лісова,41", ["вул.лісова", "41"]),
        ("12/3 x.org/a,b", ["12/3", "x.org/a,b"]),
        ("під'їзд Ґанок", ["підїзд", "ганок"]),
        ("( дим", ["(", "дим"]),
        ("a b c d e f g", list("abcdef")),
    ],
)
def test_signs_part_words_as_they_do_in_reports(text, words):
    assert words_of(text) == words


def test_how_many_say_several_words_is_expected_of_how_many_say_each(closed):
    for words in ("Собака гавкає", "Собака мовчить", "Кіт гавкає", "Кіт мовчить"):
        closed(words)
    analyse()

    known = shares("reports_report", ("searched_words",))
    assert known.beginning_with("searched_words", "соба") == {"собака": 2}
    assert (expected("собака гавк"), expected("собака"), expected("немає")) == (0.25, 0.5, 0)


def test_rows_of_an_area_are_known_or_at_most_those_of_the_rarest(areas, closed):
    for area in (areas.zarichchia, areas.zarichchia, areas.stare_misto):
        make_report(area)
    assert shares("reports_report", ("neighbourhood_id",)).rows_with("neighbourhood_id", 0) >= 0
    analyse()

    known = shares("reports_report", (f"{areas.zarichchia.kind}_id",))
    assert round(known.rows_with(f"{areas.zarichchia.kind}_id", areas.zarichchia.pk)) == 2
    assert known.rows_with("of no column", 1) == 3


def test_signs_without_a_word_are_said_by_no_report_that_is_read(areas):
    make_report(areas.zarichchia)

    assert list(Report.objects.saying_among("'", Report.objects.all())) == []
