"""Several reports at once: joining them, what of it can be undone, and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.reports.enums import Status
from apps.reports.models import Report
from apps.reports.services import triage
from apps.reports.services.conversation import add_note, ask_reporter
from apps.reports.services.referral import refer_report
from apps.reports.staff.bulk import SESSION_KEY
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import make_report
from tests.reports.desk_helpers import text_of

pytestmark = pytest.mark.django_db

BULK, JOIN, UNDO = (reverse(f"reports_staff:{name}") for name in ("bulk", "join_all", "undo"))
BUTTON = f'action="{UNDO}?'


@pytest.fixture
def reports(areas):
    """Three reports of Zarichchia, the first to answer first."""
    return [make_report(areas.zarichchia) for _ in range(3)]


def as_seen(reports):
    return [f"{report.reference}.{report.version}" for report in reports]


def now(reports):
    """The present (assignee, state) of each report."""
    rows = Report.objects.in_bulk([report.pk for report in reports])
    return [(rows[report.pk].assignee, rows[report.pk].status) for report in reports]


def undo(client):
    return text_of(client.post(UNDO, follow=True))


def test_what_was_given_goes_back_to_whom_it_was(desk, areas, reports, iryna):
    colleague = PersonFactory(name="Dmytro Lysko", email="dmytro@example.org")
    RoleFactory(person=colleague, kind="officer", area=areas.zarichchia)
    triage.assign_report(reports[0], officer=iryna, by=iryna)

    page = text_of(desk.post(BULK, {"do": "assign", "officer": colleague.pk, "report": as_seen(reports)}, follow=True))
    given = now(reports)
    undone = undo(desk)

    assert ("3 reports given away." in page, BUTTON in page) == (True, True)
    assert given == [(colleague, Status.RECEIVED)] * 3
    assert now(reports) == [(iryna, Status.RECEIVED), (None, Status.RECEIVED), (None, Status.RECEIVED)]
    assert ("3 reports are whose they were." in undone, BUTTON in undone) == (True, False)


def test_what_was_changed_since_stays_as_it_is(desk, reports, iryna, bohdan):
    desk.post(BULK, {"do": "take", "report": as_seen(reports)})
    add_note(Report.objects.get(pk=reports[1].pk), by=bohdan, text="Spoke to them")

    page = undo(desk)

    assert [assignee for assignee, _state in now(reports)] == [None, iryna, None]
    assert f"{reports[1].reference}: It has been changed since" in page
    assert "2 reports are whose they were." in page


def test_acknowledging_cannot_be_undone_and_says_so(desk, reports):
    page = text_of(desk.post(BULK, {"do": "acknowledge", "report": as_seen(reports)}, follow=True))

    assert "3 reports acknowledged. Reporters learn of that, so it cannot be undone." in page
    assert BUTTON not in page
    assert "It is too late to undo that." in undo(desk)


def test_nothing_is_undone_after_ten_minutes(desk, reports, iryna):
    desk.post(BULK, {"do": "take", "report": as_seen(reports)})
    session = desk.session
    session[SESSION_KEY] |= {"until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()

    assert "It is too late to undo that." in undo(desk)
    assert [assignee for assignee, _state in now(reports)] == [iryna] * 3


def test_a_report_that_changed_in_the_list_is_not_overwritten(desk, reports, bohdan):
    seen = as_seen(reports)
    triage.assign_report(reports[0], officer=bohdan, by=bohdan)
    add_note(reports[1], by=bohdan, text="Spoke to them")

    page = text_of(desk.post(BULK, {"do": "acknowledge", "report": seen}, follow=True))

    assert f"{reports[1].reference}: Somebody changed this report while you had it open." in page
    assert [state for _assignee, state in now(reports)] == [Status.RECEIVED, Status.RECEIVED, Status.ACKNOWLEDGED]


@pytest.mark.parametrize("way", ["one", "other"])
def test_reports_are_joined_to_one_and_separated_again(desk, areas, reports, way):
    target = reports[0] if way == "one" else make_report(areas.zarichchia)
    joined = [report for report in reports if report.pk != target.pk]
    asked = text_of(desk.post(JOIN, {"report": as_seen(reports)}))

    page = text_of(desk.post(JOIN, {"report": as_seen(reports), way: target.reference, "join": "1"}, follow=True))
    targets = set(Report.objects.filter(status=Status.DUPLICATE).values_list("pk", "duplicate_of"))
    undone = undo(desk)

    assert all(report.reference in asked for report in reports)
    assert targets == {(report.pk, target.pk) for report in joined}
    assert f"{len(joined)} reports joined." in page
    assert f"{len(joined)} reports stand alone again, as before." in undone
    assert [state for _assignee, state in now(reports)] == [Status.RECEIVED] * 3


def test_undoing_a_joining_restores_the_state_that_each_report_had(desk, areas, reports, iryna, council):
    waiting, referred, started = reports
    ask_reporter(waiting, by=iryna, text="Which stairs?")
    refer_report(referred, by=iryna, organisation=council, words="Two lamps are dark.")
    triage.start_report(started, by=iryna)
    target = make_report(areas.zarichchia)
    desk.post(JOIN, {"report": as_seen(reports), "other": target.reference, "join": "1"})

    undo(desk)

    states = [Status.WAITING_FOR_REPORTER, Status.IN_PROGRESS, Status.IN_PROGRESS]
    assert [state for _assignee, state in now(reports)] == states
    assert [Report.objects.get(pk=report.pk).paused_at is None for report in reports] == [False, True, True]


@pytest.mark.parametrize("fields", [{}, {"one": "KV47-RM93"}, {"other": "\0"}, {"other": "KV47-RM93"}])
def test_joining_to_nothing_is_refused_beside_the_field(desk, reports, fields):
    page = desk.post(JOIN, {"report": as_seen(reports), "join": "1"} | fields)

    assert (page.status_code, {state for _assignee, state in now(reports)}) == (422, {Status.RECEIVED})


def test_whoever_lost_their_role_in_an_area_undoes_nothing_there(desk, areas, reports, iryna):
    desk.post(BULK, {"do": "take", "report": as_seen(reports)})
    iryna.roles.update(area=areas.stare_misto)

    assert "You no longer work in its area." in undo(desk)
    assert [assignee for assignee, _state in now(reports)] == [iryna] * 3
