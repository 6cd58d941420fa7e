"""The public map through the real server against a naive DRF view, with 1,000,000 released reports (or `--rows`).

With more than a million, all this is measured with a million; then the others are written, and the same places are
asked for from the snapshots of both, in turns.
"""

import argparse
import gzip
import json
import os
import random
import statistics
import sys
import time
from datetime import date, timedelta
from urllib.parse import urlencode

from bench import _pictures
from bench._browsers import box_of, map_address
from bench._database import own_database
from bench._server import Server, Tasks
from bench._table import Table, p95_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

ZOOMS = (6, 9, 12, 15, 18)
FILTERS = {
    "unfiltered": {"period": "all"},
    "last year": {"period": "365"},
    "solved": {"period": "all", "state": "solved"},
}
CITY = 12  # the zoom at which a city fills the screen
MILLION = 1_000_000
INDEXES = ("map_key", "public_place_id")  # of the map and of the naive view; more reports have no others
UNCACHED_MS, CACHED_MS, BYTES, TIMES, SHARE = 15, 3, 8192, 100, 0.5
SNAPSHOT_S, MOST_SNAPSHOT_S, SNAPSHOT_MB = 6, 30, 240  # of a million, of more, of any
MORE_TIMES, MORE_ROUNDS = 2, 9  # times the p95 of the same places with a million, each asked for so often
WITHDRAWN_S, RELEASED_S = 5, 60
WITHDRAWN = 5  # reports; three of them are released again


