"""How the words of reports are searched at the desk: parts of words in open ones, beginnings of words in all.

What is said in restricted reports is encrypted and cannot be found. The configuration is `simple`: a Ukrainian
dictionary would cost every connection half a second and 58 MB.
"""

import re
from math import prod

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import F, Func, Q, TextField

from apps.areas.enums import AreaKind
from apps.core.expressions import InRows
from apps.core.shares import shares
from apps.reports.enums import OPEN_STATUSES

MOST_WORDS = 6  # of a search; more make it slower, not better
MOST_LOOKED_UP = 5000  # reports of a word, or of areas, that are read one by one sooner than an index collects more

_COLUMNS = ("open_words", "open_place", "public_title_uk", "public_title_en", "reference")
# Letters that are often written one for the other, and signs that are left away.
_COMPARED = str.maketrans("ґ", "г", "'’‘ʼ`´\u0301\0\\")

# Signs that end a word wherever they stand; a plus before a digit is part of the number.
_PARTING = re.compile(r"[,;!()«»\"„“”…]|\+(?!\d)")

_WHOLE = re.compile(r"[/&<]")  # in addresses of pages, and what looks like HTML, they do not
_PASSED_OVER = re.compile(r"[&<]")


class SearchedText(Func):
    """The words of a report as they are compared: in lower case, without apostrophes, ґ as г."""

    arg_joiner = " || ' ' || "
    template = "translate(lower(%(expressions)s), 'ґ''’‘ʼ`´\u0301', 'г')"
    output_field = TextField()

    def __init__(self, *columns, **extra):
        super().__init__(*(columns or map(F, _COLUMNS)), **extra)


class SearchedWords(SearchedText):
    """The same as a text search vector."""

    template = f"to_tsvector('simple', {SearchedText.template})"
    output_field = SearchVectorField()


def says(text, *, areas=()):
    """Return the condition that a report says each word of a text, for rows with `searched_text=SearchedText()`.

    The words of closed reports must begin so. A text without a word is said by none. Rare words are looked up in the
    index; the others are read in the reports found, for the index would first collect every place of each. All are read
    in the reports of the areas, where it is known that those are few.
    """
    words = words_of(text)
    if not words:
        return Q(pk__in=[])
    known = _shares()
    rare = [word for word in words if _is_word(word) and _rows_with(known, word) <= MOST_LOOKED_UP]
    if not rare and _are_small(known, areas):
        return says_in_rows(text)
    condition = _begin(words)
    if 0 < len(rare) < len(words):
        condition = _begin(rare) & Q(InRows(condition))
    return condition | _parts(words)


def says_in_rows(text):
    """Return the condition of `says` for rows that something else finds: no index of words is asked."""
    words = words_of(text)
    return Q(InRows(_begin(words) | _parts(words))) if words else Q(pk__in=[])


def expected(text):
    """Return which share of all reports says each word of a text, if chance alone joins words.

    It is none where a word is rare or has signs in it.
    """
    words, known = words_of(text), _shares()
    if not words or not known.rows or not all(word.isalnum() for word in words):
        return 0
    return prod(min(1, _rows_with(known, word) / known.rows) for word in words)


def words_of(text):
    """Return the words of a text as they are looked for.

    What stands between signs that part words is a word each, as it is in the words of a report.
    """
    words = []
    for typed in text.lower().translate(_COMPARED).split():
        parted = [] if _WHOLE.search(typed) else list(filter(None, _PARTING.split(typed)))
        words += parted or [typed]
    return words[:MOST_WORDS]


def _are_small(known, areas):
    """Whether the reports of some areas are known to be few."""
    return bool(areas) and sum(known.rows_with(f"{area.kind}_id", area.pk) for area in areas) <= MOST_LOOKED_UP


def _shares():
    return shares("reports_report", ("searched_words", *(f"{kind}_id" for kind in AreaKind)))


def _is_word(typed):
    """Whether the database surely finds a word in what was typed, not signs or a tag alone, which it passes over."""
    return not _PASSED_OVER.search(typed) and any(sign.isalpha() or sign.isdecimal() for sign in typed)


def _rows_with(known, word):
    """About how many reports say a word in a common form; of one with signs in it, the rarest part counts."""
    parts = re.findall(r"\w+", word)
    return min((sum(known.beginning_with("searched_words", part).values()) for part in parts), default=0)


def _begin(words):
    """The condition that words of a report begin with each of these."""
    # Quoted, so that no sign of a query language is understood in what was typed.
    beginnings = " & ".join(f"'{word}':*" for word in words)
    return Q(searched_words=SearchQuery(beginnings, config="simple", search_type="raw"))


def _parts(words):
    """The condition that an open report says each of these, if only as a part of a word."""
    condition = Q(status__in=OPEN_STATUSES)
    for word in words:
        condition &= Q(searched_text__contains=word)
    return condition
