"""How the words of reports are searched at the desk: parts of words in open ones, beginnings of words in all.

What is said in restricted reports is encrypted and cannot be found. The configuration is `simple`: a Ukrainian
dictionary would cost every connection half a second and 58 MB.
"""

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import F, Func, Q, TextField

from apps.reports.enums import OPEN_STATUSES

MOST_WORDS = 6  # of a search; more make it slower, not better

_COLUMNS = ("open_words", "open_place", "public_title_uk", "public_title_en", "reference")
# Letters that are often written one for the other, and signs that are left away.
_COMPARED = str.maketrans("ґ", "г", "'’‘ʼ`´\u0301\0\\")


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


def says(text):
    """Return the condition that a report says each word of a text, for rows with `searched_text=SearchedText()`.

    The words of closed reports must begin so. A text without a word is said by none.
    """
    words = text.lower().translate(_COMPARED).split()[:MOST_WORDS]
    if not words:
        return Q(pk__in=[])
    parts = Q(status__in=OPEN_STATUSES)
    for word in words:
        parts &= Q(searched_text__contains=word)
    # Quoted, so that no sign of a query language is understood in what was typed.
    beginnings = " & ".join(f"'{word}':*" for word in words)
    return parts | Q(searched_words=SearchQuery(beginnings, config="simple", search_type="raw"))
