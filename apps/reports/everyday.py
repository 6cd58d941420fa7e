"""Finding things by everyday words, in Ukrainian and English, however the words are inflected."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from apps.areas.search import words_of

MOST_WORDS = 12  # of what was typed; more make it slower, not better
SHORTEST_BEGINNING = 3  # letters from which a word is taken as the beginning of another
SHORTEST_ROOT = 4  # letters from which a stem is taken as the beginning of a typed word
ALIKE = 0.75  # from here (0 to 1) a word that matches nothing is taken for a misspelt one
KEPT = 0.4  # what is found at least so well as the best, beside it

# How sure a match is: the same stem, the beginning of a word, a word that begins with a stem, a misspelt word.
SAME, BEGUN, GROWN, MISSPELT = 1.0, 0.9, 0.6, 0.5

# Words that say nothing of what it is about.
_EMPTY_WORDS = """
    а але б би в від вже він вона вони воно все всі до дуже є ж же з за завжди зі знову і із її їх його й коли коло
    ми мене мені мій моя моє мої на над нам нас наш наша наше нашій нашого нашому наші не ні під по поруч постійно при
    про просто та там те ти то тут у уже усе усі хто хтось це цей ці ця через чи що щоб щодня щось якийсь який яка які
    як біля без де для був була було були ще сьогодні вчора кожен кожного люди людей
    a about again all always am an and any are at be been by can do does for from has have he her here his i in is it
    its me my near no not of on one or our out she so some somebody someone something that the their them there these
    they this those to us people very was we were when where which who with you your
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())

# Verbs, nouns and adjectives, then single letters; the last three are of mixed speech.
_ENDINGS = """
    увати ували ювати ювали ають яють ують юють али яли или іли ала яла ила іла ало яло ило іло ати яти ити іти
    ять ить ать ють уть ає яє ує ює ав яв ив
    ового евого ами ями ові еві єві ого ього ому ьому ими іми ах ях ам ям ом ем єм ів їв ий ій ої ою ею єю их іх им
    ім ла ло ли ти
    а я о е є и і ї у ю ь й ы ый ые
"""
_REFLEXIVE = re.compile("(?<=...)(?:ся|сь)$")
_UKRAINIAN = re.compile(f"(?<=...)(?:{'|'.join(_ENDINGS.split())})$")
_ENGLISH = re.compile("(?<=...)(?:ings|ing|ers|er|ies|ied|es|ed|s)$")
_LAST_VOWEL = re.compile("(?<=...)[aeiy]$|(?<=..)[аяоеєиіїуюьйы]$")
_ALTERNATING = str.maketrans("цзс", "кгх")  # собака, собаці; дорога, дорозі


def stem(word):
    """Return what the inflected forms of a word (as `words_of` gives it) have in common; for comparing alone."""
    if word.isascii():
        found = _LAST_VOWEL.sub("", _ENGLISH.sub("", word))
        return found[:-1] if len(found) > 3 and found[-1] == found[-2] else found
    found = _LAST_VOWEL.sub("", _UKRAINIAN.sub("", _REFLEXIVE.sub("", word)))
    return found[:-1] + found[-1].translate(_ALTERNATING)


@dataclass(frozen=True)
class Said:
    """What is said of one thing in a text, and how much it tells of the thing."""

    text: str
    weight: float = 1.0

    @cached_property
    def words(self):
        """Its words, each once."""
        return frozenset(words_of(self.text)) - _EMPTY

    @cached_property
    def stems(self):
        """Their stems."""
        return frozenset(stem(word) for word in self.words)

    def match(self, word, *, begins):
        """Return how surely (0 to 1) it has a word; `begins` when the word may be half typed."""
        root = stem(word)
        if root in self.stems:
            return SAME
        if begins and any(own.startswith(word) for own in self.words):
            return BEGUN
        if any(len(own) >= SHORTEST_ROOT and root.startswith(own) for own in self.stems):
            return GROWN
        return 0.0


def best_first(typed, things):
    """Return the keys of `things` ({key: [Said]}) that fit what was typed, the best first; [] when none does.

    A word that few things have tells more than one that many have, and one that no thing has tells nothing.
    """
    words = [word for word in dict.fromkeys(words_of(typed)) if word not in _EMPTY][:MOST_WORDS]
    points = Counter()
    for number, word in enumerate(words):
        begins = len(word) >= SHORTEST_BEGINNING or number == len(words) - 1
        found = _matches(word, things, begins=begins) or _misspelt(word, things)
        for key, sure in found.items():
            points[key] += sure / len(found)
    best = max(points.values(), default=0)
    return [key for key, sum_ in points.most_common() if sum_ >= KEPT * best]


def has_words(typed):
    """Whether anything was typed that can be looked for."""
    return any(word not in _EMPTY for word in words_of(typed))


def _matches(word, things, *, begins):
    found = {
        key: max((each.weight * each.match(word, begins=begins) for each in said), default=0.0)
        for key, said in things.items()
    }
    return {key: sure for key, sure in found.items() if sure}


def _misspelt(word, things):
    """Match the words that are written like a word which no thing has."""
    if len(word) <= SHORTEST_ROOT:
        return {}
    known = {own for said in things.values() for each in said for own in each.words}
    meant = get_close_matches(word, sorted(known), n=1, cutoff=ALIKE)
    found = _matches(meant[0], things, begins=False) if meant else {}
    return {key: MISSPELT * sure for key, sure in found.items()}
