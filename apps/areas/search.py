"""How names of streets and places are compared: without case, apostrophes, accents and the words for "street"."""

import re
import unicodedata

# Every way of writing a kind of street stands for the first of its line.
_STREET_WORDS = {
    variant: family[0]
    for family in (
        ["вулиця", "вулиці", "вул", "street", "str", "st"],
        ["площа", "площі", "пл", "майдан", "square", "sq"],
        ["проспект", "просп", "пр", "avenue", "ave", "av"],
        ["провулок", "пров", "lane", "ln"],
        ["бульвар", "бульв", "бул", "boulevard", "blvd"],
        ["узвіз", "descent"],
        ["набережна", "наб", "embankment"],
        ["шосе", "highway", "road", "rd"],
    )
    for variant in family
}
_HOUSE_WORDS = {"буд", "будинок", "house", "no", "кв", "квартира", "flat", "apt"}
_APOSTROPHES = re.compile("['’‘ʼ`´′\u0301]")
_WRITTEN_APOSTROPHES = "'’‘ʼ`´"
_ESCAPED_APOSTROPHE = re.compile(rf"\\?[{_WRITTEN_APOSTROPHES}]")
_NOT_WORD = re.compile(r"[^\w/]+|_")
_HOUSE_LETTER = re.compile(r"\b(\d+)\s*-?\s*([^\W\d_])\b")


def pattern_of(typed):
    """Return a regular expression (for PostgreSQL too) that finds what was typed, with any apostrophe for each."""
    return _ESCAPED_APOSTROPHE.sub(f"[{_WRITTEN_APOSTROPHES}]", re.escape(typed))


def words_of(text):
    """Return the words of a name or query as they are compared; "14-А" and "14 а" are the one word "14а"."""
    text = unicodedata.normalize("NFC", text).casefold().replace("ґ", "г")
    text = _APOSTROPHES.sub("", text).replace("пр-т", "проспект").replace("б-р", "бульвар").replace("№", " ")
    text = _HOUSE_LETTER.sub(r"\1\2", text)
    return [word.strip("/") for word in _NOT_WORD.sub(" ", text).split() if word.strip("/")]


def index_text(*names):
    """Return the text that is stored for search: each word of the names once, in full, with a space on either side."""
    words = dict.fromkeys(_STREET_WORDS.get(word, word) for name in names for word in words_of(name or ""))
    spelled = dict.fromkeys(word for name in names for word in words_of(name or "") if word in _STREET_WORDS)
    return f" {' '.join(dict.fromkeys([*words, *spelled]))} "


def parse_query(text):
    """Split a query into (names, numbers, street kinds): what must match, the house numbers, and what only ranks.

    A query that is nothing but words for streets is taken at its word.
    """
    words = words_of(text)
    kinds = [_STREET_WORDS[word] for word in words if word in _STREET_WORDS]
    rest = [word for word in words if word not in _STREET_WORDS and word not in _HOUSE_WORDS]
    if not rest:
        return words, [], []
    numbers = [word for word in rest if word[0].isdigit()]
    names = [word for word in rest if not word[0].isdigit()]
    return names, numbers, kinds
