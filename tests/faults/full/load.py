"""Submits reports at a steady rate: `rate seconds area category` are its arguments.

Prints {"seconds": all it took, "committed": {reference: moment}}; moments are those of the monotonic clock, which all
processes of a machine share.
"""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")
django.setup()

from apps.areas.models import Area  # noqa: E402
from apps.reports.models import Category  # noqa: E402
from apps.reports.services.intake import submit_report  # noqa: E402

rate, seconds, area, category = map(int, sys.argv[1:])
area, category = Area.objects.get(pk=area), Category.objects.get(pk=category)
committed = {}
began = time.monotonic()
for number in range(rate * seconds):
    time.sleep(max(0, began + number / rate - time.monotonic()))
    identity = {"email": f"reporter{number}@example.org"}
    report, _code = submit_report(category=category, words="Two lamps are dark.", area=area, identity=identity)
    committed[report.reference] = time.monotonic()
print(json.dumps({"seconds": time.monotonic() - began, "committed": committed}))
