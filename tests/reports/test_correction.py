"""What the reporter told can be corrected until it was read, and what stood there first is kept."""

import pytest
from django.urls import reverse

from apps.events.models import Event
from apps.reports.enums import Nature, ReportEvent, Sensitivity
from apps.reports.errors import MoveRefused
from apps.reports.models import EarlierTelling, Report
from apps.reports.services.conversation import answer_reporter
from apps.reports.services.correction import can_correct, correct_report
from apps.reports.services.registration import register_report
from apps.reports.services.triage import acknowledge_report
from tests.factories.reports import CategoryFactory, make_report

NEW = "It was the other lamp, at number 12."


@pytest.fixture
def report(areas, olena):
    return make_report(areas.zarichchia, reporter=olena, words="The lamp at number 8 is dark.", place="Mlynova 8")


def address(report):
    return reverse("reports:correct", args=[report.reference])


def form(**fields):
    return {"words": NEW, "place": "Mlynova 12", "recurrence": "once", "happened_on": "", "happened_text": ""} | fields


def test_correction_keeps_what_stood_there_first(report, olena):
    correct_report(report, by=olena, words=NEW)

    assert Report.objects.get(pk=report.pk).words == NEW
    first = EarlierTelling.objects.get(report=report)
    assert (first.told["words"], first.told["place"]) == ("The lamp at number 8 is dark.", "Mlynova 8")
    assert Event.objects.filter(name=ReportEvent.CORRECTED, actor=olena).count() == 1


def test_correction_that_changes_nothing_leaves_no_trace(report, olena):
    assert correct_report(report, by=olena, words=report.words) is False
    assert not EarlierTelling.objects.exists()


def test_correction_of_a_restricted_report_is_stored_encrypted(areas, olena):
    report = make_report(areas.zarichchia, reporter=olena, category=CategoryFactory(sensitivity=Sensitivity.SEALED))

    correct_report(report, by=olena, words=NEW)

    report = Report.objects.get(pk=report.pk)
    assert (report.words, report.open_words) == (NEW, "")


@pytest.mark.parametrize(
    "read",
    [
        lambda report, by: acknowledge_report(report, by=by),
        lambda report, by: answer_reporter(report, by=by, text="We come."),
        lambda report, by: register_report(report, by=by, state="recorded", number="1"),
    ],
    ids=["acknowledged", "answered", "registered"],
)
def test_correction_after_it_was_read_is_refused(areas, olena, iryna, read):
    report = make_report(areas.zarichchia, reporter=olena, category=CategoryFactory(nature=Nature.CRIME))
    assert can_correct(report)
    read(report, iryna)

    with pytest.raises(MoveRefused):
        correct_report(report, by=olena, words=NEW)


def test_correction_on_the_page_is_shown_with_the_first_words(client_for, olena, report):
    client = client_for(olena, factor=False)

    assert report.words in client.get(address(report)).content.decode()
    answer = client.post(address(report), form(), follow=True)

    assert NEW in answer.content.decode()
    assert "The lamp at number 8 is dark." in answer.content.decode()


def test_correction_with_too_few_words_keeps_what_was_typed(client_for, olena, report):
    answer = client_for(olena, factor=False).post(address(report), form(words="Lamp", place="Mlynova 14"))

    assert (answer.status_code, "Mlynova 14" in answer.content.decode()) == (422, True)


def test_correction_that_comes_too_late_gives_the_words_back(client_for, olena, iryna, report):
    acknowledge_report(report, by=iryna)

    answer = client_for(olena, factor=False).post(address(report), form())

    assert (answer.status_code, NEW in answer.content.decode()) == (409, True)


def test_correction_is_shown_at_the_desk_with_the_first_words(desk, olena, report):
    correct_report(report, by=olena, words=NEW)

    text = desk.get(reverse("reports_staff:detail", args=[report.reference])).content.decode()

    assert NEW in text
    assert "The lamp at number 8 is dark." in text
