"""Sends drafts by the portal's own pages, each as a browser does, and prints {"seconds": [of each], "failures": n}."""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from apps.core.forms import HumanForm  # noqa: E402
from apps.events import doorbell  # noqa: E402

doorbell.SILENCE = 0.0
HumanForm.QUICKEST *= 0
connection.ensure_connection()
seconds = []
for number, token in enumerate(sys.argv[1:], start=1):
    browser = Client(headers={"host": "localhost"}, REMOTE_ADDR=f"10.0.0.{number}")  # no address may send many
    browser.cookies[settings.DRAFT_COOKIE_NAME] = token
    began = time.perf_counter()
    answer = browser.post(reverse("reports:step", args=["check"]), {"opened_at": HumanForm.opening_moment()})
    seconds.append(time.perf_counter() - began)
    assert answer.status_code == 302, answer.content.decode()
print(json.dumps({"seconds": seconds, "failures": doorbell.doorbell.failures}))
