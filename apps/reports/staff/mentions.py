"""Colleagues named in an internal note: @Iryna Koval, or @Iryna where there is only one."""

import re

from django.utils.translation import gettext as _

# Not the @ of an e-mail address, and not that of @9:00.
_MENTION = re.compile(r"(?<![\w.@])@(?=[^\W\d_])")
_WORD = re.compile(r"[\w'’ʼ-]+")


class UnknownColleague(ValueError):
    """A name after @ that fits nobody, or more than one; its message is for the writer."""


def mentioned_in(text, colleagues):
    """Return those of the people who are named after an @, each once, in the order of the text.

    Raises UnknownColleague: a mention that nobody hears would be waited upon in vain.
    """
    found = [_named(text[match.end() :], colleagues) for match in _MENTION.finditer(text)]
    return list(dict.fromkeys(found))


def _named(text, colleagues):
    """The person with whose name a text begins: the longest full name that fits, or the only one with that part."""
    fitting = [person for person in colleagues if _begins(text, person.name)]
    if fitting:
        return max(fitting, key=lambda person: len(person.name))
    typed = _WORD.match(text)[0]
    same = [person for person in colleagues if typed.casefold() in map(str.casefold, person.name.split())]
    if len(same) == 1:
        return same[0]
    if same:
        names = ", ".join(f"@{person.name}" for person in same)
        raise UnknownColleague(_("There are several: %(names)s. Write the whole name.") % {"names": names})
    raise UnknownColleague(
        _("Nobody who may read this report is called @%(name)s. Write the name as it stands below.") % {"name": typed}
    )


def _begins(text, name):
    rest = text[len(name) :]
    return bool(name) and text[: len(name)].casefold() == name.casefold() and not _WORD.match(rest)