def main():
    """Fill a database of its own, measure, print the table; return whether a target was missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--pictures", help="a folder for pictures of the page at every zoom")
    chosen = options.parse_args()
    table, base = Table(), min(chosen.rows, MILLION)
    with own_database():
        from bench import _million

        began = time.perf_counter()
        only = None if chosen.rows == base else INDEXES
        centres = _million.fill(base, only=only)
        tell_written(base, began)
        small = snapshot(base, table)
        with Server() as server:
            latencies(server, centres, chosen.rounds, table)
            throughput(server, centres, table)
            changes(server, table)
        if chosen.pictures:
            with Server(DEBUG="1") as server:  # which serves style sheets straight from their folders
                _pictures.take(server, chosen.pictures, centres[0], ZOOMS)
        if chosen.rows > base:
            began = time.perf_counter()
            _million.add(base + 1, chosen.rows, only=only)
            tell_written(chosen.rows - base, began)
            make_newest(small)  # or its file could be too old to be kept
            large = snapshot(chosen.rows, table)
            among = f", {chosen.rows:,} reports"
            with Server() as server:
                side_by_side(server, centres, small, large, among, table)
                changes(server, table, among)
    table.print()
    return table.missed


def tell_written(count, began):
    """Print how long so many reports took."""
    seconds = time.perf_counter() - began
    print(f"{count:,} reports written in {seconds:.0f} s, {count / seconds:,.0f} a second", flush=True)


def snapshot(rows, table):
    """Write a snapshot of so many reports; return its version."""
    from django.core.files.storage import default_storage

    from apps.reports.map.snapshot.build import build

    began = time.perf_counter()
    version = build()
    seconds, size = time.perf_counter() - began, default_storage.size(version.file) / 1e6
    most = SNAPSHOT_S if rows <= MILLION else MOST_SNAPSHOT_S
    table.row(
        f"snapshot of {rows:,} written",
        f"{seconds:.1f} s, {size:.0f} MB",
        f"≤ {most} s, ≤ {SNAPSHOT_MB} MB",
        seconds <= most and size <= SNAPSHOT_MB,
    )
    return version


def fresh_places(choose, centres, zoom, words, seen):
    """Thirty addresses whose tiles nobody has asked for with these filters: none of them can be in the cache."""
    from apps.reports.map.keys import covering

    asked = []
    for _ in range(3000):
        box = box_of(choose, centres, zoom, size=choose.uniform(0.5, 1.2))
        known = (covering(box, zoom), *words.items())
        if known not in seen:
            seen.add(known)
            asked.append(map_address(box, zoom, words))
        if len(asked) == 30:
            return asked
    raise SystemExit(f"Zoom {zoom} has too few different places.")


def latencies(server, centres, rounds, table):
    """Each zoom and filter: rounds of fresh places, the same again from the cache, and the naive view between."""
    choose = random.Random(7)
    uncached, cached, sizes, naive, seen = {}, {}, [], {}, set()
    server.get(map_address((30, 50, 31, 51), 9, {"period": "all"}))  # loads the snapshot
    for _ in range(rounds):
        for name, words in FILTERS.items():
            for zoom in ZOOMS:
                asked = fresh_places(choose, centres, zoom, words, seen)
                for kept in (uncached, cached):
                    times = []
                    for path in asked:
                        took, status, body = server.get(path)
                        if status != 200:
                            raise SystemExit(f"{status} for {path}: {body[:200]}")
                        times.append(took)
                        sizes.append(len(body))
                    kept.setdefault((name, zoom), []).append((statistics.median(times), p95_of(times)))
                if name == "solved":
                    continue
                west, south, east, north = box_of(choose, centres, zoom)
                query = {"bbox": f"{west},{south},{east},{north}"}
                if name == "last year":
                    query["since"] = date.today() - timedelta(days=365)
                naive.setdefault((name, zoom), []).append(server.get(f"/bench/naive/?{urlencode(query)}")[0])
    for kept, what, most in ((uncached, "uncached", UNCACHED_MS), (cached, "cached", CACHED_MS)):
        for (name, zoom), rounds_of in kept.items():
            p50, p95 = (statistics.median(column) for column in zip(*rounds_of, strict=True))
            measured = f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"
            table.row(f"map {what}, zoom {zoom}, {name}", measured, f"p95 ≤ {most} ms", p95 <= most)
    for key, times in naive.items():
        ratio, fresh = (
            statistics.median(times) / statistics.median(p50 for p50, _p95 in kept[key]) for kept in (cached, uncached)
        )
        measured = f"{fresh:.0f} × uncached, {ratio:.0f} × cached ({statistics.median(times):.0f} ms)"
        table.row(f"naive DRF view, zoom {key[1]}, {key[0]}", measured, f"≥ {TIMES} × uncached", fresh >= TIMES)
    table.row("largest answer", f"{max(sizes):,} bytes", f"≤ {BYTES:,} bytes", max(sizes) <= BYTES)


def side_by_side(server, centres, small, large, among, table):
    """Fresh places from the snapshot of a million and from one of more, in turns: how many times as long p95 is."""
    choose, few, many = random.Random(11), {}, {}
    for number in range(MORE_ROUNDS):
        seen = set()
        asked = {
            (zoom, name): fresh_places(choose, centres, zoom, words, seen)
            for name, words in FILTERS.items()
            for zoom in ZOOMS
        }
        for version, times in ((small, few), (large, many))[:: 1 if number % 2 else -1]:
            show(server, version)
            for what, paths in asked.items():
                times.setdefault(what, []).extend(server.get(path)[0] for path in paths)
    for (zoom, name), times in many.items():
        p95, before = p95_of(times), p95_of(few[zoom, name])
        what, measured = f"zoom {zoom}, {name}{among}", f"{p95 / before:.2f} × (p95 {p95:.1f} and {before:.1f} ms)"
        if zoom == CITY:
            table.row(f"city viewport, {what}", measured, f"≤ {MORE_TIMES} × a million's", p95 <= MORE_TIMES * before)
        else:
            table.known(what, measured)


def show(server, version):
    """Make the server answer from a snapshot that was written before, but not from what it kept of that.

    What the filters mean is asked here, so that no place that is measured asks the database.
    """
    make_newest(version)
    everywhere, until = (-170, -80, 170, 80), time.monotonic() + 60
    while abs(total(server, map_address(everywhere, 2, FILTERS["unfiltered"])) - version.rows) > WITHDRAWN:
        if time.monotonic() > until:
            raise SystemExit("The server does not take the snapshot.")
        time.sleep(0.2)
    for words in FILTERS.values():
        server.get(map_address(everywhere, 2, words))


def make_newest(version):
    """Name the file of a snapshot once more, as the newest version: it is the one in use, and nobody removes it."""
    from django.utils import timezone

    version.pk, version.created_at = None, timezone.now()
    version.save(force_insert=True)


def throughput(server, centres, table):
    """Cached answers a second against those of an empty view, in turns."""
    path = map_address(box_of(random.Random(1), centres, 12), 12, {"period": "all"})
    map_rates, empty_rates = [], []
    for _ in range(3):
        empty_rates.append(server.rate("/bench/empty/"))
        map_rates.append(server.rate(path))
    ours, theirs = statistics.median(map_rates), statistics.median(empty_rates)
    table.row(
        "cached answers a second", f"{ours:.0f} (empty view {theirs:.0f})", f"≥ {SHARE} × empty", ours >= SHARE * theirs
    )


def changes(server, table, among=""):
    """Seconds from the end of a withdrawal, then of a release, until the map counts it."""
    from apps.reports.map.snapshot.build import build
    from apps.reports.models import Report
    from apps.reports.services.release import release_report, withdraw_release
    from tests.factories.accounts import PersonFactory

    person, chosen = PersonFactory(), list(Report.objects.filter(map_key__isnull=False).order_by("pk")[:WITHDRAWN])
    gone = [until_counted(server, report, withdraw_release, by=person) for report in chosen]
    table.row(
        f"slowest of five withdrawals{among}", f"{max(gone):.1f} s", f"≤ {WITHDRAWN_S} s", max(gone) <= WITHDRAWN_S
    )
    build()  # without them: the present file still holds what was withdrawn
    with Tasks():
        come = [until_counted(server, report, release_report, by=person, title_uk="Яма") for report in chosen[:3]]
    slowest = max(come)
    table.row(f"slowest of three releases{among}", f"{slowest:.1f} s", f"≤ {RELEASED_S} s", slowest <= RELEASED_S)


def until_counted(server, report, change, **how):
    """Change one report; return the seconds until the map around its place has another total, at most 120."""
    lon, lat = report.snap_point.point.coords
    path = map_address((lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001), 16, {"period": "all"})
    before = total(server, path)
    change(report, **how)
    began = time.perf_counter()
    while total(server, path) == before and time.perf_counter() - began < 120:
        time.sleep(0.05)
    return time.perf_counter() - began


def total(server, path):
    """How many reports the map counts at an address."""
    return json.loads(gzip.decompress(server.get(path)[2]))["total"]


if __name__ == "__main__":
    sys.exit(main())
