"""Submits reports at a steady rate, as several people do at once: `rate seconds area category` are its arguments.

Prints {"seconds": all it took, "committed": {reference: moment}}; moments are those of the monotonic clock, which all
processes of a machine share.
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")
django.setup()

from apps.areas.models import Area  # noqa: E402
from apps.reports.models import Category  # noqa: E402
from apps.reports.services.intake import submit_report  # noqa: E402

WORKERS = 4  # as many reports are sent at a time at most

rate, seconds, area, category = map(int, sys.argv[1:])
area, category = Area.objects.get(pk=area), Category.objects.get(pk=category)
committed = {}


def submit(number):
    """Send one report, from a thread with a connection of its own."""
    identity = {"email": f"reporter{number}@example.org"}
    report, _code = submit_report(category=category, words="Two lamps are dark.", area=area, identity=identity)
    committed[report.reference] = time.monotonic()


began = time.monotonic()
with ThreadPoolExecutor(WORKERS) as workers:
    sent = []
    for number in range(rate * seconds):
        time.sleep(max(0, began + number / rate - time.monotonic()))
        sent.append(workers.submit(submit, number))
for one in sent:
    one.result()
print(json.dumps({"seconds": time.monotonic() - began, "committed": committed}))
