"""Many at once on one row; each race has a twin with its guard switched off, which loses it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, connection
from django.db.models.query import QuerySet

from apps.reports.enums import Status
from apps.reports.errors import StaleReport
from apps.reports.models import Report
from apps.reports.services import drafts, intake, moves, triage
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 20
OFFICERS = 50


def at_once(call, arguments):
    """Call once per argument, all from threads that start together; return what each gave back or raised."""
    start = Barrier(len(arguments))

    def run(argument):
        try:
            start.wait(30)
            return call(argument)
        except (StaleReport, DatabaseError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


@pytest.fixture
def unguarded(monkeypatch):
    """Rows are no longer locked, and everybody has read before anybody writes: the worst order of things."""
    read = Barrier(MANY)

    def unlocked(self, **_options):
        return self.all()

    monkeypatch.setattr(QuerySet, "select_for_update", unlocked)
    monkeypatch.setattr(moves._LOCKED, "written", {})  # with the lock
    return lambda: read.wait(30)


@pytest.fixture
def draft(areas):
    """A whole draft, ready to be sent."""
    category = CategoryFactory()
    found, _token = drafts.open_draft(
        where={"area": areas.zarichchia.pk, "words": "Mlynova St 8"},
        what={"category": category.code},
        details={"words": "Two lamps by the stairs are dark."},
        you={"how": "anonymous"},
    )
    return found


def send(draft):
    """What the button does."""
    report, code = drafts.send_draft(draft, language="uk")
    return report.pk, code


def test_twenty_submits_of_one_draft_are_one_report_and_one_code(draft):
    answers = at_once(send, [draft] * MANY)

    assert len(set(answers)) == 1
    assert Report.objects.count() == 1


def test_without_the_lock_twenty_submits_of_one_draft_are_many_reports(draft, unguarded, monkeypatch):
    insert = intake._insert

    def late(report):
        unguarded()
        insert(report)

    monkeypatch.setattr(intake, "_insert", late)

    at_once(send, [draft] * MANY)

    assert Report.objects.count() == MANY


@pytest.fixture
def officers(areas):
    """Fifty officers of Zarichchia."""
    people = PersonFactory.create_batch(OFFICERS)
    for person in people:
        RoleFactory(person=person, area=areas.zarichchia)
    return people


@pytest.fixture
def seen(areas):
    """A report of which everybody has the first version open."""
    return make_report(areas.zarichchia)


def acknowledge(seen):
    """What the button of an officer does, with the version that they saw."""

    def press(officer):
        triage.acknowledge_report(Report.objects.get(pk=seen.pk), by=officer, version=seen.version)
        return officer.pk

    return press


def test_fifty_officers_acknowledge_one_version_and_forty_nine_are_told(seen, officers):
    answers = at_once(acknowledge(seen), officers)

    saved = [answer for answer in answers if not isinstance(answer, Exception)]
    told = [answer for answer in answers if isinstance(answer, StaleReport)]
    assert (len(saved), len(told)) == (1, OFFICERS - 1)
    row = Report.objects.get(pk=seen.pk)
    assert (row.assignee_id, row.status, row.version) == (saved[0], Status.ACKNOWLEDGED, seen.version + 1)
    assert {change for answer in told for change in answer.changes} == {
        ("report.acknowledged", row.assignee),
    }


def test_without_the_lock_twenty_officers_overwrite_each_other(seen, officers, unguarded, monkeypatch):
    values = moves._values
    first = set()

    def late(report):
        if id(report) not in first:
            first.add(id(report))
            unguarded()
        return values(report)

    monkeypatch.setattr(moves, "_values", late)

    answers = at_once(acknowledge(seen), officers[:MANY])

    assert len([answer for answer in answers if not isinstance(answer, Exception)]) == MANY
    assert Report.objects.get(pk=seen.pk).version == seen.version + 1
