"""Address search."""

import pytest
from django.contrib.gis.geos import Point
from django.utils import translation

from apps.areas.search import index_text, parse_query, words_of
from apps.areas.selectors import search_places
from tests.factories.areas import GazetteerEntryFactory


@pytest.fixture
def town(areas):
    """A few streets, places and house numbers."""
    rows = [
        ("street", "вулиця Млинова", "Mlynova St", areas.zarichchia),
        ("address", "вулиця Млинова, 14", "Mlynova St, 14", areas.zarichchia),
        ("address", "вулиця Млинова, 14-А", "Mlynova St, 14-A", areas.zarichchia),
        ("address", "вулиця Млинова, 140", "Mlynova St, 140", areas.zarichchia),
        ("street", "вулиця Тиха", "Tykha St", areas.zarichchia),
        ("street", "Тихий провулок", "Tykhyi Lane", areas.zarichchia),
        ("street", "вулиця Прип’ятська", "Prypiatska St", areas.stare_misto),
        ("place", "Школа № 4", "School No 4", areas.zarichchia),
        ("place", "площа Ринок", "Rynok Square", areas.stare_misto),
        ("street", "вулиця Лесі Українки", "Lesi Ukrainky St", areas.stare_misto),
    ]
    for kind, name_uk, name_en, area in rows:
        GazetteerEntryFactory(kind=kind, name_uk=name_uk, name_en=name_en, area=area, point=Point(30.01, 50.01))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Mlynova St 14", "Mlynova St, 14"),
        ("Млинова, 14", "Mlynova St, 14"),
        ("14 млинова", "Mlynova St, 14"),
        ("вул. МЛИНОВА буд. 14-а", "Mlynova St, 14-A"),
        ("Mlynova 14 A", "Mlynova St, 14-A"),
        ("млин", "Mlynova St"),
        ("вулиця мли", "Mlynova St"),
        ("Припʼятська", "Prypiatska St"),
        ("прип'ят", "Prypiatska St"),
        ("припятська", "Prypiatska St"),
        ("українки лесі", "Lesi Ukrainky St"),
        ("School 4", "School No 4"),
        ("школа №4", "School No 4"),
        ("пл. ринок", "Rynok Square"),
        ("площа", "Rynok Square"),
        ("тих пров", "Tykhyi Lane"),
        ("Tykha street", "Tykha St"),
        ("mlinova", "Mlynova St"),
    ],
)
def test_search_places_finds_first(town, query, first):
    with translation.override("en"):
        assert search_places(query)[0].name == first


def test_search_places_with_an_unknown_house_gives_the_street(town):
    with translation.override("en"):
        assert [entry.name for entry in search_places("Mlynova 999")] == ["Mlynova St"]


def test_search_places_without_a_number_names_no_houses(town):
    assert {entry.kind for entry in search_places("млинова")} == {"street"}


@pytest.mark.parametrize("query", ["", "м", "  ,.  ", "qqqqqq", "%", "_", "14 ' or 1=1"])
def test_search_places_for_nothing_finds_nothing(town, query):
    assert search_places(query) == []


def test_search_places_keeps_to_an_area(town, areas):
    assert search_places("млинова", area=areas.stare_misto) == []
    assert len(search_places("млинова", area=areas.hromada)) == 1


def test_search_places_keeps_to_the_limit(town):
    assert len(search_places("вулиця", limit=2)) == 2


def test_search_places_takes_the_areas_along(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert {entry.area.name_uk for entry in search_places("млинова")} == {"Заріччя"}


def test_words_of_joins_a_house_number_with_its_letter():
    assert words_of("Ґанок, 14 - Б / 2 О’Генрі") == ["ганок", "14б", "2", "огенрі"]


def test_index_text_holds_each_word_once_between_spaces():
    assert index_text("вул. Млинова", "Mlynova St") == " вулиця млинова mlynova вул st "


def test_parse_query_of_street_words_alone_takes_them_at_their_word():
    assert parse_query("вул.") == (["вул"], [], [])


def test_parse_query_tells_names_numbers_and_kinds_apart():
    assert parse_query("просп. Миру, буд. 5-б") == (["миру"], ["5б"], ["проспект"])
