"""Writing a snapshot: the released reports with a public place, read by one COPY and sorted in memory."""

import tempfile
from datetime import timedelta

import numpy as np
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Min, Q
from django.utils import timezone

from apps.reports.enums import OPEN_STATUSES, ReleaseState
from apps.reports.map.live import state_code
from apps.reports.map.snapshot import layout
from apps.reports.models import MapVersion, PublicReport, Report

FOLDER = "map"
KEPT = timedelta(minutes=10)  # an older file may still be on its way into some process
EVERY = timedelta(seconds=20)  # it is asked whether a new one is due
AT_LEAST_EVERY = timedelta(minutes=10)  # whatever the event log says
LOCK = 7_305_261  # of PostgreSQL: one builder at a time
PIECE = 8 << 20

# What PostgreSQL's binary COPY sends: a count of columns, and before each value its length.
_FIELDS = (("key", ">i8"), ("category", ">i8"), ("state", ">i4"), ("day", ">i4"), ("area", ">i8"), ("reference", "S9"))
_ROW = np.dtype(
    [("count", ">i2"), *[part for name, kind in _FIELDS for part in ((f"{name}_size", ">i4"), (name, kind))]]
)
_HEAD = 19


def build_when_due():
    """Write a snapshot when something has happened since the last one, or when its file is lost or damaged.

    Returns the new MapVersion, or None when there was nothing to do or somebody else is at it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        last = MapVersion.objects.order_by("-pk").first()
        seen = _state_of_log(cursor, last)
        return build(seen) if _is_due(last, seen) else None


def build(seen=""):
    """Write a snapshot and make it the one in use; return its MapVersion. Older files go when nobody can need them."""
    begun_at = timezone.now()
    columns = _released()
    with tempfile.TemporaryFile() as target:
        layout.write(target, columns)
        target.seek(0)
        name = default_storage.save(f"{FOLDER}/{begun_at:%Y%m%d-%H%M%S-%f}.map", File(target))
    version = MapVersion.objects.create(
        file=name, rows=len(columns["key"]), begun_at=begun_at, seen=seen, stale_at=_stale_at(begun_at)
    )
    remove_old()
    return version


def mark_broken(version):
    """Note that a process could not read the file of a MapVersion; the next tick writes another."""
    MapVersion.objects.filter(pk=version.pk).update(is_broken=True)


def remove_old():
    """Delete the files and rows of versions that no process can still be copying, and files that no row names."""
    now = timezone.now()
    current = MapVersion.objects.order_by("-pk").first()
    old = MapVersion.objects.filter(created_at__lt=now - KEPT).exclude(pk=current and current.pk)
    old.delete()
    named = set(MapVersion.objects.values_list("file", flat=True))
    for file in default_storage.listdir(FOLDER)[1]:
        name = f"{FOLDER}/{file}"
        if name not in named and default_storage.get_modified_time(name) < now - KEPT:
            default_storage.delete(name)


def _is_due(last, seen):
    if last is None or last.is_broken or last.seen != seen or timezone.now() - last.begun_at > AT_LEAST_EVERY:
        return True
    if last.stale_at and last.stale_at <= timezone.now():
        return True
    return not default_storage.exists(last.file)


def _stale_at(now):
    """The next moment at which a release is published, or a report becomes late (told a minute late at most)."""
    placed = Report.objects.filter(release_state=ReleaseState.RELEASED, map_key__isnull=False)
    published, late = placed.aggregate(
        published=Min("published_at", filter=Q(published_at__gt=now)),
        late=Min("resolve_due_at", filter=Q(resolve_due_at__gt=now, status__in=OPEN_STATUSES)),
    ).values()
    moments = [published, late and max(late, now + timedelta(minutes=1))]
    return min((moment for moment in moments if moment), default=None)


def _state_of_log(cursor, last):
    """Name the state of the event log: its highest id, and how many there are of the last ten thousand.

    The count tells of an event that was committed after one with a higher id.
    """
    cursor.execute("SELECT coalesce(max(id), 0) FROM events_event")
    highest = cursor.fetchone()[0]
    since = max(highest - 10_000, 0)
    if last and last.seen.startswith(f"{highest} "):
        since = int(last.seen.split()[1])
    cursor.execute("SELECT count(*) FROM events_event WHERE id > %s", [since])
    return f"{highest} {since} {cursor.fetchone()[0]}"


def _released():
    """Read {name: sorted array} of what is released and has a public place."""
    asked = PublicReport.objects.filter(map_key__isnull=False).annotate(code=state_code())
    asked = asked.values_list("map_key", "category_id", "code", "public_day", "area_id", "reference").order_by()
    sink = _Rows()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '5min'")
        text, values = asked.query.sql_with_params()
        copy = cursor.cursor.mogrify(f"COPY ({text}) TO STDOUT (FORMAT binary)", values)
        cursor.cursor.copy_expert(copy, sink)
    found = sink.columns()
    order = np.lexsort((found["number"], found["key"]))
    number = found.pop("number")
    found |= {"high": number >> 8, "low": number & 255, "day": np.clip(found["day"], 0, layout.LAST_DAY)}
    return {name: found[name][order].astype(kind) for name, kind in layout.COLUMNS.items()}


class _Rows:
    """Takes the bytes of a binary COPY in pieces of any size and keeps the columns."""

    def __init__(self):
        self.rest, self.began, self.kept = bytearray(), False, []

    def write(self, piece):
        self.rest += piece
        if not self.began and len(self.rest) >= _HEAD:
            del self.rest[:_HEAD]
            self.began = True
        if len(self.rest) > PIECE:
            self._take()

    def _take(self):
        whole = (len(self.rest) - 2) // _ROW.itemsize * _ROW.itemsize  # two bytes may be the end mark
        rows = np.frombuffer(bytes(self.rest[:whole]), dtype=_ROW)
        del self.rest[:whole]
        sizes = [(rows[f"{name}_size"] == np.dtype(kind).itemsize).all() for name, kind in _FIELDS]
        if not ((rows["count"] == len(_FIELDS)).all() and all(sizes)):
            raise ValueError("A released report on the map lacks a value or has a reference of another form.")
        numbers = layout.numbers_of(np.ascontiguousarray(rows["reference"]))
        self.kept.append(
            {"key": rows["key"].astype(np.int64), "category": rows["category"].astype(np.int32)}
            | {"state": rows["state"].astype(np.uint8), "day": rows["day"].astype(np.int32)}
            | {"area": rows["area"].astype(np.int64), "number": numbers}
        )

    def columns(self):
        """Return the columns of all rows, in the order in which they came."""
        self._take()
        return {name: np.concatenate([part[name] for part in self.kept]) for name in self.kept[0]}
