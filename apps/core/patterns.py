"""Rows of a long list: what many of them have alike is drawn once, and what each says for itself is put in."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

MARK = "\0"  # the database holds no text with it


class Pattern:
    """A template that is drawn once for all rows that look alike, with holes for the words of each.

    A page of fifty rows is otherwise fifty times a template. What is kept is drawn from the values given as alike and
    the language, and from nothing else, so it cannot be out of date; words that only some may read belong in the holes.
    """

    def __init__(self, template, holes, *, most=1000):
        self.template = template
        self._holes = {hole: mark_safe(f"{MARK}{hole}{MARK}") for hole in holes}  # noqa: S308 (names of our own)
        self._pieces = lru_cache(maxsize=most)(self._draw)

    def fill(self, words, /, **alike):
        """Return the HTML of one row: `words` by the name of their hole, `alike` for the template, all hashable."""
        pieces = self._pieces(get_language(), **alike)
        filled = [conditional_escape(words[piece]) if at % 2 else piece for at, piece in enumerate(pieces)]
        return mark_safe("".join(filled))  # noqa: S308 (drawn by a template, and escaped)

    def _draw(self, _language, **alike):
        return tuple(render_to_string(self.template, self._holes | alike).split(MARK))
