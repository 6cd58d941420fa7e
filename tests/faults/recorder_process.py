"""Records one event, as a request does, and prints how many seconds that took and how often the bell failed."""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")
django.setup()

from django.db import connection  # noqa: E402

from apps.accounts.models import Person  # noqa: E402
from apps.events.doorbell import doorbell  # noqa: E402
from apps.events.enums import Audience  # noqa: E402
from apps.events.services import record  # noqa: E402
from tests.factories.notifications import HAPPENED  # noqa: E402

person = Person.objects.get()
connection.ensure_connection()
began = time.perf_counter()
record(HAPPENED, subject=person, audience=Audience.PUBLIC, data={"people": [person.pk]})
print(time.perf_counter() - began, doorbell.failures)
