"""The application as a server loads it."""

import subprocess
import sys


def told_by(asks):
    return subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout.split()


def test_the_views_are_loaded_before_the_first_visitor_comes():
    assert told_by("import sys, copportal.wsgi; print('apps.reports.views.public' in sys.modules)") == ["True"]


def test_what_pages_leave_is_freed_when_an_answer_is_out():
    asks = """
import weakref
import copportal.wsgi
from django.core.signals import request_finished

class Left:
    def __init__(self):
        self.itself = self

left = weakref.ref(Left())
print(left() is None)
request_finished.send(None)
print(left() is None)  # a single one may wait
more = [Left() for _ in range(2_500)]
del more
request_finished.send(None)
print(left() is None)
"""
    assert told_by(asks) == ["False", "False", "True"]
