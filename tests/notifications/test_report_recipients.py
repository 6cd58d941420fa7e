"""Who is told of what happens to a report."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.accounts.models import Role
from apps.events.enums import Audience
from apps.events.models import Event
from apps.notifications.enums import Reason
from apps.notifications.handlers import handler_for
from apps.notifications.messages import Recipient
from apps.notifications.models import Delivery
from apps.notifications.services import outbox
from apps.reports.enums import Nature, ReportEvent, Sensitivity
from apps.reports.services.conversation import add_note, answer_reporter, ask_reporter, reply_as_reporter
from apps.reports.services.followup import confirm_solution, dispute_solution, withdraw_report
from apps.reports.services.referral import finish_referral, refer_report, return_referral
from apps.reports.services.registration import register_report
from apps.reports.services.triage import acknowledge_report, assign_report, resolve_report, start_report
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db

EVENT_NAMES = sorted(value for name, value in vars(ReportEvent).items() if name.isupper())


@pytest.fixture
def report(areas, police, olena):
    """Olena's report in Zarichchia, which nobody has taken yet."""
    return make_report(areas.zarichchia, reporter=olena)


def told(report, name):
    """The recipients of the newest event of this name."""
    event = Event.objects.of(report).filter(name=name).first()
    return handler_for(name).recipients(event)


def reporter(person):
    return Recipient.person(person.pk, Reason.REPORTER)


def test_received_is_told_to_the_reporter_and_to_the_units_mailbox(report, police, olena):
    police.email = "unit@example.org"
    police.save()

    assert told(report, ReportEvent.RECEIVED) == [
        reporter(olena),
        Recipient.organisation(police.pk, Reason.UNIT),
    ]


def test_received_without_a_mailbox_is_told_to_the_supervisor(report, olena, bohdan):
    assert told(report, ReportEvent.RECEIVED) == [
        reporter(olena),
        Recipient.person(bohdan.pk, Reason.SUPERVISOR),
    ]


def test_received_under_restriction_is_not_told_to_the_units_mailbox(areas, police, bohdan):
    police.email = "unit@example.org"
    police.save()
    sealed = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED))

    assert told(sealed, ReportEvent.RECEIVED) == [Recipient.person(bohdan.pk, Reason.SUPERVISOR)]


def test_a_supervisor_whose_role_has_ended_is_not_told(report, olena, bohdan):
    yesterday = timezone.localdate() - timedelta(days=1)
    Role.objects.filter(person=bohdan).update(starts_on=yesterday, ends_on=yesterday)

    assert told(report, ReportEvent.RECEIVED) == [reporter(olena)]


def test_a_crime_report_reaches_the_duty_unit(areas, police, duty_unit, bohdan):
    crime = make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME))

    assert told(crime, ReportEvent.REGISTRATION_DUE) == [Recipient.organisation(duty_unit.pk, Reason.UNIT)]


def test_a_crime_report_without_a_duty_unit_reaches_the_supervisor(areas, police, bohdan):
    crime = make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME))

    assert told(crime, ReportEvent.REGISTRATION_DUE) == [Recipient.person(bohdan.pk, Reason.SUPERVISOR)]


def test_a_reporter_without_an_account_is_told_at_the_address_they_left(areas, police):
    report = make_report(areas.zarichchia, identity={"email": "anna@example.org"}, language="en")
    (recipient,) = told(report, ReportEvent.RECEIVED)
    delivery = Delivery(recipient=recipient.key, reason=recipient.reason)
    event = Event.objects.of(report).get()

    assert recipient == Recipient(f"reporter:{report.pk}", Reason.REPORTER)
    address = handler_for(event.name).address(event, delivery)
    assert (address.email, address.language) == ("anna@example.org", "en")


def test_a_reporter_who_left_no_address_is_told_nothing(areas, police):
    report = make_report(areas.zarichchia)

    assert told(report, ReportEvent.RECEIVED) == []


def test_an_erased_identity_has_no_address(areas, police):
    report = make_report(areas.zarichchia, identity={"email": "anna@example.org"})
    (recipient,) = told(report, ReportEvent.RECEIVED)
    delivery = Delivery(recipient=recipient.key, reason=recipient.reason)
    report.data_key = None
    report.save()
    event = Event.objects.of(report).get()

    assert handler_for(event.name).address(event, delivery) is None
    assert handler_for(event.name).still_wanted(event, delivery) is False


