"""Records three events, each as a request of its own does, and prints the seconds of the middle one and the failures.

The bell's pause after a failure is taken away, so that each of them meets the broken broker; one of three may be slow
because the process has just begun or the machine is busy.
"""

import os
import statistics
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
seconds = []
for _ in range(3):
    began = time.perf_counter()
    record(HAPPENED, subject=person, audience=Audience.PUBLIC, data={"people": [person.pk]})
    seconds.append(time.perf_counter() - began)
print(statistics.median(seconds), doorbell.doorbell.failures)
