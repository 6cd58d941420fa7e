"""Sending a report through the real server: the last step of the form, the report, its area, its receipt, its event.

`--rows` reports are there before (100,000). Each one that is sent has a draft, a browser and an address of its own.
"""

import argparse
import http.client
import os
import statistics
import sys
import time
from queue import Empty, SimpleQueue

from bench._browsers import FORM, address_of, cookies, drafts, human_form
from bench._database import own_database
from bench._server import Server, together
from bench._table import Table, p95_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

STEADY, SECONDS, P95_MS = 20, 30, 60  # reports a second, for so long
BURST, CLIENTS, A_SECOND = 1000, 8, 100


def main():
    """Fill a database of its own, measure, print the table; return whether a target was missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=100_000)
    chosen = options.parse_args()
    table = Table()
    with own_database():
        from apps.events.models import Event
        from apps.reports.models import Report
        from bench._million import fill

        fill(chosen.rows)
        browsers = senders(STEADY * SECONDS + BURST)
        before = Report.objects.count(), Event.objects.count()
        with Server(TRUSTED_PROXIES="1") as server:
            steadily(table, server, browsers)
            at_once(table, server, browsers)
        sent = STEADY * SECONDS + BURST
        reports, events = Report.objects.count() - before[0], Event.objects.count() - before[1]
        table.row("reports and events written", f"{reports:,} and {events:,}", f"{sent:,}", reports == sent <= events)
    table.print()
    return table.missed


def senders(count):
    """Return a queue of (address, headers, body) of the last step of so many drafts."""
    from django.urls import reverse

    from apps.areas.models import Area

    body, address, browsers = human_form(), reverse("reports:step", args=["check"]), SimpleQueue()
    for number, token in enumerate(drafts(count, Area.objects.get(slug="town-0"))):
        browsers.put((address, FORM | cookies(DRAFT_COOKIE_NAME=token) | address_of(number), body))
    return browsers


def send(connection, browser):
    """Send one report; anything but the way to its last page ends the benchmark."""
    address, headers, body = browser
    connection.request("POST", address, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 302 or not answer.headers["Location"].endswith("/done/"):
        raise SystemExit(f"{answer.status} {answer.headers['Location']}: {text[:500].decode()}")


def steadily(table, server, browsers):
    """So many a second, whatever becomes of them: milliseconds count from the moment at which each was due."""
    empty = statistics.median(server.get("/bench/empty/")[0] for _ in range(50))
    took, turns = [], SimpleQueue()
    for number in range(STEADY * SECONDS):
        turns.put(number)
    began = time.perf_counter() + 1

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        while True:
            try:
                due = began + turns.get_nowait() / STEADY
            except Empty:
                return
            time.sleep(max(0, due - time.perf_counter()))
            send(connection, browsers.get_nowait())
            took.append((time.perf_counter() - due) * 1000)

    together([client] * CLIENTS)
    p50, p95 = statistics.median(took), p95_of(took)
    measured = f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, {p50 / empty:.0f} × an empty view"
    good = p95 <= P95_MS and len(took) == STEADY * SECONDS
    table.row(f"sent at {STEADY} a second", measured, f"p95 ≤ {P95_MS} ms", good)


def at_once(table, server, browsers):
    """As many as there are, as quickly as the server takes them."""
    sent, began = [], time.perf_counter()

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        while True:
            try:
                browser = browsers.get_nowait()
            except Empty:
                return
            send(connection, browser)
            sent.append(browser)

    before = server.processor()
    together([client] * CLIENTS)
    rate = len(sent) / (time.perf_counter() - began)
    web, database = ((now - then) / len(sent) for now, then in zip(server.processor(), before, strict=True))
    empty = server.rate("/bench/empty/")
    measured = f"{rate:.0f} a second (empty view {empty:.0f}); processor {web:.1f} + {database:.1f} ms each"
    table.row("sent as quickly as taken", measured, f"≥ {A_SECOND}", rate >= A_SECOND and len(sent) == BURST)


if __name__ == "__main__":
    sys.exit(main())