def test_a_deleted_report_is_told_to_nobody(report):
    event = Event.objects.of(report).get()
    type(report).objects.all().delete()

    assert handler_for(event.name).recipients(event) == []


def test_each_step_of_the_police_is_told_to_the_reporter(report, olena, iryna):
    acknowledge_report(report, by=iryna)
    answer_reporter(report, by=iryna, text="We come on Friday.")
    ask_reporter(report, by=iryna, text="Which stairs?")

    for name in (ReportEvent.ACKNOWLEDGED, ReportEvent.ANSWERED, ReportEvent.ASKED):
        assert told(report, name) == [reporter(olena)]


def test_a_question_already_answered_is_no_longer_the_reporters_turn(report, olena, iryna):
    ask_reporter(report, by=iryna, text="Which stairs?")
    reply_as_reporter(report, by=olena, text="Both.")

    assert told(report, ReportEvent.ASKED) == []


def test_the_reporters_reply_is_told_to_the_officer_in_charge_and_not_to_the_reporter(report, olena, iryna):
    acknowledge_report(report, by=iryna)
    ask_reporter(report, by=iryna, text="Which stairs?")
    reply_as_reporter(report, by=olena, text="Both.")

    assert told(report, ReportEvent.REPLIED) == [Recipient.person(iryna.pk, Reason.ASSIGNEE)]
    assert told(report, ReportEvent.STARTED) == []


def test_a_reply_by_secret_code_is_not_told_to_its_writer(areas, police, iryna):
    report = make_report(areas.zarichchia, identity={"email": "anna@example.org"})
    acknowledge_report(report, by=iryna)
    ask_reporter(report, by=iryna, text="Which stairs?")
    reply_as_reporter(report, by=AnonymousUser(), text="Both.")

    assert told(report, ReportEvent.REPLIED) == [Recipient.person(iryna.pk, Reason.ASSIGNEE)]
    assert told(report, ReportEvent.STARTED) == []


def test_the_reply_to_an_officer_who_left_the_area_goes_to_the_supervisor(report, olena, iryna, bohdan):
    acknowledge_report(report, by=iryna)
    Role.objects.filter(person=iryna).delete()
    reply_as_reporter(report, by=olena, text="Are you there?")

    assert told(report, ReportEvent.REPLIED) == [Recipient.person(bohdan.pk, Reason.SUPERVISOR)]


def test_assigned_is_told_to_the_officer_and_not_to_the_reporter(report, iryna, bohdan):
    assign_report(report, officer=iryna, by=bohdan)

    assert told(report, ReportEvent.ASSIGNED) == [Recipient.person(iryna.pk, Reason.ASSIGNEE)]


def test_an_officer_who_takes_a_report_is_not_told_of_it(report, iryna):
    assign_report(report, officer=iryna, by=iryna)
    event = Event.objects.of(report).filter(name=ReportEvent.ASSIGNED).get()

    outbox.fan_out()

    assert not Delivery.objects.filter(event=event).exists()


def test_assigned_and_meanwhile_reassigned_is_not_told_to_the_first(report, iryna, bohdan):
    assign_report(report, officer=iryna, by=bohdan)
    event = Event.objects.of(report).filter(name=ReportEvent.ASSIGNED).get()
    assign_report(report, officer=bohdan, by=bohdan)

    assert handler_for(event.name).recipients(event) == []


def test_a_confirmed_solution_is_not_told_to_the_one_who_confirmed(report, olena, iryna):
    resolve_report(report, by=iryna, outcome="Both lamps were changed.")
    assert told(report, ReportEvent.RESOLVED) == [reporter(olena)]
    confirm_solution(report, by=olena)

    assert told(report, ReportEvent.CLOSED) == []


