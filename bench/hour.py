"""An hour of everything at once: people read, follow, answer and send while the worker, the beat and the relay run.

`--rate` arrive each second, whatever becomes of them: 70 % read what is public, 15 % follow a report by its secret
code, 10 % are officers at the desk, 5 % send a report, every fifth of them with a photo of 2 megapixels, every tenth
through all the steps; these and the photos come on top. Milliseconds count from the moment at which each was due.
"""

import argparse
import io
import math
import multiprocessing
import os
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from bench import _visitors
from bench._browsers import cookies, drafts, human_form
from bench._database import own_database
from bench._server import MailServer, Server, Tasks, memory_of, used_by_families
from bench._table import Table, p95_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

SHARES = {"public": 70, "follow": 15, "desk": 10, "send": 5}
RATE, P95_MS, MOST_GROWTH = 120, 250, 0.05
CARRIED = 0.99  # of the rate: time runs until the last of those who arrived is answered
LONG = 20  # minutes from which on memory is judged: before, caches fill
AT_ONCE, AT_ONCE_SECONDS = 16, 15  # clients that do not wait, and for how long
TOWNS = 10  # that have a police unit, two officers and reporters
FOLLOWED = 500  # reports with a secret code
MOST_WAIT_S = 60  # of the outbox: past that the portal's health is not well
WARM_SECONDS = 5  # of a load before, which is not measured: every process has answered something then
SETTLED_SECONDS = 120  # in which everybody has been told of everything


