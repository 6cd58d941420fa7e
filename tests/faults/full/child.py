"""A sender of the full-size runs: `relay`, which rises again whenever it is killed, or `worker`.

From the environment: `WITHOUT`, the guard to take away; `CHANCES` (JSON), at which moments it dies and how often;
`KILLS`, where each kill is noted; `PAUSE`, the seconds after a first refusal (30 in life).
"""

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from apps.notifications import handlers  # noqa: E402
from apps.notifications.services import outbox  # noqa: E402
from copportal.celery import app  # noqa: E402
from tests.factories.notifications import HAPPENED, PeopleHandler  # noqa: E402
from tests.faults import guards  # noqa: E402
from tests.faults.saboteur import Saboteur  # noqa: E402

SCALE = 60  # how much faster the pauses between attempts pass


def prepare():
    """Take the guard away, quicken the pauses, let the saboteur in."""
    guards.take_away(os.environ.get("WITHOUT", ""))
    outbox.FIRST_PAUSE = timedelta(seconds=30 / SCALE)
    outbox.LONGEST_PAUSE = timedelta(hours=1) / SCALE
    Saboteur(json.loads(os.environ["CHANCES"]), os.environ["KILLS"]).enter()
    handlers.register(PeopleHandler(), HAPPENED)


def rise_again():
    """Run the relay in a forked child, and again each time it has ended: as a service manager would, but at once."""
    while True:
        pid = os.fork()
        if pid == 0:
            call_command("relay", pause=0.5)
            os._exit(0)
        os.waitpid(pid, 0)


prepare()
if sys.argv[1] == "relay":
    rise_again()
else:
    app.worker_main(["worker", "--loglevel", "CRITICAL", "--queues", "urgent,bulk", "--concurrency", "2"])
