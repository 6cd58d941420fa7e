"""Sentences of templates: each is looked up once a language."""

import pytest
from django.template import Context, Template
from django.utils import translation

from apps.core.templatetags.words import SentenceNode


def drawn(text, *languages, **values):
    """What a template says in each of these languages, one after the other."""
    page, said = Template("{% load i18n %}" + text), []
    for language in languages:
        with translation.override(language):
            said.append(page.render(Context(values)))
    return said


@pytest.mark.parametrize(
    "text",
    [
        '{% translate "Map" %}',
        '{% translate "Map" as words %}{{ words }}',
        '{% trans "Map" %}',
        "{% translate word %}",
        '{% translate "Map"|safe %}',
    ],
)
def test_sentence_is_said_in_the_language_of_each_page(text):
    assert drawn(text, "uk", "en", "uk", "en", word="Map") == ["Мапа", "Map"] * 2


def test_sentence_with_a_meaning_is_not_the_one_without():
    text = '{% translate "new" context "unread entry" %}|{% translate "Map" context "no such meaning" %}'

    assert drawn(text, "en", "uk", "en")[::2] == ["new|Map"] * 2


def test_what_a_page_brings_is_looked_up_each_time():
    text = "{% translate word %}"

    assert [drawn(text, "uk", word=word) for word in ("Map", "Search")] == [["Мапа"], ["Пошук"]]
    assert not isinstance(Template("{% load i18n %}" + text).nodelist[-1], SentenceNode)


def test_percent_and_quotes_of_a_sentence_stay_as_they_are():
    assert drawn('{% translate "100% of <b>it</b> & more" %}', "en", "en") == ["100% of <b>it</b> & more"] * 2
    assert drawn('{% translate "<b>" as words %}{{ words }}', "en") == ["<b>"]


def test_noop_is_left_in_english():
    assert drawn('{% translate "Map" noop %}', "uk", "uk") == ["Map"] * 2
