"""The public's pages through the real server, with 100,000 released reports (or `--rows`): milliseconds and queries."""

import argparse
import os
import statistics
import sys

from bench._database import own_database
from bench._server import Server
from bench._table import Table, p95_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

P95_MS, QUERIES = 50, 15
TOWNS = 40  # of the page of an area
RARE = 5000  # one title in so many


def main():
    """Fill a database of its own, measure, print the table; return whether a target was missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    table = Table()
    with own_database():
        from apps.reports.map.snapshot.build import build
        from bench._million import fill

        fill(chosen.rows)
        answer()
        build()
        pages = addresses()
        for what, paths in pages.items():
            count_queries(table, what, paths[0])
        with Server() as server:
            for what, paths in pages.items():
                measure(table, server, what, paths, chosen.rounds)
    table.not_measured("a meeting, a plan", "the portal has no such pages", f"p95 ≤ {P95_MS} ms, ≤ {QUERIES} queries")
    table.print()
    return table.missed


def answer():
    """Let every report that was solved have been answered, one in seven of them with an update for everybody.

    One title in so many has a rare word.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            """UPDATE reports_report SET first_answered_at = submitted_at + interval '2 days',
               resolved_at = submitted_at + least(interval '9 days', (now() - submitted_at) * random())
               WHERE status IN ('resolved', 'closed')"""
        )
        cursor.execute(
            """INSERT INTO reports_message (created_at, report_id, audience, from_reporter, open_text,
                                            sealed_text, asks)
               SELECT resolved_at, id, 'public', false, 'Ліхтар замінено, двір знову освітлено.', '', false
               FROM reports_report WHERE status IN ('resolved', 'closed') AND id % 7 = 0"""
        )
        cursor.execute(
            "UPDATE reports_report SET public_title_uk = 'Шлагбаум не зачиняється' WHERE id %% %s = 0", [RARE]
        )
        cursor.execute("VACUUM ANALYZE reports_report, reports_message")


def addresses():
    """Return {what: addresses}: of the page of an area and of a report many, so that no cache answers for all."""
    from django.db.models import F
    from django.urls import reverse

    from apps.reports.models import PublicReport

    newest = PublicReport.objects.order_by(F("published_at").desc(), "-pk")[: TOWNS * 5]
    return {
        "the first page": [reverse("portal:home")],
        "an area": [reverse("portal:area", args=[f"town-{number}"]) for number in range(TOWNS)],
        "a report": [report.get_absolute_url() for report in newest],
        "the map's page": [reverse("reports:map")],
        "the map of an area as a list": [
            f"{reverse('reports:map')}?list&area=town-{number}" for number in range(TOWNS)
        ],
        "search for a common word": [f"{reverse('portal:search')}?q=ліхтар"],
        "search for a rare word": [f"{reverse('portal:search')}?q=шлагбаум"],
    }


def count_queries(table, what, path):
    """Add the queries of a page that nothing is kept of."""
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    caches["recomputed"].clear()
    with CaptureQueriesContext(connection) as asked:
        status = Client(headers={"host": "localhost"}).get(path).status_code
    if status != 200:
        raise SystemExit(f"{status} for {path}")
    table.row(f"{what}, queries when nothing is kept", str(len(asked)), f"≤ {QUERIES}", len(asked) <= QUERIES)


def measure(table, server, what, paths, rounds):
    """Ask for each page once (whose figures are then kept for a minute), then in rounds beside an empty view."""
    first = [ask(server, path) for path in paths]
    asked = paths * max(1, 20 // len(paths)) * rounds
    before = server.processor()
    times = [ask(server, path) for path in asked]
    web, database = ((now - then) / len(asked) for now, then in zip(server.processor(), before, strict=True))
    least = statistics.median(ask(server, "/bench/empty/") for _ in range(100))
    p50, p95 = statistics.median(times), p95_of(times)
    measured = (
        f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, {p50 / least:.0f} × an empty view; kept nothing {max(first):.0f} ms"
    )
    cost = f"processor {web:.1f} + {database:.1f} ms"
    table.row(what, f"{measured}; {cost}", f"p95 ≤ {P95_MS} ms", p95 <= P95_MS)


def ask(server, path):
    """Return the milliseconds of one answer."""
    from urllib.parse import quote

    took, status, _body = server.get(quote(path, safe="/?&=%"))
    if status != 200:
        raise SystemExit(f"{status} for {path}")
    return took


if __name__ == "__main__":
    sys.exit(main())
