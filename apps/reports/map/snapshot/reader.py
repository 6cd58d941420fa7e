"""A web process's view of the snapshot: which version, which rows are masked, and what stands in a viewport."""

import functools
import logging
import threading
import time
import zlib
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from django.core.files.storage import default_storage
from django.db.models import Case, Q, When
from django.utils import timezone

from apps.reports.enums import ReleaseState, ReportEvent
from apps.reports.map.snapshot import layout
from apps.reports.map.snapshot.build import mark_broken
from apps.reports.models import MapVersion, ReleaseRevision

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds between two looks at the version row
WAIT_AFTER = 3.0  # seconds: whoever finds the last look older than this waits for a new one
CHANGES = [name.rpartition(".")[2] for name in (ReportEvent.RELEASE_EDITED, ReportEvent.RELEASE_WITHDRAWN)]
FEW = 4  # values of a filter that are compared one by one; more are looked up in a table, which takes each row longer
LONG = 500  # rows of a cell, in the mean
OVERLAP = timedelta(minutes=2)  # a release may be changed in a transaction that ends after the rows were read


@dataclass(frozen=True)
class Wanted:
    """What a filter asks for; None is everything. State codes are those of `layout`."""

    categories: tuple | None = None
    codes: tuple | None = None
    since: date | None = None
    until: date | None = None
    areas: tuple | None = None


@dataclass(frozen=True)
class Snapshot:
    """One version in memory with the rows that are masked; it never changes, a look makes another."""

    version: int
    begun_at: object
    columns: dict
    masked: dict = field(default_factory=dict)  # (reference number, key where it stands now or None): rows to hide

    @property
    def token(self):
        """Names version and mask: equal tokens give equal answers."""
        return f"{self.version}.{zlib.crc32(repr(sorted(self.masked, key=repr)).encode()):x}"

    def rows(self, ranges, wanted):
        """Return the `Rows` of some ranges [low, high) of keys that a filter wants."""
        return Rows(self, ranges, wanted)


class Rows:
    """Rows of some ranges of a snapshot, as `viewport` asks for them."""

    def __init__(self, snapshot, ranges, wanted):
        self.columns = snapshot.columns
        bounds = np.searchsorted(self.columns["key"], np.array(ranges, dtype=np.int64).reshape(-1, 2))
        self.slices = [(int(low), int(high)) for low, high in bounds if low < high]
        hidden = np.array(sorted(row for rows in snapshot.masked.values() for row in rows), dtype=np.int64)
        self.codes = [self._codes(low, high, wanted, hidden) for low, high in self.slices]

    def _codes(self, low, high, wanted, hidden):
        """The state codes of a slice, GONE where a row is filtered out or masked."""
        codes, part, keep = self.columns["state"][low:high], slice(low, high), None
        for name, asked in (("category", wanted.categories), ("state", wanted.codes), ("area", wanted.areas)):
            if asked is not None:
                inside = _is_one_of(self.columns[name][part], asked)
                keep = inside if keep is None else keep & inside
        for end, compare in ((wanted.since, np.greater_equal), (wanted.until, np.less_equal)):
            if end is not None:
                inside = compare(self.columns["day"][part], layout.day_number(end))
                keep = inside if keep is None else keep & inside
        if keep is not None:
            codes = codes | (~keep).view(np.uint8) * np.uint8(layout.GONE)  # its bits are all set
        inside = hidden[np.searchsorted(hidden, low) : np.searchsorted(hidden, high)]
        if len(inside):
            codes = codes.copy() if keep is None else codes
            codes[inside - low] = layout.GONE
        return codes

    def total(self):
        """How many there are."""
        return sum(int(np.count_nonzero(codes != layout.GONE)) for codes in self.codes)

    def days(self):
        """(day, count) of each day that has any, in order."""
        counts = np.zeros(layout.LAST_DAY + 1, dtype=np.int64)
        for (low, high), codes in self._parts():
            days = self.columns["day"][low:high][codes != layout.GONE]
            counts += np.bincount(days, minlength=len(counts))
        return [(layout.day_of(int(number)), int(counts[number])) for number in np.flatnonzero(counts)]

    def areas(self):
        """{area id: count}, of the deepest area of each."""
        found = [self.columns["area"][low:high][codes != layout.GONE] for (low, high), codes in self._parts()]
        ids, counts = np.unique(np.concatenate(found), return_counts=True) if found else ((), ())
        return dict(zip(map(int, ids), map(int, counts), strict=True))

    def _parts(self):
        return zip(self.slices, self.codes, strict=True)

    def first_day(self):
        """The oldest day on the whole map, whatever is wanted; None for an empty one."""
        days = self.columns["day"]
        return layout.day_of(int(days.min())) if len(days) else None

    def points(self):
        """(key, reference, category, state code) of each, in the order of keys."""
        return [
            self._point(low + int(at), int(codes[at]))
            for (low, _high), codes in self._parts()
            for at in np.flatnonzero(codes != layout.GONE)
        ]

    def cells(self, shift):
        """(cell, {state code: count}, middle key, the point when it is alone) of each cell `key >> shift`, in order."""
        found = {}
        for (low, high), codes in self._parts():
            keys = self.columns["key"][low:high]
            first, last = int(keys[0]) >> shift, int(keys[-1]) >> shift
            edges = np.searchsorted(keys, np.arange(first, last + 2, dtype=np.int64) << shift)
            cells = np.flatnonzero(np.diff(edges)).tolist()
            spans = [(int(edges[cell]), int(edges[cell + 1])) for cell in cells]
            for cell, (begin, end), counts in zip(cells, spans, _counted(codes, spans), strict=True):
                count = sum(counts)
                if count:
                    at = begin + _middle(codes[begin:end], count)
                    alone = self._point(low + at, int(codes[at])) if count == 1 else None
                    found[first + cell] = {code: n for code, n in enumerate(counts) if n}, int(keys[at]), alone
        return [(cell, *rest) for cell, rest in sorted(found.items())]

    def _point(self, row, code):
        reference = (int(self.columns["high"][row]) << 8) | int(self.columns["low"][row])
        return int(self.columns["key"][row]), layout.reference_of(reference), int(self.columns["category"][row]), code


