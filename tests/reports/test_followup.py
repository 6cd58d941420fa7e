"""What the reporter decides, and what silence decides for them."""

from datetime import timedelta
from importlib import import_module
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState
from django.utils import timezone

from apps.events.models import Event
from apps.reports.enums import ReportEvent, Status
from apps.reports.errors import MoveRefused, OwnDecision
from apps.reports.models import Report
from apps.reports.services.followup import (
    close_after_silence,
    confirm_solution,
    dispute_solution,
    object_to_decline,
    reopen_report,
    withdraw_report,
)
from apps.reports.services.triage import (
    acknowledge_report,
    decline_report,
    hand_over_report,
    join_report,
    resolve_report,
    separate_report,
    start_report,
)
from tests.factories.reports import make_report


@pytest.fixture
def report(areas, olena):
    return make_report(areas.zarichchia, reporter=olena)


@pytest.fixture
def solved(report, iryna):
    resolve_report(report, by=iryna, outcome="Mended.")
    return report


@pytest.fixture
def declined(report, iryna):
    decline_report(report, by=iryna, reason="Nothing found.")
    return report


@pytest.fixture
def closed(solved, olena):
    confirm_solution(solved, by=olena)
    return solved


def after(**time):
    moment = timezone.now() + timedelta(**time)
    return mock.patch.object(timezone, "now", lambda: moment)


def test_confirmed_is_closed_with_the_satisfaction(solved, olena):
    confirm_solution(solved, by=olena, satisfaction=4)

    assert (solved.status, solved.satisfaction, solved.closed_at is None) == (Status.CLOSED, 4, False)
    assert Event.objects.of(solved).first().data["confirmed"] is True


def test_confirmed_before_it_is_solved_is_refused(report, olena):
    with pytest.raises(MoveRefused):
        confirm_solution(report, by=olena)


def test_disputed_goes_on_with_new_promises_and_the_words(solved, olena):
    with after(days=7):
        dispute_solution(solved, by=olena, text="It is dark again.")

    assert (solved.status, solved.resolved_at, solved.decision_disputed, solved.unread_reply) == (
        Status.IN_PROGRESS,
        None,
        True,
        True,
    )
    assert solved.resolve_due_at > timezone.now() + timedelta(days=7)
    assert [(message.text, message.from_reporter) for message in solved.messages.all()] == [("It is dark again.", True)]


@pytest.mark.parametrize(
    "decide",
    [
        lambda report, by: resolve_report(report, by=by, outcome="Mended, really."),
        lambda report, by: decline_report(report, by=by, reason="Nothing more to do."),
        lambda report, by: hand_over_report(report, by=by, service="Council", number="1", contact="Reception"),
        lambda report, by: join_report(report, by=by, other=make_report(report.area)),
    ],
    ids=["resolve", "decline", "hand over", "join"],
)
def test_nobody_decides_on_a_dispute_of_their_own_decision(solved, olena, iryna, bohdan, decide):
    dispute_solution(solved, by=olena, text="It is dark again.")

    with pytest.raises(OwnDecision):
        decide(solved, iryna)

    decide(solved, bohdan)
    assert solved.decided_by == bohdan or solved.status == Status.DUPLICATE


def test_whoever_decided_a_dispute_decides_again_when_the_report_is_opened_for_another_reason(
    solved, olena, iryna, bohdan
):
    dispute_solution(solved, by=olena, text="It is dark again.")
    resolve_report(solved, by=bohdan, outcome="A new lamp.")
    confirm_solution(solved, by=olena)
    reopen_report(solved, by=olena, text="The new lamp was stolen.")

    resolve_report(solved, by=bohdan, outcome="Another lamp, with a lock.")

    assert (solved.status, solved.decided_by, solved.outcome) == (Status.RESOLVED, bohdan, "Another lamp, with a lock.")


def test_dispute_of_the_second_decision_is_decided_by_anybody_but_who_took_that(solved, olena, iryna, bohdan):
    dispute_solution(solved, by=olena, text="It is dark again.")
    resolve_report(solved, by=bohdan, outcome="A new lamp.")
    dispute_solution(solved, by=olena, text="Still dark.")

    with pytest.raises(OwnDecision):
        resolve_report(solved, by=bohdan, outcome="It burns, I saw it.")

    resolve_report(solved, by=iryna, outcome="The wire was cut.")
    assert solved.decided_by == iryna


def test_dispute_waits_for_somebody_else_after_a_joining_that_was_undone(solved, olena, iryna, bohdan):
    dispute_solution(solved, by=olena, text="It is dark again.")
    join_report(solved, by=bohdan, other=make_report(solved.area))
    separate_report(solved, by=bohdan)

    with pytest.raises(OwnDecision):
        resolve_report(solved, by=iryna, outcome="Mended, really.")