def main():
    """Fill a database of its own, measure, print the table; return whether a target was missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--minutes", type=float, default=2)
    options.add_argument("--rate", type=int, default=RATE)
    chosen = options.parse_args()
    table = Table()
    with own_database():
        site = site_of(chosen)
        with MailServer() as mail:
            variables = {"EMAIL_URL": mail.address, "TRUSTED_PROXIES": "1", "RATE_LIMIT_SCALE": "1000"}
            with Server(**variables) as server, Tasks(**variables) as tasks:
                measure(table, site, server, tasks, mail, chosen)
    table.print()
    return table.missed


def site_of(chosen):
    """Fill the database; return what the visitors know of the portal, as plain values."""
    from django.conf import settings

    from apps.areas.models import Area
    from apps.reports.map.snapshot.build import build
    from apps.reports.models import Category, PublicReport
    from bench import _million, queue
    from bench.pages import answer

    people = queue.people_of_the_desk()
    # What ended has been confirmed, and no clock asks anybody about what came from elsewhere.
    columns = queue.columns_of_the_desk(people, ended="closed") | {
        "closed_at": f"CASE WHEN NOT ({queue.OPEN}) THEN now() - age / 2 END",
        "channel": "'import'",
    }
    centres = _million.fill(chosen.rows, **columns)
    answer()
    build()
    towns = list(Area.objects.filter(slug__in=[f"town-{number}" for number in range(TOWNS)]).order_by("pk"))
    sent = SHARES["send"] / 100 * chosen.rate * (chosen.minutes * 60 + 10 * AT_ONCE_SECONDS)
    waiting = [token for town in towns for token in drafts(int(sent / TOWNS) + 50, town)]
    share = chosen.rate / RATE  # where fewer arrive, fewer are there at once, and each still goes all their way
    signed = officers(towns, people)
    newest = PublicReport.objects.order_by("-published_at")[:2000]
    return {
        "shares": SHARES,
        "centres": centres,
        "towns": [f"town-{number}" for number in range(_million.TOWNS)],
        "reports": [report.get_absolute_url() for report in newest],
        "codes": codes(towns),
        "at_once": {kind: math.ceil(count * share) for kind, count in _visitors.VISITORS.items()},
        "officers": signed[: math.ceil(len(signed) * share)],
        "drafts": waiting,
        "places": [(area.centre.x, area.centre.y) for area in towns],
        "category": Category.objects.offered().first().code,
        "photo": photo(),
        "human": human_form(),
        "session": settings.SESSION_COOKIE_NAME,
        "draft": settings.DRAFT_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
    }


def codes(towns):
    """File reports that can be followed; return their secret codes."""
    from apps.reports.models import Category
    from tests.factories.reports import make_report

    category = Category.objects.offered().first()
    return [make_report(towns[number % TOWNS], category=category).secret_code for number in range(FOLLOWED)]


def officers(towns, people):
    """Sign in two officers of each town and a supervisor of the country; return the cookies of each."""
    from apps.accounts.enums import RoleKind
    from apps.accounts.models import Person
    from apps.areas.models import Area
    from tests.factories.accounts import RoleFactory, signed_in

    posts = [(RoleKind.SUPERVISOR, Area.objects.get(code="UA")), *[(RoleKind.OFFICER, town) for town in towns * 2]]
    found = []
    for pk, (kind, area) in zip(people, posts, strict=False):
        person = Person.objects.get(pk=pk)
        RoleFactory(person=person, kind=kind, area=area)
        found.append(cookies(SESSION_COOKIE_NAME=signed_in(person).session.session_key)["Cookie"])
    return found


def photo():
    """Return a picture of 2 megapixels, as heavy as one of a street."""
    from PIL import Image

    picture = Image.effect_noise((408, 306), 60).resize((1632, 1224)).convert("RGB")
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88)
    return written.getvalue()


def measure(table, site, server, tasks, mail, chosen):
    """The steady load, watched; what came of it; and how much the portal carries when nobody waits."""
    settle()
    before = written()
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    visitors = context.Process(target=_visitors.run, args=(theirs, site, server.port), daemon=True)
    visitors.start()
    pipe.send({"rate": None, "seconds": WARM_SECONDS, "clients": AT_ONCE})
    warm = pipe.recv()
    used = usage(server, tasks, mail)
    pipe.send({"rate": chosen.rate, "seconds": chosen.minutes * 60, "clients": _visitors.CLIENTS})
    memory, waits = watch(pipe, server, tasks, chosen.minutes * 60)
    steady = pipe.recv()
    shares = {
        who: (now - then) / 10 / steady["seconds"] / os.cpu_count()
        for (who, now), then in zip(usage(server, tasks, mail).items(), used.values(), strict=True)
    } | {"visitors": steady["processor"] * 100 / steady["seconds"] / os.cpu_count()}
    print("Of the processor: " + ", ".join(f"{who} {share:.0f} %" for who, share in shares.items()))
    tell(table, steady, chosen)
    tell_memory(table, memory, chosen.minutes)
    measured = f"p95 {p95_of(waits):.1f} s, at most {max(waits):.1f} s"
    table.row("longest wait in the outbox", measured, f"≤ {MOST_WAIT_S} s", max(waits) <= MOST_WAIT_S)
    pipe.send({"rate": None, "seconds": AT_ONCE_SECONDS, "clients": AT_ONCE})
    at_once = pipe.recv()
    pipe.send(None)
    visitors.join()
    count = sum(map(len, at_once["took"].values()))
    rate = count / at_once["seconds"]
    table.row(f"{AT_ONCE} clients that do not wait", f"{rate:.0f} requests a second", f"≥ {RATE}", rate >= RATE)
    tell_answers(table, [warm, steady, at_once])
    tell_written(table, before, warm["accepted"] + steady["accepted"] + at_once["accepted"])


def watch(pipe, server, tasks, seconds):
    """Until the visitors are done: return the bytes of the portal's processes, and the outbox's waits."""
    from apps.notifications.selectors import longest_wait

    every, began, memory, waits = min(60, seconds / 40), time.perf_counter(), [], []
    while not pipe.poll(1):
        waits.append(longest_wait())
        now = time.perf_counter() - began
        if now >= len(memory) * every and now < seconds:
            memory.append(memory_of(server.process, *tasks.processes))
    return memory, waits


def usage(server, tasks, mail):
    """Return {who: milliseconds of processor so far}."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status").read_text()
    database = int(status.split("PPid:")[1].split()[0])
    return {
        "web": used_by_families(server.process.pid),
        "worker, beat and relay": used_by_families(*(process.pid for process in tasks.processes)),
        "database": used_by_families(database),
        "mail server": used_by_families(mail.process.pid),
    }


