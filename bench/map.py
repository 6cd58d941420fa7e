"""The public map through the real server against a naive DRF view, with 1,000,000 released reports (or `--rows`)."""

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
UNCACHED_MS, CACHED_MS, BYTES, TIMES, SHARE = 15, 3, 8192, 100, 0.5
WITHDRAWN_S, RELEASED_S = 5, 60


def main():
    """Fill a database of its own, measure, print the table; return whether a target was missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--pictures", help="a folder for pictures of the page at every zoom")
    chosen = options.parse_args()
    table = Table()
    with own_database():
        from django.core.files.storage import default_storage

        from apps.reports.map.snapshot.build import build
        from bench._million import fill

        began = time.perf_counter()
        centres = fill(chosen.rows)
        print(f"{chosen.rows:,} reports written in {time.perf_counter() - began:.0f} s")
        began = time.perf_counter()
        version = build()
        seconds, size = time.perf_counter() - began, default_storage.size(version.file) / 1e6
        most = 30 if chosen.rows > 1_000_000 else 6
        table.row(
            "snapshot written", f"{seconds:.1f} s, {size:.0f} MB", f"{most} s, 240 MB", seconds <= most and size <= 240
        )
        with Server() as server:
            latencies(server, centres, chosen.rounds, table)
            throughput(server, centres, table)
            changes(server, table)
        if chosen.pictures:
            with Server(DEBUG="1") as server:  # which serves style sheets straight from their folders
                _pictures.take(server, chosen.pictures, centres[0], ZOOMS)
    table.print()
    return table.missed


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


def changes(server, table):
    """Seconds from the end of a withdrawal, then of a release, until the map counts it."""
    from apps.reports.map.snapshot.build import build
    from apps.reports.models import Report
    from apps.reports.services.release import release_report, withdraw_release
    from tests.factories.accounts import PersonFactory

    person, chosen = PersonFactory(), list(Report.objects.order_by("pk")[:5])
    gone = [until_counted(server, report, withdraw_release, by=person) for report in chosen]
    table.row("slowest of five withdrawals", f"{max(gone):.1f} s", f"≤ {WITHDRAWN_S} s", max(gone) <= WITHDRAWN_S)
    build()  # without them: the present file still holds what was withdrawn
    with Tasks():
        come = [until_counted(server, report, release_report, by=person, title_uk="Яма") for report in chosen[:3]]
    table.row("slowest of three releases", f"{max(come):.1f} s", f"≤ {RELEASED_S} s", max(come) <= RELEASED_S)


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
