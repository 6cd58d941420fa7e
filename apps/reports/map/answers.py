"""Answers about what stands on the map, from the snapshot or the database, as kept and compressed bytes."""

import gzip
import hashlib
import json
from dataclasses import dataclass

from django.core.cache import caches
from django.utils import timezone

from apps.areas.models import Area
from apps.reports.enums import StateGroup
from apps.reports.map.filters import LATE, MapFilter, ViewportForm, days_of, refuse_unclear
from apps.reports.map.kept import kept
from apps.reports.map.keys import covering, ranges_of
from apps.reports.map.live import LiveRows
from apps.reports.map.snapshot import layout
from apps.reports.map.snapshot.reader import Wanted, reader
from apps.reports.map.viewport import viewport
from apps.reports.models import Category

ASKED = tuple(MapFilter.base_fields)
SHAPE = 2  # of the answers; another number when they change, lest a browser keep one that its scripts no longer read


@dataclass(frozen=True)
class Answer:
    """JSON as gzip, with a name that changes when the answer may."""

    etag: str
    body: bytes


def answer_to(asked):
    """Return the `Answer` to a query such as {"bbox": "30,50,31,51", "zoom": "9", "state": "open"}; raises Unclear."""
    tiles = tiles_of(asked)
    return answered(asked, tiles, ranges_of(tiles), lambda rows: found_by(rows, level=tiles[0]))


def answered(asked, question, ranges, found):
    """Return the `Answer` that holds `found(rows)` of what the filters want in some ranges of keys; raises Unclear.

    `question` tells one answer about the same filters from another.
    """
    wanted = _wanted(asked)
    snapshot = reader.current()
    if snapshot is None:
        live = MapFilter(asked)
        live.full_clean()
        body = _packed(found(LiveRows(live.reports().on_map(ranges))))
        return Answer(f'"{hashlib.sha256(body).hexdigest()[:24]}"', body)
    name = hashlib.sha256(repr((SHAPE, snapshot.token, question, wanted)).encode()).hexdigest()[:24]
    body = kept("answer", name, answer=lambda: _packed(found(snapshot.rows(ranges, wanted))))
    return Answer(f'"{name}"', body)


def found_by(rows, *, level):
    """Return what `viewport` finds, with the icons of the points' kinds as "kinds"."""
    found = viewport(rows, level=level)
    icons = caches["recomputed"].get_or_set("map.icons", _icons)
    found["kinds"] = {number: icons.get(number, "geo-alt") for number in {point[3] for point in found["points"]}}
    return found


def _packed(found):
    text = json.dumps(found, separators=(",", ":"))
    return gzip.compress(text.encode(), 6, mtime=0)


def _icons():
    return dict(Category.objects.values_list("pk", "icon"))


def tiles_of(asked):
    """Return the tiles of the rectangle, so that readers of nearly the same place share an answer; raises Unclear."""
    view = ViewportForm(asked)
    refuse_unclear(view)
    return covering(**view.cleaned_data)


def _wanted(asked):
    """The filters as numbers, kept for a minute: their names come from the database."""

    def read():
        form = MapFilter(asked)
        refuse_unclear(form)
        return wanted_of(form.cleaned_data)

    question = tuple((name, asked.get(name, "")) for name in ASKED)
    return kept("wanted", question, timezone.localdate(), answer=read)


def wanted_of(chosen):
    """Return the `Wanted` of the cleaned data of a MapFilter."""
    categories = codes = areas = None
    if kind := chosen["kind"]:
        below = Category.objects.filter(parent=kind).values_list("pk", flat=True)
        categories = (kind.pk,) if kind.parent_id else tuple(sorted(below))
    since, until = days_of(chosen)
    if state := chosen["state"]:
        groups = range(len(layout.GROUPS))
        if state == LATE:
            codes = tuple(number + layout.LATE for number in groups)
        else:
            number = layout.GROUPS.index(StateGroup(state).value)
            codes = (number, number + layout.LATE)
    if area := chosen["area"]:
        areas = tuple(Area.objects.filter(path__startswith=area.path).order_by("pk").values_list("pk", flat=True))
    return Wanted(categories=categories, codes=codes, since=since, until=until, areas=areas)
