"""The parts of pages, and the sprite they draw from."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from apps.core import javascript
from apps.core.templatetags.look import icon_names

STATIC = Path(settings.BASE_DIR) / "static"


def render(text, request=None, **context):
    return Template("{% load look %}" + text).render(Context({"request": request, **context}))


def test_icon_beside_words_is_hidden_from_readers():
    assert render('{% icon "bell" %}') == (
        '<svg class="icon" aria-hidden="true"><use href="/static/img/icons.svg#bell"/></svg>'
    )


def test_icon_alone_has_a_name():
    assert 'role="img" aria-label="Late &lt;"' in render('{% icon "bell" label %}', label="Late <")


def test_icon_of_an_unknown_name_is_the_common_one():
    assert "#exclamation-diamond" in render('{% icon "no-such-icon" %}')


@pytest.mark.parametrize(("label", "drawn"), [("Phone", "Phone:"), ("How often?", "How often?")])
def test_label_before_a_sentence_has_one_mark(label, drawn):
    assert render("{{ label|opening }}", label=label) == drawn


def test_icons_named_in_the_code_are_in_the_sprite():
    root = Path(settings.BASE_DIR)
    sources = [*root.glob("templates/**/*.html"), *root.glob("apps/**/templates/**/*.html"), *root.glob("apps/**/*.py")]
    pattern = re.compile(
        r"""\{% icon "([^"{]+)"|"icon": "([^"]+)"|icon=(?:_\()?"([^"{]+)"|_item [^%]*"([a-z0-9-]+)" %\}"""
    )
    named = {
        (next(filter(None, found)), path.relative_to(root).as_posix())
        for path in sources
        for found in pattern.findall(path.read_text())
    }

    assert len(named) > 40
    assert {(name, path) for name, path in named if name not in icon_names()} == set()


def test_sprite_holds_the_listed_icons_once_each():
    listed = (STATIC / "img/icons.txt").read_text().split()
    drawn = re.findall(r'<symbol id="([^"]+)"', (STATIC / "img/icons.svg").read_text())

    assert len(set(listed)) == len(listed)
    assert sorted(drawn) == sorted(listed)


def test_every_class_of_a_template_has_a_style():
    """Of Bootstrap the classes in static/vendor/bootstrap/classes.txt alone are served: bin/vendor adds one."""
    styles = "".join(path.read_text() for path in [*STATIC.glob("css/*.css"), *STATIC.glob("vendor/**/*.css")])
    known = set(re.findall(r"\.([A-Za-z][\w-]*)", styles))
    written = re.compile(r"""\bclass(?:=|"\]? ?[:=] ?)"((?:\{[{%].*?[%}]\}|[^"{])*)\"""")
    filled = re.compile(r"[\w-]*\{\{.*?\}\}[\w-]*|\{%.*?%\}")
    root = Path(settings.BASE_DIR)
    pages = {path for path in root.glob("templates/**/*.html") if path.name != "message.html"}  # a mail has its own
    named = {
        (name, path.name)
        for path in pages | set(root.glob("apps/**/*.py"))
        for text in written.findall(path.read_text())
        for name in filled.sub(" ", text).split()
    }

    assert len(named) > 400
    assert {(name, file) for name, file in named if name not in known} == set()


def test_chip_has_tint_icon_and_word():
    assert render('{% chip "In progress" "arrow-repeat" "open" %}').strip() == (
        '<span class="chip tone-open"><svg class="icon" aria-hidden="true">'
        '<use href="/static/img/icons.svg#arrow-repeat"/></svg>In progress</span>'
    )


def test_chip_of_an_unknown_tone_raises():
    with pytest.raises(ValueError, match="pink"):
        render('{% chip "In progress" "bell" "pink" %}')


def test_state_line_marks_where_it_stands():
    stops = [
        {"state": "done", "word": "Received", "note": "12 April"},
        {"state": "now", "word": "With the council", "note": "since 15 April"},
        {"state": "ahead", "word": "Closed", "note": ""},
    ]

    drawn = render("{% state_line stops %}", stops=stops)

    assert re.findall(r'<li class="state-(\w+)"( aria-current="step")?>', drawn) == [
        ("done", ""),
        ("now", ' aria-current="step"'),
        ("ahead", ""),
    ]
    assert drawn.count('class="state-note"') == 2


class Page:
    next_cursor = "later"
    previous_cursor = ""


def test_pager_keeps_the_filters_of_the_address():
    request = RequestFactory().get("/map/", {"kind": ["noise", "light"], "page": "old"})

    drawn = render("{% pager page %}", request, page=Page)

    assert re.findall(r'href="([^"]+)"', drawn)[:1] == ["?kind=noise&amp;kind=light&amp;page=later"]
    assert 'rel="prev"' not in drawn


def test_pager_of_the_only_page_is_nothing():
    class Only:
        next_cursor = previous_cursor = ""

    assert render("{% pager page %}", RequestFactory().get("/"), page=Only).strip() == ""


def test_nav_item_marks_the_page_the_reader_is_in():
    request = RequestFactory().get(reverse("portal:privacy"))

    assert 'aria-current="page"' in render('{% nav_item "portal:privacy" "Privacy" %}', request)
    assert "aria-current" not in render('{% nav_item "portal:data" "Data" %}', request)


def test_rail_item_shows_what_presses():
    request = RequestFactory().get(reverse("portal:privacy") + "deeper/")

    drawn = render('{% rail_item "portal:privacy" "Queue" "inbox" 3 %}', request)

    assert 'aria-current="true"' in drawn
    assert '<span class="badge-count">3</span>' in drawn


@pytest.mark.django_db
def test_import_map_names_our_modules_under_the_nonce_of_the_policy(client):
    answer = client.get(reverse("portal:data"))

    nonce, names = re.search(r'<script type="importmap" nonce="([^"]+)">(.*?)</script>', answer.text).groups()
    assert f"'nonce-{nonce}'" in answer["Content-Security-Policy"]
    assert json.loads(names)["imports"] == javascript.modules()


def test_every_module_of_the_import_map_is_a_file():
    for address in javascript.modules().values():
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address
