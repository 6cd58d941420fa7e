"""What is said about a report, by whom it is read, and what it does to the clock."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from apps.events.enums import Audience
from apps.events.models import Event
from apps.reports.deadlines import working_days_after, working_days_passed
from apps.reports.enums import MessageAudience, ReportEvent, Sensitivity, Status
from apps.reports.errors import MoveRefused, StaleReport
from apps.reports.models import Message, Report
from apps.reports.models.report import NEVER
from apps.reports.receipts import ReceiptHolder
from apps.reports.selectors import conversation_of, public_updates_of
from apps.reports.services.conversation import (
    add_note,
    answer_reporter,
    ask_reporter,
    mark_read,
    post_public_update,
    reply_as_reporter,
)
from apps.reports.services.referral import refer_report
from apps.reports.services.release import release_report
from apps.reports.services.triage import start_report
from tests.factories.reports import CategoryFactory, make_report


@pytest.fixture
def report(areas, olena):
    return make_report(areas.zarichchia, reporter=olena)


def at(moment):
    return mock.patch.object(timezone, "now", lambda: moment)


def test_answer_is_the_first_answer_that_was_promised(report, iryna):
    assert report.due[0] == "answer"

    answer_reporter(report, by=iryna, text="We come tonight.")

    assert report.first_answered_at is not None
    assert report.due[0] == "resolution"


def test_answer_with_an_old_version_is_refused_and_nothing_is_written(report, iryna, bohdan):
    seen = report.version
    answer_reporter(report, by=iryna, text="We come tonight.", version=seen)

    with pytest.raises(StaleReport):
        answer_reporter(report, by=bohdan, text="We come tomorrow.", version=seen)

    assert [message.text for message in report.messages.all()] == ["We come tonight."]


def test_question_pauses_the_clock_and_the_answer_resumes_it_by_the_days_it_stood(report, iryna, olena):
    asked_at = timezone.now()
    answer_due, resolve_due = report.answer_due_at, report.resolve_due_at
    with at(asked_at):
        ask_reporter(report, by=iryna, text="Which stairs?")
    assert (report.status, report.paused_at, report.due_at) == (Status.WAITING_FOR_REPORTER, asked_at, NEVER)

    with at(asked_at + timedelta(days=3)):
        reply_as_reporter(report, by=olena, text="The steep ones.")

    assert (report.status, report.paused_at) == (Status.IN_PROGRESS, None)
    stood = working_days_passed(asked_at, asked_at + timedelta(days=3), report.area.zone)
    assert report.answer_due_at == working_days_after(answer_due, stood, report.area.zone)
    assert report.resolve_due_at == working_days_after(resolve_due, stood, report.area.zone)
    assert report.due_at == report.resolve_due_at


def test_second_question_does_not_start_the_pause_anew(report, iryna):
    ask_reporter(report, by=iryna, text="Which stairs?")
    paused_at = report.paused_at

    ask_reporter(report, by=iryna, text="And at what time?")

    assert report.paused_at == paused_at


def test_question_while_another_organisation_works_changes_neither_state_nor_term(report, iryna, council):
    refer_report(report, by=iryna, organisation=council, words="Two lamps by the stairs")
    due = report.resolve_due_at

    ask_reporter(report, by=iryna, text="Which stairs?")

    assert (report.status, report.paused_at, report.due_at) == (Status.REFERRED, None, due)


def test_work_begun_while_the_reporter_is_asked_resumes_the_clock(report, iryna):
    ask_reporter(report, by=iryna, text="Which stairs?")

    start_report(report, by=iryna)

    assert (report.status, report.paused_at) == (Status.IN_PROGRESS, None)


def test_reply_waits_on_the_desk_until_it_is_read(report, iryna, olena):
    reply_as_reporter(report, by=olena, text="It is dark again.")
    assert report.unread_reply

    mark_read(report, by=iryna)

    assert not report.unread_reply


def test_reply_by_a_receipt_has_no_author(areas):
    report = make_report(areas.zarichchia)

    message = reply_as_reporter(report, by=ReceiptHolder(report.pk), text="It is dark again.")

    assert (message.from_reporter, message.author) == (True, None)
    assert Event.objects.of(report).first().actor is None


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.HANDED_OVER])
def test_reply_to_a_report_that_has_ended_is_refused(report, olena, status):
    Report.objects.filter(pk=report.pk).update(status=status)

    with pytest.raises(MoveRefused):
        reply_as_reporter(report, by=olena, text="Hello?")

    assert not Message.objects.exists()


def test_note_is_in_no_conversation_but_that_of_the_police(report, iryna):
    release_report(report, by=iryna, title_en="Lamp out")
    add_note(report, by=iryna, text="Internal thought")
    answer_reporter(report, by=iryna, text="We come tonight.")
    post_public_update(report, by=iryna, text="The lamp is ordered.")

    told = [message.text for message in conversation_of(report, MessageAudience.REPORTER, MessageAudience.PUBLIC)]

    assert told == ["We come tonight.", "The lamp is ordered."]
    assert [message.text for message in public_updates_of(report)] == ["The lamp is ordered."]


def test_note_is_an_event_of_the_police_alone(report, iryna):
    add_note(report, by=iryna, text="Internal thought")

    event = Event.objects.get(name=ReportEvent.NOTED)
    assert event.audience == Audience.INTERNAL
    assert not Event.objects.of(report).for_reporter().filter(pk=event.pk).exists()


def test_note_is_no_answer(report, iryna):
    add_note(report, by=iryna, text="Internal thought")

    assert (report.first_answered_at, report.due[0]) == (None, "answer")


def test_messages_of_a_restricted_report_are_encrypted(areas, olena, bohdan):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED), reporter=olena)
    answer_reporter(report, by=bohdan, text="Come to the office.")

    message = Message.objects.get()

    assert message.open_text == ""
    assert b"office" not in bytes(message.sealed_text)
    assert message.text == "Come to the office."


@pytest.mark.parametrize("verb", [answer_reporter, ask_reporter, add_note])
def test_events_of_a_conversation_hold_no_words(report, iryna, verb):
    verb(report, by=iryna, text="Words of a person")

    assert all("Words" not in str(event.data) for event in Event.objects.of(report))
