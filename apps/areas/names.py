"""Ukrainian names in Latin letters."""

import re

from django.utils.text import slugify

# Resolution of the Cabinet of Ministers No. 55 of 27 January 2010: one letter sounds otherwise at the start of a word.
_LETTERS = {
    **{"а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y"},
    **{"і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s"},
    **{"т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu"},
    "я": "ia",
}
_FIRST_LETTERS = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = re.compile("(?<=[^\\W\\d_])['’ʼ`´](?=[^\\W\\d_])")


def transliterate(text):
    """Return Ukrainian text in Latin letters by the official rules of 2010; what is not Ukrainian stays as it is."""
    latin = []
    previous = " "
    lowered = _APOSTROPHES.sub("\0", text)
    for position, letter in enumerate(lowered):
        if letter == "\0":
            previous = letter  # inside a word, written by no letter
            continue
        small = letter.lower()
        if small == "г" and previous.lower() == "з":
            sound = "gh"
        elif small in _FIRST_LETTERS and not (previous.isalpha() or previous == "\0"):
            sound = _FIRST_LETTERS[small]
        else:
            sound = _LETTERS.get(small)
        previous = letter
        if sound is None:
            latin.append(letter)
        elif letter == small:
            latin.append(sound)
        else:
            following = lowered[position + 1 : position + 2]
            latin.append(sound.upper() if following.isupper() else sound.capitalize())
    return "".join(latin)


def slug_of(name, *, limit=80):
    """Return the name as it stands in an address of a page: Latin letters, digits and hyphens; "" if none is left."""
    return slugify(transliterate(name))[:limit].strip("-")
