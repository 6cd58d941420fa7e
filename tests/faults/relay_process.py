"""The relay as a process of its own, telling of the events of `tests.factories.notifications`.

`unguarded` as an argument takes away the lock under which a delivery is claimed.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from apps.notifications import handlers  # noqa: E402
from tests.factories.notifications import HAPPENED, PeopleHandler  # noqa: E402

if "unguarded" in sys.argv:
    QuerySet.select_for_update = lambda self, **_options: self
handlers.register(PeopleHandler(), HAPPENED)
call_command("relay", pause=0.1)
