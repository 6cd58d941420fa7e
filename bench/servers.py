"""Granian against gunicorn with as many processes and threads: answers a second and what each costs, in turns."""

import os
import random
import statistics
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

from bench._browsers import box_of, map_address
from bench._database import own_database
from bench._server import APPLICATION, GRANIAN, Server

GUNICORN = ["gunicorn", "--workers", "2", "--worker-class", "gthread", "--threads", "8", "--no-control-socket"]
GUNICORN += ["--log-level", "warning", "--bind=127.0.0.1:{port}", APPLICATION]
ROUNDS, SECONDS, REPORTS = 7, 3, 20_000
LEAST = 1.0  # times gunicorn's answers: below that granian is not worth being the server


def main():
    """Fill a database of its own, measure, print the table; return whether granian answered less."""
    with own_database():
        from apps.reports.map.snapshot.build import build
        from bench._million import fill
        from bench._table import Table

        table = Table()
        centres = fill(REPORTS)
        build()
        asked = {
            "an empty view": "/bench/empty/",
            "the map, cached": map_address(box_of(random.Random(1), centres, 12), 12, {"period": "all"}),
            "a page of words": "/privacy/",
            "the page of an area": "/areas/town-3/",
        }
        with Server(GRANIAN) as granian, Server(GUNICORN) as gunicorn:
            for what, path in asked.items():
                compare(table, what, path, granian, gunicorn)
    table.print()
    return table.missed


def compare(table, what, path, granian, gunicorn):
    """Ask both in turns, after a round that does not count, and add the median of the rounds' ratios."""
    rounds = [(answers(granian, path), answers(gunicorn, path)) for _ in range(ROUNDS + 1)][1:]
    times = statistics.median(ours[0] / theirs[0] for ours, theirs in rounds)
    (ours, our_cost), (theirs, their_cost) = (
        [statistics.median(column) for column in zip(*side, strict=True)] for side in zip(*rounds, strict=True)
    )
    measured = f"{times:.2f} × gunicorn ({ours:.0f} and {theirs:.0f} a second, {our_cost:.2f} and {their_cost:.2f} ms)"
    table.row(what, measured, f"≥ {LEAST} ×", times >= LEAST)


def answers(server, path):
    """Return (answers a second, the milliseconds of processor that each cost the web processes)."""
    before = server.processor()[0]
    rate = server.rate(path, seconds=SECONDS)
    return rate, (server.processor()[0] - before) / (rate * SECONDS)


if __name__ == "__main__":
    sys.exit(main())
