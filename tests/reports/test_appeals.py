"""The statutory appeal: name and address, a register number, and terms of law that nothing pauses."""

from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.events.models import Event
from apps.reports.enums import AppealState, MessageAudience, ReportEvent, Status
from apps.reports.errors import AppealDue, MoveRefused
from apps.reports.models import Appeal, Message, Report
from apps.reports.models.report import NEVER
from apps.reports.presentation import owed
from apps.reports.services.appeals import (
    answer_appeal,
    ask_for_appeal,
    extend_appeal,
    forward_appeal,
    redate_appeal,
    register_appeal,
)
from apps.reports.services.conversation import answer_reporter, ask_reporter
from apps.reports.services.followup import withdraw_report
from apps.reports.services.schedules import watch_appeals
from apps.reports.services.triage import acknowledge_report, decline_report, resolve_report
from tests.factories.reports import make_report

WHO = {"name": "Olena Savchuk", "address": "Mlynova St 8, flat 3"}


@pytest.fixture
def report(areas, olena):
    return make_report(areas.zarichchia, reporter=olena)


@pytest.fixture
def asked(report, olena):
    ask_for_appeal(report, by=olena, **WHO)
    return report


@pytest.fixture
def registered(asked, iryna):
    register_appeal(asked, by=iryna, number="S-112", term_days=30)
    return asked


def day(report, days):
    """17:00 local time so many calendar days after today."""
    zone = report.area.zone
    today = timezone.localdate(timezone=zone)
    return datetime.combine(today + timedelta(days=days), datetime.min.time().replace(hour=17), tzinfo=zone)


def at(moment):
    return mock.patch.object(timezone, "now", lambda: moment)


def test_appeal_keeps_name_and_address_in_the_encrypted_identity(asked):
    assert WHO.items() <= asked.identity.items()
    assert b"Mlynova" not in bytes(Report.objects.get(pk=asked.pk).sealed_identity)


def test_appeal_of_an_anonymous_report_keeps_its_code_and_is_anonymous_no_more(areas):
    report = make_report(areas.zarichchia)

    ask_for_appeal(report, by=None, **WHO)

    report = Report.objects.get(pk=report.pk)
    assert (report.is_anonymous, bool(report.receipt_hash)) == (False, True)


def test_appeal_is_registered_or_forwarded_within_five_calendar_days(asked):
    assert (asked.appeal_due_at, asked.appeal.state) == (day(asked, 5), AppealState.ASKED)


@pytest.mark.parametrize("term", [15, 30])
def test_appeal_registered_is_answered_in_its_term(asked, iryna, term):
    register_appeal(asked, by=iryna, number=" S-112 ", term_days=term)

    assert (asked.appeal_due_at, Appeal.objects.get().number) == (day(asked, term), "S-112")


def test_appeal_extended_takes_45_days_in_all_and_says_why(registered, bohdan):
    extend_appeal(registered, by=bohdan, text="An expert has to look at it.")

    assert registered.appeal_due_at == day(registered, 45)
    assert Message.objects.get(audience=MessageAudience.REPORTER).text == "An expert has to look at it."
    with pytest.raises(MoveRefused):
        extend_appeal(registered, by=bohdan, text="Once more.")


def days_ago(report, days):
    return day(report, -days).date()


def test_day_of_an_appeal_is_corrected_with_its_term_and_both_days_are_kept(registered, iryna):
    Report.objects.update(language="en")
    redate_appeal(registered, by=iryna, day=days_ago(registered, 4), text="The paper lay in our post box.")

    assert registered.appeal_due_at == day(registered, 26)
    assert Appeal.objects.get().due_at == day(registered, 26)
    told = Message.objects.get(audience=MessageAudience.REPORTER).text
    assert told.startswith("Your appeal came in on ")
    assert told.endswith("its term counts from there. The paper lay in our post box.")
    event = Event.objects.get(name=ReportEvent.APPEAL_REDATED)
    assert (event.data["day"], event.data["before"]) == (
        days_ago(registered, 4).isoformat(),
        days_ago(registered, 0).isoformat(),
    )


@pytest.mark.parametrize("ago", [-1, 0, 366], ids=["still to come", "the same", "too long ago"])
def test_day_on_which_no_appeal_can_have_come_in_is_refused(registered, iryna, ago):
    with pytest.raises(MoveRefused):
        redate_appeal(registered, by=iryna, day=days_ago(registered, ago), text="Mistaken.")

    assert Appeal.objects.get().due_at == day(registered, 30)


def test_day_of_an_appeal_that_was_answered_stays(registered, iryna):
    answer_appeal(registered, by=iryna, text="It was mended; you may go to court.")

    with pytest.raises(MoveRefused):
        redate_appeal(registered, by=iryna, day=days_ago(registered, 2), text="Mistaken.")


def test_desk_corrects_the_day_and_the_page_of_the_reporter_follows(desk, client_for, olena, registered):
    address = reverse("reports_staff:act", args=[registered.reference, "redate-appeal"])
    given = {"version": Report.objects.get().version, "day": days_ago(registered, 4).isoformat()}

    assert desk.post(address, given | {"text": ""}).status_code == 422
    assert desk.post(address, given | {"text": "The paper lay in our post box."}).status_code == 302
    page = client_for(olena, factor=False).get(registered.get_absolute_url()).content.decode()
    assert f'datetime="{days_ago(registered, 4).isoformat()}"' in page
    assert f'datetime="{day(registered, 26).date().isoformat()}' in page
    assert "The paper lay in our post box." in page


