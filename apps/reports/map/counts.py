"""How many reports a filter finds, without counting them anew for everybody who opens the map."""

import hashlib

from django.core.cache import caches
from django.db.models import Count
from django.utils import timezone

from apps.reports.map.answers import wanted_of
from apps.reports.map.keys import EVERYWHERE, ranges_of
from apps.reports.map.snapshot.reader import reader


def counts_of(asked):
    """Return {"total", "placed"} of a readable `MapFilter`: all that it finds, and those that have a public place.

    Those with a place are counted in the snapshot, the others, which it does not hold, once for each state of it;
    without a snapshot the database counts.
    """
    snapshot = reader.current()
    if snapshot is None:
        return asked.reports().aggregate(total=Count("pk"), placed=Count("map_key"))
    kept, question = caches["recomputed"], repr((snapshot.token, timezone.localdate(), asked.query))
    key = f"map.counts.{hashlib.sha256(question.encode()).hexdigest()}"
    counts = kept.get(key)
    if counts is None:
        placed = snapshot.rows([EVERYWHERE], wanted_of(asked.cleaned_data)).total()
        counts = {"total": placed + asked.reports().filter(map_key__isnull=True).count(), "placed": placed}
        kept.set(key, counts)
    return counts


def count_within(asked, tiles):
    """Return how many reports of a readable `MapFilter` stand in the tiles that `keys.covering` names."""
    snapshot = reader.current()
    if snapshot is None:
        return asked.reports().on_map(ranges_of(tiles)).count()
    return snapshot.rows(ranges_of(tiles), wanted_of(asked.cleaned_data)).total()
