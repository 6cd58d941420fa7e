"""The Celery application: Redis is only a doorbell, so publishing gives up at once and nothing is lost by it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

app = Celery("copportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
