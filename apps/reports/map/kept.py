"""Answers about the map that many ask for and that are found anew once in a while."""

import hashlib

from django.core.cache import caches

SECONDS = 60


def kept(*question, answer, seconds=SECONDS):
    """Return what `answer()` gives, some seconds old at most.

    The question is a word for its kind and everything, by its `repr`, on which the answer depends; never None.
    """
    key = f"map.{hashlib.sha256(repr(question).encode()).hexdigest()}"
    return caches["recomputed"].get_or_set(key, answer, seconds)