def tell(table, steady, chosen):
    """Requests a second, and how long each kind took."""
    times = [took for taken in steady["took"].values() for took in taken]
    rate, arrived = len(times) / steady["seconds"], len(steady["starts"]) / steady["seconds"]
    late = p95_of(steady["starts"])
    print(f"{len(times):,} requests; until the visitors' process had asked, p95 {late:.1f} ms of these had passed")
    measured = f"{rate:.0f} requests a second ({arrived:.0f} arrivals)"
    table.row("carried", measured, f"≥ {CARRIED:.0%} of {chosen.rate}", arrived >= chosen.rate * CARRIED)
    for what, taken in sorted(steady["took"].items(), key=lambda item: -len(item[1])):
        print(f"{what:<24} {len(taken):7,}   p50 {statistics.median(taken):5.0f} ms   p95 {p95_of(taken):5.0f} ms")
    p50, p95 = statistics.median(times), p95_of(times)
    table.row("all of them", f"p50 {p50:.0f} ms, p95 {p95:.0f} ms", f"p95 < {P95_MS} ms", p95 < P95_MS)


def tell_memory(table, memory, minutes):
    """Whether the last quarter holds as much as the second one."""
    quarter = max(1, len(memory) // 4)
    second, last = statistics.mean(memory[quarter : 2 * quarter]), statistics.mean(memory[-quarter:])
    growth = last / second - 1
    measured = f"{second / 1e6:.0f} MB, at the end {last / 1e6:.0f} MB ({growth:+.1%})"
    if minutes < LONG:
        print(f"Memory of the portal's processes: {measured}; judged from {LONG} minutes on")
    else:
        table.row("memory, second and last quarter", measured, f"≤ +{MOST_GROWTH:.0%}", growth <= MOST_GROWTH)


def tell_answers(table, loads):
    """Answers of 5xx, none at all, and refusals."""
    counts = sum((load["statuses"] for load in loads), start=Counter())
    broken = sum(count for (_what, status), count in counts.items() if status >= 500 or not status)
    for failure in [failure for load in loads for failure in load["failures"]]:
        print(failure)
    table.row("answers of 5xx, or none", f"{broken:,}", "0", not broken)
    refused = {key: count for key, count in counts.items() if 400 <= key[1] < 500}
    conflicts = sum(count for (_what, status), count in refused.items() if status == 409)
    measured = f"{sum(refused.values()) - conflicts:,}; {conflicts:,} where two officers met"
    table.row("answers of 4xx", measured, "0", sum(refused.values()) == conflicts)


def written():
    """Return {what was asked: how many rows of it there are}."""
    from apps.events.models import Event
    from apps.reports.enums import ReportEvent
    from apps.reports.models import Draft, Message, Report, ReportPhoto

    return {
        "a report sent": Report.objects.count(),
        "a report sent, its draft": Draft.objects.exclude(report=None).count(),
        "a report sent, its event": Event.objects.filter(name=ReportEvent.RECEIVED).count(),
        "a photo": ReportPhoto.objects.count(),
        "an acknowledgement": Event.objects.filter(name=ReportEvent.ACKNOWLEDGED).count(),
        "an answer": Message.objects.filter(from_reporter=False).count(),
        "a reply": Message.objects.filter(from_reporter=True).count(),
    }


def tell_written(table, before, accepted):
    """Whether something of each kind was accepted and all of it is there, once; whether everybody was told of it."""
    from apps.notifications.models import Delivery

    for what, now in written().items():
        count, wanted = now - before[what], accepted[what.partition(",")[0]]
        table.row(f"{what}: written", f"{count:,}", f"{wanted:,}", count == wanted > 0)
    seconds, left = settle()
    dead = Delivery.objects.dead().count()
    measured = f"after {seconds:.0f} s {left} left, {dead} given up of {Delivery.objects.count():,}"
    table.row("told in the end", measured, "none left, none given up", not left and not dead)


def settle():
    """Wait until everybody was told of everything; return the seconds, and what is left when it took too long."""
    from apps.events.models import Event
    from apps.notifications.models import Delivery
    from apps.notifications.selectors import figures

    began = time.perf_counter()
    while left := Event.objects.unfanned().count() + figures(Delivery.objects.all()).waiting:
        if time.perf_counter() - began > SETTLED_SECONDS:
            break
        time.sleep(0.5)
    return time.perf_counter() - began, left


if __name__ == "__main__":
    sys.exit(main())
