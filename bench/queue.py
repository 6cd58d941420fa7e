"""The desk's queue with 1,000,000 reports (or `--rows`), a tenth of them open: how long its pages take."""

import argparse
import os
import statistics
import time
from urllib.parse import quote

from bench._database import own_database
from bench._table import Table, p95_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

TARGET_MS, TARGET_QUERIES = 60, 12
DEEP, PAGE = 1000, 50  # the page that is measured far down, or the last one before, of so many rows
SAME = 1.25  # times the processor of the first page: what that page may cost
OPEN = "i % 10 = 0"
THINGS = "ліхтар,лавка,під’їзд,зупинка,паркан,гойдалка,яма,сміття,собака,мотоцикл,музика,компанія,авто,підвал,дах,знак"
SAID = "не світить,зламано,кричать,гавкає,стоїть покинуте,розбито,стріляють салюти,палять вогонь,перекрили прохід"
WHEN = "щовечора,уночі,у вихідні,третій день,після школи,зранку,на свята,постійно"
RARE = 5000  # one report in so many has the rare word

# what is asked, by its name
PAGES = {
    "mine and new": "",
    "late": "tab=late",
    "open": "tab=open",
    "all": "tab=all",
    "waiting": "tab=waiting",
    "one area": "tab=open&area=town-3",
    "one kind": "tab=open&kind=category-20",
    "one officer": "tab=open&assignee={officer}",
    "one state": "tab=open&state=referred",
    "registration due": "tab=open&registration=on",
    "release not decided": "tab=open&release=on",
    "search: a common word": "q=ліхтар",
    "search: two words": "q=собака+щовечора",
    "search: two words with a sign between": "q=собака%2Bщовечора",
    "search: a rare word": "q=шлагбаум",
    "search: part of a word": "q=лагбау&tab=open",
    "search: nothing fits": "q=зебраморський",
    "search: a common word in one area": "q=ліхтар&area=town-150",
    "search: a street and a number": "q=Лісова+{number}&tab=open",
}


