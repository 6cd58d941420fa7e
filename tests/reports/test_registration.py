"""The police record: its steps, its numbers, its clock that never pauses."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.events.models import Event
from apps.reports.enums import REGISTRATION_TRANSITIONS, Nature, Registration, ReportEvent
from apps.reports.errors import MoveRefused, RegistrationDue
from apps.reports.models import Report
from apps.reports.services.conversation import ask_reporter
from apps.reports.services.followup import withdraw_report
from apps.reports.services.registration import register_report, require_registration
from apps.reports.services.triage import (
    decline_report,
    hand_over_report,
    join_report,
    recategorise_report,
    resolve_report,
)
from tests.factories.reports import CategoryFactory, make_report


@pytest.mark.parametrize(("before", "after"), list(itertools.product(Registration, Registration)))
def test_registration_follows_its_table(areas, iryna, before, after):
    report = make_report(areas.zarichchia)
    due = timezone.now() if before == Registration.DUE else None
    Report.objects.filter(pk=report.pk).update(registration=before, registration_due_at=due)

    def attempt():
        if after == Registration.DUE:
            require_registration(report, by=iryna)
        else:
            register_report(report, by=iryna, state=after, number="ЄО-1")

    if after in REGISTRATION_TRANSITIONS[before]:
        attempt()
    else:
        with pytest.raises(MoveRefused):
            attempt()
    report.refresh_from_db()
    assert report.registration == (after if after in REGISTRATION_TRANSITIONS[before] else before)


@pytest.mark.parametrize("number", ["", "  "])
def test_registration_without_its_number_is_refused(crime, iryna, number):
    with pytest.raises(MoveRefused):
        register_report(crime, by=iryna, state=Registration.RECORDED, number=number)

    assert not crime.registration_steps.exists()


def test_registration_keeps_who_when_and_the_number_and_tells_the_reporter(crime, iryna):
    register_report(crime, by=iryna, state=Registration.RECORDED, number=" ЄО-4127 ")

    assert list(crime.registration_steps.values_list("state", "number", "by")) == [("recorded", "ЄО-4127", iryna.pk)]
    event = Event.objects.of(crime).first()
    assert (event.name, event.audience) == (ReportEvent.REGISTERED, "reporter")
    assert "4127" not in str(event.data)


def test_registration_is_the_next_debt_until_it_is_done(crime, iryna):
    assert (crime.due[0], crime.due_at) == ("registration", crime.registration_due_at)

    register_report(crime, by=iryna, state=Registration.RECORDED, number="ЄО-1")

    assert crime.due[0] == "answer"


def test_registration_clock_runs_while_the_reporter_is_asked(crime, iryna):
    ask_reporter(crime, by=iryna, text="Which bicycle?")

    assert (crime.due_at, crime.registration_due_at) == (crime.registration_due_at, crime.submitted_at + timedelta(1))


@pytest.mark.parametrize(
    "ending",
    [
        lambda report, by: resolve_report(report, by=by, outcome="Found."),
        lambda report, by: decline_report(report, by=by, reason="Nothing found."),
        lambda report, by: hand_over_report(report, by=by, service="SBU", number="1", contact="Duty"),
        lambda report, by: join_report(report, by=by, other=make_report(report.area)),
        lambda report, by: withdraw_report(report, by=report.reporter),
    ],
    ids=["resolve", "decline", "hand over", "join", "withdraw"],
)
def test_ending_a_report_before_its_registration_is_refused(crime, iryna, ending):
    with pytest.raises(RegistrationDue):
        ending(crime, iryna)

    register_report(crime, by=iryna, state=Registration.RECORDED, number="ЄО-1")
    ending(crime, iryna)


def test_recategorised_as_a_crime_begins_the_registration(areas, iryna):
    report = make_report(areas.zarichchia)

    recategorise_report(report, by=iryna, category=CategoryFactory(nature=Nature.CRIME))

    assert report.registration == Registration.DUE
    assert timedelta(hours=23) < report.registration_due_at - timezone.now() <= timedelta(hours=24)
