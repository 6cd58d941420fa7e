"""The Celery worker as a process of its own, telling of the events of `tests.factories.notifications`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")
django.setup()

from apps.notifications import handlers  # noqa: E402
from copportal.celery import app  # noqa: E402
from tests.factories.notifications import HAPPENED, PeopleHandler  # noqa: E402

handlers.register(PeopleHandler(), HAPPENED)
app.worker_main(["worker", "--loglevel", "ERROR", "--queues", "urgent,bulk", "--concurrency", *sys.argv[1:]])