def test_disputes_from_before_they_were_noted_are_found_in_the_log(report, areas, olena, iryna, bohdan):
    decided, waits = make_report(areas.zarichchia, reporter=olena), report
    for disputed in (decided, waits):
        resolve_report(disputed, by=iryna, outcome="Mended.")
        dispute_solution(disputed, by=olena, text="It is dark again.")
    resolve_report(decided, by=bohdan, outcome="A new lamp.")
    Report.objects.update(decision_disputed=False)

    import_module("apps.reports.migrations.0030_disputed_decision").mark_disputed(apps, None)

    assert list(Report.objects.filter(decision_disputed=True)) == [waits]


def test_the_migration_that_finds_disputes_may_be_repeated_after_its_last_step(db):
    operations = import_module("apps.reports.migrations.0030_disputed_decision").Migration.operations
    state = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        for operation in operations:
            operation.database_forwards("reports", editor, state, state)

    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "reports_report")}
    assert columns & {"decision_disputed", "dispute_count"} == {"decision_disputed"}


def test_disputed_when_it_is_not_solved_is_refused(closed, olena):
    with pytest.raises(MoveRefused):
        dispute_solution(closed, by=olena, text="No.")

    assert not closed.messages.exists()


def test_objected_starts_again_and_somebody_else_decides(declined, olena, iryna, bohdan):
    object_to_decline(declined, by=olena, text="Look again.")
    assert (declined.status, declined.objected_at is None) == (Status.RECEIVED, False)

    with pytest.raises(OwnDecision):
        decline_report(declined, by=iryna, reason="Still nothing.")
    with pytest.raises(OwnDecision):
        resolve_report(declined, by=iryna, outcome="Done after all.")
    decline_report(declined, by=bohdan, reason="Still nothing.")

    assert declined.decided_by == bohdan


def test_objected_a_second_time_is_refused(declined, olena, bohdan):
    object_to_decline(declined, by=olena, text="Look again.")
    decline_report(declined, by=bohdan, reason="Still nothing.")

    with pytest.raises(MoveRefused):
        object_to_decline(declined, by=olena, text="Once more.")


def test_objected_when_it_was_joined_is_refused(report, olena, iryna):
    join_report(report, by=iryna, other=make_report(report.area))

    with pytest.raises(MoveRefused):
        object_to_decline(report, by=olena, text="It is another thing.")

    report.refresh_from_db()
    assert report.status == Status.DUPLICATE


@pytest.mark.parametrize(("days", "reopened"), [(89, True), (91, False)])
def test_reporter_reopens_within_90_days(closed, olena, days, reopened):
    with after(days=days):
        if reopened:
            reopen_report(closed, by=olena, text="It is back.")
        else:
            with pytest.raises(MoveRefused):
                reopen_report(closed, by=olena, text="It is back.")

    assert closed.status == (Status.IN_PROGRESS if reopened else Status.CLOSED)
    assert (closed.closed_at is None) == reopened


def test_police_reopen_at_any_time(closed, iryna):
    with after(days=400):
        reopen_report(closed, by=iryna, text="We look at it again.")

    assert closed.status == Status.IN_PROGRESS
    assert [(message.author, message.from_reporter) for message in closed.messages.all()] == [(iryna, False)]


def test_reopened_before_it_was_closed_is_refused(solved, olena):
    with pytest.raises(MoveRefused):
        reopen_report(solved, by=olena, text="It is back.")


@pytest.mark.parametrize(("days", "number"), [(13, 0), (15, 1)])
def test_silence_closes_after_14_days(solved, days, number):
    assert close_after_silence(timezone.now() + timedelta(days=days)) == number

    solved.refresh_from_db()
    assert solved.status == (Status.CLOSED if number else Status.RESOLVED)


def test_silence_is_no_confirmation(solved):
    close_after_silence(timezone.now() + timedelta(days=15))

    event = Event.objects.of(solved).first()
    assert (event.name, event.data["confirmed"], event.actor) == (ReportEvent.CLOSED, False, None)
    assert Report.objects.get(pk=solved.pk).satisfaction is None


@pytest.mark.parametrize("before", [lambda *_: None, acknowledge_report, start_report])
def test_withdrawn_ends_there(report, olena, iryna, before):
    before(report, by=iryna) if before in (acknowledge_report, start_report) else None

    withdraw_report(report, by=olena)

    assert (report.status, report.is_open) == (Status.WITHDRAWN, False)


def test_withdrawn_after_it_was_solved_is_refused(solved, olena):
    with pytest.raises(MoveRefused):
        withdraw_report(solved, by=olena)
