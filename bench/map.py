"""The public map through the real server against a naive DRF view, with 1,000,000 released reports (or `--rows`)."""

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from datetime import date, timedelta
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

ZOOMS = (6, 9, 12, 15, 18)
FILTERS = {
    "unfiltered": {"period": "all"},
    "last year": {"period": "365"},
    "solved": {"period": "all", "state": "solved"},
}
HEADERS = {"Accept-Encoding": "gzip"}
UNCACHED_MS, CACHED_MS, BYTES, TIMES, SHARE, WITHDRAWN_S = 15, 3, 8192, 100, 0.5, 5


def main():
    """Fill a database of its own, measure, print the table; return whether a target was missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    import django

    django.setup()
    from django.core.files.storage import default_storage
    from django.test.runner import DiscoverRunner

    from apps.reports.map.snapshot.build import build
    from bench._million import fill

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    table, version = Table(), None
    try:
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
            withdrawal(server, table)
    finally:
        if version:
            default_storage.delete(version.file)
        runner.teardown_databases(databases)
    table.print()
    return table.missed


class Table:
    """Rows of what, measured, target, pass or fail."""

    def __init__(self):
        self.rows, self.missed = [], False

    def row(self, what, measured, target, good):
        """Add a row."""
        self.rows.append((what, measured, target, "pass" if good else "FAIL"))
        self.missed |= not good

    def print(self):
        """Print it in Markdown."""
        print("\n| what | measured | target | |\n|---|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


class Server:
    """Granian as the Procfile starts it, over the database of the benchmark."""

    def __enter__(self):
        from django.db import connection

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        own = connection.settings_dict["NAME"]
        before, _, after = os.environ["DATABASE_URL"].partition("?")
        url = before.rsplit("/", 1)[0] + f"/{own}" + (f"?{after}" if after else "")
        environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench._settings"}
        command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "2"]
        command += ["--blocking-threads", "16", "--log-level", "warning", "copportal.wsgi:application"]
        self.process = subprocess.Popen(command, env=environment)
        for _ in range(300):
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
                self.get("/bench/empty/")
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The server did not start.")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def get(self, path):
        """Return (milliseconds, status, bytes) of one answer over the one kept connection."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers=HEADERS)
        answer = self.connection.getresponse()
        body = answer.read()
        return (time.perf_counter() - began) * 1000, answer.status, body


def fresh_places(choose, centres, zoom, words, seen):
    """Thirty addresses whose tiles nobody has asked for with these filters: none of them can be in the cache."""
    from apps.reports.map.keys import covering

    asked = []
    for _ in range(3000):
        box = box_of(choose, centres, zoom, size=choose.uniform(0.5, 1.2))
        known = (covering(box, zoom), *words.items())
        if known not in seen:
            seen.add(known)
            asked.append(address(box, zoom, words))
        if len(asked) == 30:
            return asked
    raise SystemExit(f"Zoom {zoom} has too few different places.")


def box_of(choose, centres, zoom, *, size=1.0):
    """A rectangle of about 1280 by 800 pixels near a town (the larger ones more often)."""
    lon, lat = centres[int(choose.random() ** 2 * len(centres))]
    wide, high = size * 1280 / 256 * 360 / 2**zoom, size * 800 / 256 * 360 / 2**zoom * 0.65
    lon, lat = lon + choose.uniform(-0.3, 0.3) * wide, lat + choose.uniform(-0.3, 0.3) * high
    return max(lon - wide / 2, -179.9), max(lat - high / 2, -80), min(lon + wide / 2, 179.9), min(lat + high / 2, 80)


def latencies(server, centres, rounds, table):
    """Each zoom and filter: rounds of fresh places, the same again from the cache, and the naive view between."""
    choose = random.Random(7)
    uncached, cached, sizes, naive, seen = {}, {}, [], {}, set()
    server.get(address((30, 50, 31, 51), 9, {"period": "all"}))  # loads the snapshot
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


def p95_of(times):
    """The time that one request in twenty exceeds."""
    return statistics.quantiles(times, n=20)[-1]


def throughput(server, centres, table):
    """Cached answers a second against those of an empty view, in turns."""
    path = address(box_of(random.Random(1), centres, 12), 12, {"period": "all"})
    map_rates, empty_rates = [], []
    for _ in range(3):
        empty_rates.append(rate(server.port, "/bench/empty/"))
        map_rates.append(rate(server.port, path))
    ours, theirs = statistics.median(map_rates), statistics.median(empty_rates)
    table.row(
        "cached answers a second", f"{ours:.0f} (empty view {theirs:.0f})", f"≥ {SHARE} × empty", ours >= SHARE * theirs
    )


def rate(port, path, *, seconds=3, clients=8):
    """Answers a second to some clients with kept connections."""
    counts, until = [], time.perf_counter() + seconds

    def ask():
        connection, count = http.client.HTTPConnection("127.0.0.1", port), 0
        while time.perf_counter() < until:
            connection.request("GET", path, headers=HEADERS)
            connection.getresponse().read()
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def withdrawal(server, table):
    """Seconds from the end of a withdrawal until the map no longer counts it."""
    import gzip
    import json

    from apps.reports.models import Report
    from apps.reports.services.release import withdraw_release
    from tests.factories.accounts import PersonFactory

    person, slowest = PersonFactory(), 0.0
    for report in Report.objects.order_by("pk")[:5]:
        lon, lat = report.public_place.point.coords
        path = address((lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001), 16, {"period": "all"})
        before = json.loads(gzip.decompress(server.get(path)[2]))["total"]
        began = time.perf_counter()
        withdraw_release(report, by=person)
        while json.loads(gzip.decompress(server.get(path)[2]))["total"] >= before and time.perf_counter() - began < 20:
            time.sleep(0.05)
        slowest = max(slowest, time.perf_counter() - began)
    table.row("slowest of five withdrawals", f"{slowest:.1f} s", f"≤ {WITHDRAWN_S} s", slowest <= WITHDRAWN_S)


def address(box, zoom, words):
    """The address of the map's data for a rectangle, zoom and filters."""
    return "/map/data/?" + urlencode({"bbox": ",".join(f"{value:.5f}" for value in box), "zoom": zoom} | words)


if __name__ == "__main__":
    sys.exit(main())
