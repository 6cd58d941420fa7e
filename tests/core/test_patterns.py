"""Rows of a list drawn from a pattern that those share which look alike."""

import pytest
from django.utils.translation import override

from apps.core.patterns import Pattern
from apps.reports.staff.row import HOLES


@pytest.fixture
def pattern():
    """The row of the queue, of which nothing has been drawn yet."""
    return Pattern("reports/staff/_row.html", HOLES)


WORDS = {"reference": "KV47-RM93", "version": 3, "address": "/desk/", "age": "", "due": "", "chosen": "", "current": ""}
ALIKE = {
    **{"kind_icon": "bell", "unread": False, "area": "Вишнеград", "state": "Received", "state_icon": "inbox"},
    **{"tone": "quiet", "holder": None},
}


def test_pattern_says_the_words_of_each_row(pattern):
    first = pattern.fill(WORDS | {"headline": "Перше"}, **ALIKE)
    second = pattern.fill(WORDS | {"headline": "Друге"}, **ALIKE)

    assert "Перше" in first
    assert "Друге" in second
    assert first.replace("Перше", "Друге") == second


def test_pattern_escapes_what_is_put_in(pattern):
    drawn = pattern.fill(WORDS | {"headline": "<script>&"}, **ALIKE)

    assert "&lt;script&gt;&amp;" in drawn
    assert "<script>" not in drawn


def test_pattern_is_drawn_anew_for_another_look(pattern):
    words = WORDS | {"headline": "Перше"}

    assert "Вишнеград" in pattern.fill(words, **ALIKE)
    assert "Калинівка" in pattern.fill(words, **ALIKE | {"area": "Калинівка"})


def test_pattern_is_drawn_anew_for_another_language(pattern):
    words = WORDS | {"headline": "Перше"}
    with override("en"):
        assert "nobody has it yet" in pattern.fill(words, **ALIKE)
    with override("uk"):
        assert "nobody has it yet" not in pattern.fill(words, **ALIKE)


def test_pattern_keeps_no_words_of_a_row(pattern):
    pattern.fill(WORDS | {"headline": "Таємне"}, **ALIKE)

    assert "Таємне" not in "".join(pattern._pieces("uk", **ALIKE))
