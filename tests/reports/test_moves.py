"""Every move between states, allowed and refused."""

import itertools

import pytest
from django.utils import timezone

from apps.events.enums import Audience
from apps.events.models import AuditEntry, Event
from apps.reports.enums import TRANSITIONS, ReportEvent, Status
from apps.reports.errors import MoveRefused, StaleReport
from apps.reports.models import Report
from apps.reports.services.moves import changing, move
from apps.reports.services.triage import acknowledge_report
from tests.factories.reports import make_report


def put(report, status):
    """Bring a row into a state with the columns that its constraints ask for."""
    Report.objects.filter(pk=report.pk).update(
        status=status,
        closed_at=timezone.now() if status == Status.CLOSED else None,
        duplicate_of=make_report(report.area, category=report.category) if status == Status.DUPLICATE else None,
    )
    report.refresh_from_db()


@pytest.mark.parametrize(("before", "after"), list(itertools.product(Status, Status)))
def test_move_follows_the_table(areas, iryna, before, after):
    report = make_report(areas.zarichchia)
    put(report, before)
    allowed = after in TRANSITIONS[before]

    def attempt():
        with changing(report, by=iryna) as locked:
            locked.closed_at = timezone.now() if after == Status.CLOSED else None
            locked.duplicate_of = report if after == Status.DUPLICATE else None
            move(locked, after, by=iryna, event=ReportEvent.STARTED, audience=Audience.REPORTER)

    if allowed:
        attempt()
    else:
        with pytest.raises(MoveRefused):
            attempt()
    assert Report.objects.get(pk=report.pk).status == (after if allowed else before)


def test_move_refused_records_no_event(areas, iryna):
    report = make_report(areas.zarichchia)
    acknowledge_report(report, by=iryna)
    events = Event.objects.of(report).count()

    with pytest.raises(MoveRefused):
        acknowledge_report(report, by=iryna)

    assert Event.objects.of(report).count() == events


def test_changing_with_an_old_version_says_who_did_what(areas, iryna, bohdan):
    report = make_report(areas.zarichchia)
    seen = report.version
    acknowledge_report(report, by=iryna, version=seen)

    with pytest.raises(StaleReport) as refused:
        acknowledge_report(report, by=bohdan, version=seen)

    assert refused.value.changes == [(ReportEvent.ACKNOWLEDGED, iryna)]


def test_changing_by_staff_leaves_an_audit_row_of_field_names(areas, iryna):
    report = make_report(areas.zarichchia)

    acknowledge_report(report, by=iryna)

    entry = AuditEntry.objects.get(action="report.changed")
    assert (entry.actor_id, entry.subject_id) == (iryna.pk, report.pk)
    assert entry.data["fields"] == ["acknowledged_at", "assignee_id", "status"]
