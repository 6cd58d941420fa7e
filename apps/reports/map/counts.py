"""How many reports a filter finds, without counting them anew for everybody who opens the map."""

from django.db.models import Count
from django.utils import timezone

from apps.areas.models import Area
from apps.reports.map.answers import wanted_of
from apps.reports.map.kept import kept
from apps.reports.map.keys import EVERYWHERE, ranges_of
from apps.reports.map.live import LiveRows
from apps.reports.map.snapshot.reader import reader


def counts_of(asked):
    """Return {"total", "placed"} of a readable `MapFilter`: all that it finds, and those that have a public place.

    Those with a place are counted in the snapshot, the others, which it does not hold, once for each state of it;
    without a snapshot the database counts.
    """
    snapshot = reader.current()
    if snapshot is None:
        return asked.reports().aggregate(total=Count("pk"), placed=Count("map_key"))

    def count():
        placed = snapshot.rows([EVERYWHERE], wanted_of(asked.cleaned_data)).total()
        return {"total": placed + asked.reports().filter(map_key__isnull=True).count(), "placed": placed}

    return kept("counts", snapshot.token, timezone.localdate(), asked.query, answer=count)


def counts_below(asked, areas):
    """Return {area id: how many reports of a readable `MapFilter` have a public place in it} for some areas."""
    snapshot = reader.current()
    if snapshot is None:
        return _below(LiveRows(asked.reports().on_map([EVERYWHERE])).areas(), areas)
    return kept(
        *("counts below", snapshot.token, timezone.localdate(), asked.query, [area.pk for area in areas]),
        answer=lambda: _below(snapshot.rows([EVERYWHERE], wanted_of(asked.cleaned_data)).areas(), areas),
    )


def _below(counts, areas):
    found, paths = dict.fromkeys((area.pk for area in areas), 0), {area.path: area.pk for area in areas}
    for pk, path in Area.objects.filter(pk__in=list(counts)).values_list("pk", "path"):
        for end in range(Area.steplen, len(path) + 1, Area.steplen):
            if above := paths.get(path[:end]):
                found[above] += counts[pk]
    return found


def count_within(asked, tiles):
    """Return how many reports of a readable `MapFilter` stand in the tiles that `keys.covering` names."""
    snapshot = reader.current()
    if snapshot is None:
        return asked.reports().on_map(ranges_of(tiles)).count()
    return snapshot.rows(ranges_of(tiles), wanted_of(asked.cleaned_data)).total()