def test_a_dispute_and_a_withdrawal_are_told_to_the_officer_in_charge(report, olena, iryna):
    acknowledge_report(report, by=iryna)
    resolve_report(report, by=iryna, outcome="Both lamps were changed.")
    dispute_solution(report, by=olena, text="They are dark.")
    withdraw_report(report, by=olena)

    for name in (ReportEvent.DISPUTED, ReportEvent.WITHDRAWN):
        assert told(report, name) == [Recipient.person(iryna.pk, Reason.ASSIGNEE)]


def test_a_registration_is_told_to_the_reporter(areas, police, duty_unit, olena, iryna):
    crime = make_report(areas.zarichchia, reporter=olena, category=CategoryFactory(nature=Nature.CRIME))
    register_report(crime, by=iryna, state="recorded", number="ЄО 1234")

    assert told(crime, ReportEvent.REGISTERED) == [reporter(olena)]


def test_an_internal_note_is_told_to_nobody(report, iryna):
    add_note(report, by=iryna, text="Ask the council first.")

    assert told(report, ReportEvent.NOTED) == []


def test_a_note_is_told_to_those_it_names_who_may_read_it(report, iryna, bohdan, oksana, olena):
    add_note(report, by=iryna, text="@Bohdan, look", mentioned=[bohdan, oksana, olena])

    assert told(report, ReportEvent.NOTED) == [Recipient.person(bohdan.pk, Reason.MENTIONED)]


def test_whoever_lost_their_role_is_not_told_of_a_note(report, iryna, bohdan):
    add_note(report, by=iryna, text="@Bohdan, look", mentioned=[bohdan])
    Role.objects.filter(person=bohdan).update(ends_on=timezone.localdate())

    assert told(report, ReportEvent.NOTED) == []


@pytest.mark.parametrize("name", EVENT_NAMES)
def test_an_internal_event_never_reaches_the_reporter(report, olena, name):
    event = Event(name=name, subject_id=report.pk, subject_type="reports.report", audience=Audience.INTERNAL)
    handler = handler_for(name)
    recipients = handler.recipients(event) if handler else []

    assert all(found.reason != Reason.REPORTER and found.person_id != olena.pk for found in recipients)


def test_passed_on_is_told_to_the_reporter_and_to_the_mailbox_of_the_organisation(report, olena, iryna, council):
    council.email = "roads@example.org"
    council.save()
    refer_report(report, by=iryna, organisation=council, words="Two lamps")

    assert told(report, ReportEvent.REFERRED) == [
        reporter(olena),
        Recipient.organisation(council.pk, Reason.PARTNER),
    ]


def test_passed_on_without_a_mailbox_is_told_to_who_answers_for_the_organisation(report, olena, iryna, oksana, council):
    refer_report(report, by=iryna, organisation=council, words="Two lamps")

    assert told(report, ReportEvent.REFERRED) == [reporter(olena), Recipient.person(oksana.pk, Reason.PARTNER)]


def test_passed_on_is_not_told_to_the_organisation_once_it_was_taken_back(report, olena, iryna, oksana, council):
    refer_report(report, by=iryna, organisation=council, words="Two lamps")
    start_report(report, by=iryna)

    assert told(report, ReportEvent.REFERRED) == [reporter(olena)]
    assert told(report, ReportEvent.REFERRAL_RECALLED) == [Recipient.person(oksana.pk, Reason.PARTNER)]


def test_what_an_organisation_answers_is_told_to_the_officer_in_charge(report, olena, iryna, oksana, council):
    acknowledge_report(report, by=iryna)
    referral = refer_report(report, by=iryna, organisation=council, words="Two lamps")
    return_referral(referral, by=oksana, answer="Not ours")

    assert told(report, ReportEvent.REFERRAL_RETURNED) == [
        reporter(olena),
        Recipient.person(iryna.pk, Reason.ASSIGNEE),
    ]


def test_an_answer_that_solves_is_told_to_the_reporter_once(report, olena, iryna, oksana, council):
    acknowledge_report(report, by=iryna)
    referral = refer_report(report, by=iryna, organisation=council, words="Two lamps")
    finish_referral(referral, by=oksana, answer="Replaced")

    assert told(report, ReportEvent.REFERRAL_ANSWERED) == [Recipient.person(iryna.pk, Reason.ASSIGNEE)]
    assert told(report, ReportEvent.RESOLVED) == [reporter(olena)]
