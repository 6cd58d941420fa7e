"""The base map as a picture, and the tags that put maps into pages."""

import pytest
from django.contrib.gis.geos import Point
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from apps.areas.basemap.ground import load_ground
from apps.areas.basemap.picture import map_picture

URL = reverse("areas:map_picture")
HERE = {"lon": "33.6", "lat": "49.4"}


@pytest.fixture
def demo_map(settings):
    """A portal that draws the demo's base map."""
    settings.BASE_MAP, settings.BASE_MAP_ATTRIBUTION = "map/vyshnehrad.geojson", "Invented map"
    map_picture.cache_clear()
    yield
    map_picture.cache_clear()


def test_map_picture_is_a_public_svg_without_a_query(demo_map, client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get(URL, HERE | {"lang": "en", "pin": "1", "w": "400", "h": "300"})

    drawn = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"')
    assert "Rynok Square" in drawn
    assert "translate(200 150)" in drawn
    assert "<style" not in drawn and "<script" not in drawn and "style=" not in drawn


def test_map_picture_speaks_ukrainian_by_default(demo_map, client):
    assert "Площа Ринок" in client.get(URL, HERE).content.decode()


def test_map_picture_can_be_dark(demo_map, client):
    assert 'fill="#161e29"' in client.get(URL, HERE | {"scheme": "dark"}).content.decode()


def test_map_picture_shows_the_river(demo_map, client):
    assert "#bcd4e4" in client.get(URL, {"lon": "33.6", "lat": "49.395"}).content.decode()


def test_map_picture_brings_sizes_and_zooms_within_bounds(demo_map, client):
    drawn = client.get(URL, HERE | {"w": "90000", "h": "1", "zoom": "99"}).content.decode()

    assert 'width="1200" height="120"' in drawn


def test_map_picture_rounds_the_point(demo_map, client):
    exact = client.get(URL, {"lon": "33.600041", "lat": "49.400039"}).content

    assert exact == client.get(URL, HERE).content


def test_map_picture_without_a_base_map_is_bare_ground(settings, client):
    settings.BASE_MAP = ""
    map_picture.cache_clear()

    drawn = client.get(URL, HERE).content.decode()

    assert drawn.count("<path") == 0 and drawn.count("<rect") == 1


NUMBERS = "A map needs numbers: “lon”, “lat” and, if you like, “zoom”, “w” and “h”."


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, NUMBERS),
        (HERE | {"lon": "east"}, NUMBERS),
        (HERE | {"lat": "nan"}, NUMBERS),
        (HERE | {"zoom": ""}, NUMBERS),
        (HERE | {"w": "inf"}, NUMBERS),
        (HERE | {"lat": "86"}, "There is no map there: longitude is −180 to 180, latitude −85 to 85."),
        (HERE | {"lon": "181"}, "There is no map there: longitude is −180 to 180, latitude −85 to 85."),
    ],
)
def test_map_picture_refuses_bad_input_with_a_sentence(demo_map, client, query, sentence):
    client.cookies["language"] = "en"

    answer = client.get(URL, query)

    assert (answer.status_code, answer.content.decode()) == (400, sentence)


def test_map_picture_takes_no_unsafe_verb(client, db):
    assert client.post(URL, HERE).status_code == 405


def test_load_ground_of_a_missing_file_names_the_setting():
    with pytest.raises(FileNotFoundError, match=r"BASE_MAP names map/none\.geojson, which is not among"):
        load_ground("map/none.geojson")


def test_load_ground_knows_every_layer_of_the_demo():
    assert set(load_ground("map/vyshnehrad.geojson")) == {
        "building", "built", "district", "forest", "park", "pitch", "place", "rail", "river-name", "stream",
        "street", "tree", "water",
    }  # fmt: skip


def render(source, **context):
    return Template("{% load maps %}" + source).render(Context(context))


def test_map_head_names_the_base_and_whose_it_is(demo_map):
    head = render("{% map_head %}")

    assert "vyshnehrad" in head and 'data-attribution="Invented map"' in head
    assert 'data-tiles=""' in head


def test_map_head_of_the_demo_says_that_the_map_is_invented(settings):
    settings.BASE_MAP_ATTRIBUTION, settings.DEMO = "", True

    with translation.override("en"):
        assert 'data-attribution="Invented town, invented map"' in render("{% map_head %}")


def test_map_head_with_tiles_loads_no_base(demo_map, settings):
    settings.TILE_URL, settings.TILE_ATTRIBUTION = "https://tiles.example/{z}/{x}/{y}.png", "© Somebody"

    head = render("{% map_head %}")

    assert 'data-base=""' in head and 'data-tiles="https://tiles.example/{z}/{x}/{y}.png"' in head
    assert "© Somebody" in head


def test_map_picture_tag_offers_both_schemes_and_a_rounded_point(demo_map):
    with translation.override("uk"):
        figure = render('{% map_picture point "Де це" %}', point=Point(33.123456, 49.654321))

    assert "lon=33.1235&amp;lat=49.6543" in figure and "33.123456" not in figure
    assert 'alt="Де це"' in figure and "scheme=dark" in figure and "lang=uk" in figure


def test_map_picture_of_a_page_of_one_person_is_kept_by_nobody(demo_map, client):
    answer = client.get(reverse("areas:map_picture"), {"lon": 33.6, "lat": 49.4, "kept": "0"})

    assert answer["Cache-Control"] == "no-store"