def main():
    """Fill a database of its own, measure, print the table; return whether a target was missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=15)
    chosen = options.parse_args()
    table = Table()
    with own_database():
        from bench._million import fill
        from bench._server import Server

        began = time.perf_counter()
        people = people_of_the_desk()
        fill(chosen.rows, **columns_of_the_desk(people))
        print(f"{chosen.rows:,} reports written in {time.perf_counter() - began:.0f} s")
        with Server() as server:
            for who, reader in _readers(people).items():
                _measure(who, *reader, server, people[0], chosen.rounds, table)
    table.print()
    return table.missed


def people_of_the_desk():
    """A hundred officers, by id."""
    from tests.factories.accounts import PersonFactory

    return [person.pk for person in PersonFactory.create_batch(100)]


def columns_of_the_desk(people, *, ended="declined"):
    """SQL for what the desk sees: a tenth open, most of those in somebody's hands, due from a month ago on.

    The others are `ended`, one of the states that need nothing more.
    """
    pick = "(ARRAY['{}'])[1 + floor(random() * {})::int]"
    words = [pick.format("','".join(some.split(",")), len(some.split(","))) for some in (THINGS, SAID, WHEN)]
    rare = f"CASE WHEN i % {RARE} = 0 THEN ', шлагбаум' ELSE '' END"
    status = (
        "(ARRAY['received','acknowledged','in_progress','in_progress','waiting_for_reporter','referred'])"
        "[1 + floor(b * 6)::int]"
    )
    return {
        "status": f"CASE WHEN {OPEN} THEN {status} ELSE '{ended}' END",
        "assignee": f"CASE WHEN {OPEN} AND b > 0.3 THEN (ARRAY{people})[1 + floor(random() * {len(people)})::int] END",
        "due_at": f"CASE WHEN {OPEN} THEN now() + (random() - 0.3) * interval '90 days' ELSE '9999-12-31' END",
        "desk_key": "key",
        "open_words": " || ' ' || ".join(words) + f" || {rare}",
        "public_title_uk": "'Повідомлення'",
        "open_place": "'вулиця Лісова, ' || (i % 977)",
        "release_state": "CASE WHEN i % 30 = 0 THEN 'pending' ELSE 'released' END",
        "registration": f"CASE WHEN {OPEN} AND i % 500 = 0 THEN 'due' ELSE 'not_needed' END",
        "registration_due_at": "now()",
    }


def _readers(people):
    """{who: (person, signed in)}: a supervisor of the country, one of the oblast of the largest town, its officer."""
    from apps.accounts.enums import RoleKind
    from apps.accounts.models import Person
    from apps.areas.models import Area
    from tests.factories.accounts import RoleFactory, signed_in

    readers = {}
    country, oblast, _raion, town = Area.objects.get(code="H0").lineage()
    for who, pk, kind, area in (
        ("supervisor of the country", people[0], RoleKind.SUPERVISOR, country),
        ("supervisor of an oblast", people[1], RoleKind.SUPERVISOR, oblast),
        ("officer of a town", people[2], RoleKind.OFFICER, town),
    ):
        person = Person.objects.get(pk=pk)
        RoleFactory(person=person, kind=kind, area=area)
        readers[who] = person, signed_in(person, host="localhost")
    return readers


def _measure(who, person, client, server, officer, rounds, table):
    """Each page of `PAGES` and one deep in the list, in turns; the first round warms up and is not counted."""
    number, cursor = _far_down(person)
    far = f"open, page {number:,}"
    asked = PAGES | {far: f"tab=open&page={cursor}"}
    pages = {what: "/desk/reports/?" + query.format(officer=officer, number=411) for what, query in asked.items()}
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
    queries = {what: _queries(client, path) for what, path in pages.items()}
    times, costs = {what: [] for what in pages}, {what: [0, 0] for what in pages}
    for number in range(rounds + 1):
        for what, path in pages.items():
            before = server.processor()
            took, status, _body = server.get(quote(path, safe="/?&=%+"), cookies=cookies)
            if status != 200:
                raise SystemExit(f"{status} for {path}")
            times[what].append(took)
            for part, (now, then) in enumerate(zip(server.processor(), before, strict=True)):
                costs[what][part] += (now - then) * bool(number)
    for what, taken in times.items():
        p95 = p95_of(taken[1:])
        measured = f"p50 {statistics.median(taken[1:]):.0f} ms, p95 {p95:.0f} ms, {queries[what]} queries"
        web, database = (cost / rounds for cost in costs[what])
        cost = f"processor {web:.0f} + {database:.0f} ms"
        good = p95 <= TARGET_MS and queries[what] <= TARGET_QUERIES
        table.row(f"{who}: {what}", f"{measured}; {cost}", f"p95 ≤ {TARGET_MS} ms, ≤ {TARGET_QUERIES} queries", good)
    times_first = sum(costs[far]) / max(1, sum(costs["open"]))
    table.row(f"{who}: {far} against page 1", f"{times_first:.2f} × the processor", f"≤ {SAME} ×", times_first <= SAME)


def _queries(client, path):
    """Return how many queries one page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    connection.queries_log.clear()  # which holds so many and no more
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code} for {path}")
    if slow := os.environ.get("SLOW"):  # seconds
        for query in captured.captured_queries:
            if float(query["time"]) > float(slow):
                print(path, query["time"], query["sql"])
    return len(captured)


def _far_down(person):
    """Return (number, cursor) of page `DEEP` of what is open, or of the last full one of somebody who has fewer."""
    from django.http import QueryDict

    from apps.reports.staff.queue import Queue

    rows = PAGE * (DEEP - 1)
    while True:
        queue = Queue(person, QueryDict("tab=open"))
        queue.SIZE = rows  # one page of all that stands before
        if queue.page.next_cursor:
            return rows // PAGE + 1, queue.page.next_cursor
        rows = (len(queue.page) // PAGE - 1) * PAGE


if __name__ == "__main__":
    raise SystemExit(main())
