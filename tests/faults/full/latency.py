"""How long it takes: sending a report while Redis hangs, and from a report's commit to the mail server's acceptance."""

import json
import os
import statistics
import subprocess
import sys
import time

from apps.accounts.models import Organisation
from apps.areas.enums import AreaKind
from apps.notifications.models import Delivery
from apps.reports.models import Report
from tests.factories.accounts import OrganisationFactory
from tests.factories.areas import AreaFactory, square
from tests.factories.reports import CategoryFactory, open_complete_drafts
from tests.faults.full.scenarios import happen, prepare, settle, wait_for_relays
from tests.faults.full.senders import Senders
from tests.faults.full.servers import CHECKOUT
from tests.faults.sink import Sink

SUBMITS = 100
RATE, SECONDS = 50, 20  # reports a second, for so long
MAILS = 3000


def rows(servers):
    """Yield (what, measured, wanted, whether it is good)."""
    category, area = _town()
    slowest = _p95(_submit_with_redis_hung(servers, category, area))
    yield f"submit with Redis hung, p95 of {SUBMITS}", f"{slowest * 1000:.0f} ms", "< 500 ms", slowest < 0.5
    rate, waits = _reports_at_a_steady_rate(servers, category, area)
    wait = _p95(waits)
    yield (
        f"from commit to acceptance, p95 of {len(waits)} mails at {rate:.0f} reports a second",
        f"{wait:.2f} s",
        "< 5 s",
        wait < 5 and rate > RATE * 0.95,
    )
    rate = _drain(servers)
    yield f"{MAILS:,} mails that wait, two relays and a pool of two", f"{rate:.0f} a second", "", True


def _town():
    """One district with a police unit that has a mailbox, and a kind of report."""
    prepare(1)
    area = AreaFactory(kind=AreaKind.NEIGHBOURHOOD, boundary=square(30.00, 50.00, 30.02, 50.02))
    area.refresh_from_db()
    Organisation.objects.all().delete()
    unit = OrganisationFactory(email="unit@example.org")
    unit.areas.add(area)
    return CategoryFactory(), area


def _submit_with_redis_hung(servers, category, area):
    """Send drafts by the portal's own pages; return the seconds each took."""
    drafts = open_complete_drafts(SUBMITS, area=area, category=category)
    servers.to_redis.hang()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.submit_process", *drafts],
            cwd=CHECKOUT,
            env=os.environ | {"DEBUG": "1"},  # static files straight from their folders
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    finally:
        servers.to_redis.pass_on()
    return json.loads(done.stdout)["seconds"]


def _reports_at_a_steady_rate(servers, category, area):
    """Submit reports at a steady rate; return the rate that was kept and the seconds until each mail was accepted."""
    Delivery.objects.all().delete()
    with Sink() as sink, Senders(servers, sink.port) as senders:
        wait_for_relays(senders)
        time.sleep(3)  # the worker is up
        words = [str(word) for word in (RATE, SECONDS, area.pk, category.pk)]
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.full.load", *words],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        settle()
    load = json.loads(done.stdout)
    committed, waits = load["committed"], []
    for letter, at in zip(sink.letters, sink.accepted_at, strict=True):
        about = [word for word in letter["Subject"].split() if word in committed]
        waits += [at - committed[reference] for reference in about]
    Report.objects.all().delete()
    return len(committed) / load["seconds"], waits


def _drain(servers):
    """Return how many waiting mails leave a second."""
    people = prepare(30)
    with Sink() as sink, Senders(servers, sink.port) as senders:
        wait_for_relays(senders)
        for _ in range(MAILS // len(people)):
            happen(people)
        began, before = time.monotonic(), len(sink.letters)
        settle(300)
        return (len(sink.letters) - before) / (time.monotonic() - began)


def _p95(values):
    return statistics.quantiles(values, n=20)[-1]