def test_clock_of_an_appeal_runs_while_the_reporter_is_asked(registered, iryna):
    acknowledge_report(registered, by=iryna)
    ask_reporter(registered, by=iryna, text="Which house?")

    assert registered.status == Status.WAITING_FOR_REPORTER
    assert (registered.due_at, registered.due) == (day(registered, 30), ("appeal", day(registered, 30)))


@pytest.mark.parametrize("end", [resolve_report, decline_report], ids=["resolve", "decline"])
def test_report_is_not_ended_before_its_appeal_is_answered(registered, iryna, bohdan, end):
    words = {"outcome" if end is resolve_report else "reason": "Mended."}
    with pytest.raises(AppealDue):
        end(registered, by=iryna, **words)

    answer_appeal(registered, by=iryna, text="It was mended; you may go to court.")
    end(registered, by=iryna, **words)

    assert registered.due_at == NEVER


def test_appeal_forwarded_names_the_body_and_stops_its_clock(asked, iryna):
    forward_appeal(asked, by=iryna, body="State Labour Service")

    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.forwarded_to, asked.appeal_due_at) == ("forwarded", "State Labour Service", None)


def test_report_withdrawn_takes_its_appeal_along(asked, olena):
    withdraw_report(asked, by=olena)

    assert (Appeal.objects.get().state, asked.appeal_due_at) == (AppealState.WITHDRAWN, None)


ALLOWED = {
    ("asked", "registered"),
    ("asked", "forwarded"),
    ("registered", "forwarded"),
    ("registered", "answered"),
}


@pytest.mark.parametrize("to", ["registered", "forwarded", "answered"])
@pytest.mark.parametrize("state", AppealState.values)
def test_moves_of_an_appeal_are_those_of_the_table(asked, iryna, state, to):
    ended = None if state in ("asked", "registered") else timezone.now()
    Appeal.objects.update(state=state, number="1", registered_at=timezone.now(), ended_at=ended)
    verbs = {
        "registered": lambda: register_appeal(asked, by=iryna, number="2", term_days=30),
        "forwarded": lambda: forward_appeal(asked, by=iryna, body="Court"),
        "answered": lambda: answer_appeal(asked, by=iryna, text="Answer."),
    }
    if (state, to) in ALLOWED:
        verbs[to]()
        assert Appeal.objects.get().state == to
    else:
        with pytest.raises(MoveRefused):
            verbs[to]()


def test_appeal_is_asked_for_once(asked, olena):
    with pytest.raises(MoveRefused):
        ask_for_appeal(asked, by=olena, **WHO)


def test_terms_of_appeals_are_told_once_before_and_once_after_their_end(registered):
    office = registered.appeal_due_at.replace(hour=10)
    while office.weekday() > 3:
        office -= timedelta(days=1)
    Report.objects.update(appeal_due_at=office + timedelta(hours=5))
    told = []
    for moment in (
        office - timedelta(days=14),
        office,
        office,
        office + timedelta(hours=6),
        office + timedelta(hours=7),
    ):
        with at(moment):
            told.append(watch_appeals(moment))

    assert told == [0, 1, 0, 1, 0]
    names = Event.objects.filter(name__in=(ReportEvent.APPEAL_DUE_SOON, ReportEvent.APPEAL_OVERDUE))
    assert [event.name for event in names.order_by("pk")] == [ReportEvent.APPEAL_DUE_SOON, ReportEvent.APPEAL_OVERDUE]


def test_reporter_asks_on_the_page_and_sees_number_and_term(client_for, olena, iryna, report):
    client, address = client_for(olena, factor=False), reverse("reports:decide", args=[report.reference, "appeal"])

    refused = client.post(address, {"name": "Olena Savchuk", "address": ""})
    assert (refused.status_code, Appeal.objects.exists()) == (422, False)
    client.post(address, WHO)
    register_appeal(report, by=iryna, number="S-112", term_days=15)

    text = client.get(report.get_absolute_url()).content.decode()
    assert "S-112" in text
    assert day(report, 15).date().isoformat() in text


def test_desk_registers_the_appeal_and_extends_it_as_supervisor_alone(desk, client_for, bohdan, asked):
    def act(client, name, **fields):
        address = reverse("reports_staff:act", args=[asked.reference, name])
        version = Report.objects.get(pk=asked.pk).version
        return client.post(address, {"version": version, **fields}).status_code

    assert act(desk, "register-appeal", number="S-112", term_days="30") == 302
    assert act(desk, "extend-appeal", text="An expert.") == 404
    assert act(client_for(bohdan), "extend-appeal", text="An expert.") == 302
    assert Appeal.objects.get().term_days == 45


def test_queue_names_the_appeal_as_what_is_owed(asked, iryna):
    answer_reporter(asked, by=iryna, text="We have it.")

    assert (owed(asked)["at"], owed(asked)["words"]) == (day(asked, 5), "звернення")


def test_queue_narrowed_to_appeals_has_those_alone(desk, asked):
    other = make_report(asked.area, category=asked.category)

    text = desk.get(reverse("reports_staff:queue"), {"tab": "open", "appeal": "on"}).content.decode()

    assert asked.reference in text
    assert other.reference not in text