def _is_one_of(column, numbers):
    """Whether each value of a slice is one of some numbers."""
    if len(numbers) <= FEW:
        numbers = [number for number in numbers if number <= np.iinfo(column.dtype).max]
        return functools.reduce(np.logical_or, [column == number for number in numbers], np.zeros(len(column), bool))
    table = np.zeros(int(column.max()) + 1, dtype=bool)
    table[[number for number in numbers if number < len(table)]] = True
    return table[column]


def _counted(codes, spans):
    """How often each state code stands in each span (begin, end) of a slice.

    `np.bincount` widens every row first; in long spans it is several times quicker to compare all rows with each code.
    """
    if len(codes) < LONG * len(spans):
        return [np.bincount(codes[begin:end], minlength=layout.GONE)[: layout.GONE].tolist() for begin, end in spans]
    counts = np.zeros((len(spans), layout.GONE), dtype=np.int64)
    for code in range(layout.GONE):
        inside = codes == code
        if inside.any():
            counts[:, code] = [np.count_nonzero(inside[begin:end]) for begin, end in spans]
    return counts.tolist()


def _middle(codes, count):
    """Where the middle one of the rows stands that are there; the first of two."""
    at = (count - 1) // 2
    if count == len(codes):
        return at
    here, begin, end = codes != layout.GONE, 0, len(codes)
    while end - begin > LONG:  # to count is ten times quicker than to list
        half = (begin + end) // 2
        before = int(np.count_nonzero(here[begin:half]))
        begin, end, at = (begin, half, at) if at < before else (half, end, at - before)
    return begin + int(np.flatnonzero(here[begin:end])[at])


class Reader:
    """Keeps the newest readable snapshot of one process; `current()` is all that the map asks."""

    def __init__(self):
        self.snapshot, self.looked_at, self.failed = None, None, None
        self.looking, self.loading = threading.Lock(), threading.Lock()

    def current(self):
        """Return the `Snapshot` to answer from, or None when only the database can answer.

        Looks at the version row when the last look is a second old; one thread looks, the others go on meanwhile.
        """
        age = LOOK_EVERY if self.looked_at is None else time.monotonic() - self.looked_at
        if age >= LOOK_EVERY and self.looking.acquire(blocking=self.looked_at is None or age > WAIT_AFTER):
            try:
                if self.looked_at is None or time.monotonic() - self.looked_at >= LOOK_EVERY:
                    self.look()
            finally:
                self.looking.release()
        return self.snapshot

    def look(self):
        """Read the version row and the withdrawals since; load a new file. An unreadable one leaves the database."""
        newest = MapVersion.objects.order_by("-pk").first()
        if newest is None:
            self.snapshot = None
        elif self.snapshot and self.snapshot.version == newest.pk:
            self.snapshot = _masked(self.snapshot)
        elif self.failed != newest.pk:
            self.snapshot = self._load(newest)
        self.looked_at = time.monotonic()

    def _load(self, version):
        try:
            with default_storage.open(version.file) as source:
                columns = layout.read(source)
        except (OSError, layout.Unreadable) as error:
            log.warning("map snapshot %s cannot be read: %s", version.pk, type(error).__name__)
            self.failed = version.pk
            mark_broken(version)
            return None
        return _masked(Snapshot(version.pk, version.begun_at, columns))


def _masked(snapshot):
    """The same version, with the rows masked of reports that are released no more or stand elsewhere now."""
    changed = ReleaseRevision.objects.filter(created_at__gte=snapshot.begun_at - OVERLAP, action__in=CHANGES)
    public = Q(report__release_state=ReleaseState.RELEASED, report__published_at__lte=timezone.now())
    stands = Case(When(public, then="report__map_key"))
    now = {
        (layout.number_of(reference), key)
        for reference, key in changed.order_by().values_list("report__reference", stands).distinct()
    }
    if now == set(snapshot.masked):
        return snapshot
    masked = {}
    for number, key in now:
        known = snapshot.masked.get((number, key))
        masked[number, key] = _rows_elsewhere(snapshot.columns, number, key) if known is None else known
    return Snapshot(snapshot.version, snapshot.begun_at, snapshot.columns, masked)


def _rows_elsewhere(columns, number, key):
    """The rows of a report that do not stand at a key; all of them for None."""
    likely = np.flatnonzero(columns["high"] == np.uint32(number >> 8))
    found = likely[columns["low"][likely] == number & 255]
    return [int(row) for row in found if key is None or int(columns["key"][row]) != key]


reader = Reader()
