"""The relay, telling of the events of `tests.factories.notifications`; `nursery_process` forks it.

`WITHOUT` in the environment names a guard to take away, `KILL_AT` a moment of `saboteur` at which the process dies.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from apps.notifications import handlers  # noqa: E402
from tests.factories.notifications import HAPPENED, PeopleHandler  # noqa: E402
from tests.faults import guards  # noqa: E402
from tests.faults.saboteur import Saboteur  # noqa: E402


def run():
    """Be a relay until told to end."""
    guards.take_away(os.environ.get("WITHOUT", ""))
    if moment := os.environ.get("KILL_AT"):
        Saboteur({moment: 1.0}, os.devnull).enter()
    handlers.register(PeopleHandler(), HAPPENED)
    call_command("relay", pause=0.1)
