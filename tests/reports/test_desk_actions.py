"""What is done with a report from its page at the desk: taken, moved, joined, ended, and opened again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.reports.enums import Nature, Registration, Status
from apps.reports.models import Report
from apps.reports.services import followup, triage
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import do, page_of, text_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate().isoformat()
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


def test_actions_move_a_report_to_its_end(desk, areas, iryna, council, report):
    for name, fields, status in (
        ("acknowledge", {}, Status.ACKNOWLEDGED),
        ("start", {"next_news_on": TOMORROW}, Status.IN_PROGRESS),
        ("refer", {"organisation": council.pk, "words": "Two lamps", "next_news_on": TOMORROW}, Status.REFERRED),
        ("resolve", {"outcome": "The lamps burn again"}, Status.RESOLVED),
    ):
        answer = do(desk, report, name, **fields)
        assert (name, answer.status_code, answer["Location"]) == (name, 302, page_of(report))
        report.refresh_from_db()
        assert report.status == status

    assert (report.assignee, report.outcome, report.decided_by) == (iryna, "The lamps burn again", iryna)


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("decline", {"reason": "Private land"}, Status.DECLINED),
        (
            "hand-over",
            {"service": "State service", "number": "12/4", "contact": "Duty, 112", "sent_on": TODAY},
            Status.HANDED_OVER,
        ),
    ],
)
def test_actions_that_end_a_report(desk, report, name, fields, status):
    assert do(desk, report, name, **fields).status_code == 302
    assert Report.objects.get(pk=report.pk).status == status


@pytest.mark.parametrize(("sent_on", "status"), [(TODAY, 302), (TOMORROW, 422), ("2020-01-01", 422), ("", 422)])
def test_handing_over_asks_for_the_day_of_the_letter(desk, report, sent_on, status):
    answer = do(desk, report, "hand-over", service="SBU", number="12/4", contact="Duty, 112", sent_on=sent_on)

    report.refresh_from_db()
    assert (answer.status_code, report.handed_over_on) == (status, date.fromisoformat(TODAY) if status == 302 else None)


def test_joining_and_separating(desk, areas, report):
    other = make_report(areas.zarichchia)

    assert do(desk, report, "join", other=other.reference.lower()).status_code == 302
    assert Report.objects.get(pk=report.pk).duplicate_of == other
    assert report.reference in text_of(desk.get(page_of(other)))
    assert do(desk, report, "separate").status_code == 302
    assert Report.objects.get(pk=report.pk).duplicate_of is None


def test_joining_to_a_report_of_another_area_is_refused(desk, areas, report):
    elsewhere = make_report(areas.stare_misto)

    answer = do(desk, report, "join", other=elsewhere.reference)

    assert answer.status_code == 422
    assert "You have no report with this reference." in text_of(answer)
    assert f'value="{elsewhere.reference}"' in text_of(answer)


def test_an_officer_takes_a_report_and_gives_it_on(desk, iryna, bohdan, report):
    do(desk, report, "take")
    assert Report.objects.get(pk=report.pk).assignee == iryna
    do(desk, report, "assign", officer=bohdan.pk)
    assert Report.objects.get(pk=report.pk).assignee == bohdan


def test_an_officer_cannot_take_a_report_from_a_colleague(desk, bohdan, report):
    triage.assign_report(report, officer=bohdan, by=bohdan)

    assert do(desk, report, "take").status_code == 404
    assert Report.objects.get(pk=report.pk).assignee == bohdan


def test_another_kind_brings_its_own_rules(desk, report):
    theft = CategoryFactory(nature=Nature.CRIME)

    assert do(desk, report, "category", category=theft.code).status_code == 302
    report.refresh_from_db()
    assert (report.category, report.registration) == (theft, Registration.DUE)


def test_a_closed_report_is_opened_again(desk, olena, bohdan, report):
    triage.resolve_report(report, by=bohdan, outcome="Done")
    followup.confirm_solution(report, by=olena)

    assert do(desk, report, "reopen", text="Dark again").status_code == 302
    assert Report.objects.get(pk=report.pk).status == Status.IN_PROGRESS


def test_only_what_the_state_allows_is_offered(desk, iryna, report):
    triage.decline_report(report, by=iryna, reason="Private land")

    page = text_of(desk.get(page_of(report)))

    for name in ("acknowledge", "start", "resolve", "decline", "join", "hand-over", "assign", "category"):
        assert page_of(report, "act", name=name) not in page
    assert desk.get(page_of(report, "act", name="resolve"))["Location"] == page_of(report)


def test_a_question_stands_on_the_page_and_alone_when_the_page_asks(desk, report):
    address = page_of(report, "act", name="resolve")

    whole = text_of(desk.get(address))
    part = text_of(desk.get(address, headers={"HX-Request": "true", "HX-Target": "action"}))

    assert 'name="outcome"' in whole
    assert "Two lamps by the stairs are dark." in whole
    assert 'name="outcome"' in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("resolve", {"outcome": ""}, "Say what was done"),
        ("resolve", {"outcome": "z" * 4001}, "4000"),
        ("decline", {"reason": " "}, "Give the reason"),
        ("start", {"next_news_on": "2020-01-01"}, "That day has passed."),
        ("start", {"next_news_on": "soon"}, "valid date"),
        ("refer", {"organisation": "0"}, "valid choice"),
        ("assign", {"officer": "999999"}, "valid choice"),
        ("category", {"category": "gone"}, "valid choice"),
        ("release", {"title_uk": "", "title_en": " ", "with_place": "area"}, "Write a title in at least one language."),
        ("release", {"title_en": "t" * 101, "with_place": "area"}, "100"),
        ("release", {"title_en": "Lamps", "with_place": "moon"}, "valid choice"),
        ("acknowledge", {"version": "x"}, "whole number"),
    ],
)
def test_bad_input_gets_a_sentence(desk, report, name, fields, sentence):
    answer = do(desk, report, name, **fields)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Report.objects.get(pk=report.pk).status == Status.RECEIVED


def test_an_unknown_action_is_not_found(desk, report):
    assert do(desk, report, "explode").status_code == 404


def test_a_stale_save_says_what_changed_and_keeps_what_was_typed(desk, bohdan, report):
    triage.acknowledge_report(report, by=bohdan)

    answer = do(desk, report, "resolve", outcome="The lamps burn again", version=1)

    page = text_of(answer)
    assert answer.status_code == 409
    assert "Acknowledged, Bohdan Melnyk" in page
    assert "The lamps burn again</textarea>" in page
    assert Report.objects.get(pk=report.pk).status == Status.ACKNOWLEDGED
    assert f'name="version" value="{report.version}"' in page


def test_sending_again_after_a_stale_save_works(desk, bohdan, report):
    triage.acknowledge_report(report, by=bohdan)
    do(desk, report, "resolve", outcome="Done", version=1)

    assert do(desk, report, "resolve", outcome="Done", version=report.version).status_code == 302


def test_filters_of_the_queue_stay_when_something_is_done(desk, report):
    address = page_of(report, "act", name="acknowledge") + "?tab=open&kind=noise"

    assert desk.post(address, {"version": report.version})["Location"] == page_of(report) + "?tab=open&kind=noise"
    page = text_of(desk.get(page_of(report) + "?tab=open&kind=noise"))
    assert reverse("reports_staff:queue") + "?tab=open&amp;kind=noise" in page
