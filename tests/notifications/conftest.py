"""A handler for the events of these tests, and servers' answers without servers."""

import smtplib

import pytest
from django.contrib.gis.geos import Point

from apps.notifications import handlers
from apps.reports.services.release import release_report
from apps.reports.services.triage import acknowledge_report
from tests.factories.areas import SnapPointFactory
from tests.factories.notifications import HAPPENED, PeopleHandler
from tests.factories.reports import make_report


@pytest.fixture(autouse=True)
def people_handler():
    """Register `PeopleHandler` for the duration of a test."""
    handler = PeopleHandler()
    handlers.register(handler, HAPPENED)
    yield handler
    handlers.unregister(HAPPENED)


@pytest.fixture
def released(areas, police, iryna):
    """A report of Iryna's that was released at a public point in Zarichchia."""
    point = SnapPointFactory(area=areas.zarichchia, point=Point(30.01, 50.01, srid=4326))
    report = make_report(areas.zarichchia, snap_point=point)
    acknowledge_report(report, by=iryna)
    release_report(report, by=iryna, title_en="Lamps are out", title_uk="Ліхтарі погасли")
    return report


class ScriptedBackend:
    """A mail backend that answers each mail with the next item of a script: an exception is raised, None accepts."""

    def __init__(self):
        self.script = []
        self.accepted = []
        self.opened = 0

    def open(self):
        self.opened += 1

    def close(self):
        pass

    def send_messages(self, mails):
        answer = self.script.pop(0) if self.script else None
        if answer is not None:
            raise answer
        self.accepted += mails


@pytest.fixture
def smtp(monkeypatch):
    """The mail server of the test: fill `smtp.script`, look at `smtp.accepted`."""
    backend = ScriptedBackend()
    monkeypatch.setattr("apps.notifications.channels.email.get_connection", lambda: backend)
    return backend


@pytest.fixture
def refusal():
    """Return `refusal(code)`: the exception for a recipient refused with this code."""
    return lambda code: smtplib.SMTPRecipientsRefused({"x@example.org": (code, b"no")})


@pytest.fixture
def no_jitter(monkeypatch):
    """Pauses without chance."""
    monkeypatch.setattr("apps.notifications.services.outbox.random.uniform", lambda low, high: 1.0)
