"""Records an event for each line of its input, as a request of its own does, and prints the seconds and the failures.

The bell's pause after a failure is taken away, so that each of them meets the broken broker.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")
django.setup()

from django.db import connection  # noqa: E402

from apps.accounts.models import Person  # noqa: E402
from apps.events import doorbell  # noqa: E402
from apps.events.enums import Audience  # noqa: E402
from apps.events.services import record  # noqa: E402
from tests.factories.notifications import HAPPENED  # noqa: E402

doorbell.SILENCE = 0.0
person = Person.objects.get()
connection.ensure_connection()
for _line in sys.stdin:
    began = time.perf_counter()
    record(HAPPENED, subject=person, audience=Audience.PUBLIC, data={"people": [person.pk]})
    print(time.perf_counter() - began, doorbell.doorbell.failures, flush=True)
