"""The WSGI application that granian serves."""

import gc
import os
import sys

from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

application = get_wsgi_application()

from django.urls import reverse  # noqa: E402 (the apps must be ready)

from apps.events.doorbell import doorbell  # noqa: E402

doorbell.prepare()
# To find one address loads the views of all, for which the first visitor would otherwise wait.
reverse("portal:home")

# What was loaded stays for good. Left out of the collections of garbage, whose full ones otherwise hold up a page now
# and then for as long as three pages take.
gc.collect()
gc.freeze()
# A page makes some 30,000 objects, nearly all of which are gone with it: to look through each 700 new ones, which is
# Python's measure, took a twentieth of its time. What is left of it, some 500 that name each other (a context of Django
# names itself), goes when the answer is out: within a page it made one in eighty wait for 45 ms.
gc.set_threshold(50_000)


def collect_garbage(**_signal):
    """Free what pages have left once there are a few thousand: by Python's three generations, two milliseconds each."""
    young, middle, old = gc.get_count()
    if young > 2_000:
        gc.collect(2 if old > 100 else 1 if middle > 10 else 0)


request_finished.connect(collect_garbage)
# Seconds for which a thread may compute before another's turn. All of them share locks of asgiref, which each
# translated word takes: whoever is interrupted holding one makes the others queue for it, and that would be 200 times a
# second.
sys.setswitchinterval(0.1)
