"""Parts of pages that are drawn once."""

import pytest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from apps.accounts.models import Person
from apps.core.templatetags import kept
from apps.core.templatetags.look import menu_path


def template_of(text):
    return Template("{% load i18n kept %}" + text)


def test_two_languages_in_turns_keep_their_own_words():
    part = template_of('{% kept %}{% translate "Map" %}{% endkept %}')

    drawn = []
    for language in ("uk", "en", "uk", "en"):
        with translation.override(language):
            drawn.append(part.render(Context()))

    assert drawn == ["Мапа", "Map", "Мапа", "Map"]


def test_part_is_drawn_once_for_each_of_its_values():
    part = template_of("{% kept name=name %}{{ name }}{% endkept %}")

    assert [part.render(Context({"name": name})) for name in ("a", "b", "a", "<b>")] == ["a", "b", "a", "&lt;b&gt;"]
    assert len(part.nodelist[-1].drawn) == 3


def test_part_reads_nothing_of_the_page_but_its_values():
    request = RequestFactory().get("/secret/")
    part = template_of("{% kept one=one %}{{ one }}{{ other }}{{ request.path }}{% csrf_token %}{% endkept %}")

    assert part.render(RequestContext(request, {"one": 1, "other": "private"})) == "1"


def test_words_that_are_html_are_not_those_that_are_not():
    part = template_of("{% kept words=words %}{{ words }}{% endkept %}")

    assert [part.render(Context({"words": words})) for words in ("<b>", mark_safe("<b>"))] == ["&lt;b&gt;", "<b>"]


def test_person_cannot_be_a_value():
    part = template_of("{% kept reader=reader %}{{ reader.name }}{% endkept %}")

    with pytest.raises(TypeError, match="reader is no word, number or switch: Person"):
        part.render(Context({"reader": Person(pk=1, name="Olena")}))


def test_bare_word_is_refused():
    with pytest.raises(TemplateSyntaxError, match="name=value alone, not SITE_NAME"):
        template_of("{% kept SITE_NAME %}{% endkept %}")


def test_part_with_very_many_values_forgets_them(monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 3)
    part = template_of("{% kept number=number %}{{ number }}{% endkept %}")

    assert [part.render(Context({"number": number})) for number in range(5)] == list("01234")
    assert len(part.nodelist[-1].drawn) == 2


@pytest.mark.parametrize(("path", "found"), [("/map/", "/map/"), ("/map/data/", "/map/."), ("/", ""), ("/mapped/", "")])
def test_menu_path_is_the_same_for_all_pages_below_one(path, found):
    assert menu_path({"request": RequestFactory().get(path)}, "reports:map", "portal:search") == found


# -- the frame of every page -----------------------------------------------------------------------------------------


def test_frame_follows_language_name_and_reader(client, client_for, areas, olena, settings):
    page = reverse("portal:privacy")
    client.get(page)

    client.cookies["language"] = "en"
    english = client.get(page).content.decode()
    settings.SITE_NAME = "Another portal"
    renamed = client.get(page).content.decode()
    hers = client_for(olena, factor=False).get(page).content.decode()
    again = client.get(page).content.decode()

    assert "Skip to the content" in english
    assert "Перейти" not in english
    assert '<span class="brand-name">CopPortal</span>' in english
    assert '<span class="brand-name">Another portal</span>' in renamed
    assert reverse("reports:mine") in hers
    assert olena.get_short_name() in hers
    assert reverse("reports:mine") not in again
    assert olena.get_short_name() not in again


def test_every_page_has_its_own_token_and_way_back(client, db):
    one, other = (client.get(reverse(name)) for name in ("portal:privacy", "portal:emergency"))

    assert 'name="next" value="/privacy/"' in one.content.decode()
    assert 'name="next" value="/emergency/"' in other.content.decode()
    assert str(one.context["csrf_token"]) in one.content.decode()
    assert str(other.context["csrf_token"]) in other.content.decode()
    assert str(one.context["csrf_token"]) != str(other.context["csrf_token"])


@pytest.mark.parametrize(
    ("path", "marked"),
    [("/search/", ('href="/search/" aria-current="page"',)), ("/privacy/", ()), ("/map/?list", ('href="/map/" aria',))],
)
def test_menu_marks_the_page_of_each_reader(client, db, path, marked):
    client.get("/search/")
    client.get("/map/")

    header = client.get(path).content.decode().partition("</header>")[0]

    assert header.count("aria-current") == len(marked)
    assert all(words in header for words in marked)
