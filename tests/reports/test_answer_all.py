"""One answer to the reporters of several reports."""

import pytest
from django.urls import reverse

from apps.reports.enums import MessageAudience
from apps.reports.models import Message
from apps.reports.services.conversation import add_note
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import text_of

pytestmark = pytest.mark.django_db

ADDRESS = reverse("reports_staff:answer_all")


@pytest.fixture
def reports(areas, olena):
    """Three reports in Zarichchia of one kind."""
    category = CategoryFactory()
    return [make_report(areas.zarichchia, category=category, reporter=olena) for _ in range(3)]


def as_seen(reports):
    """The ticked reports as the page carries them."""
    return [f"{report.reference}.{report.version}" for report in reports]


def answers():
    """What was written to reporters, as {report: words}."""
    written = Message.objects.filter(audience=MessageAudience.REPORTER)
    return {message.report: message.text for message in written}


def test_ticked_reports_are_asked_for_words(desk, reports):
    page = desk.post(ADDRESS, {"report": [report.reference for report in reports[:2]]})

    assert page.status_code == 200
    assert [report.reference in text_of(page) for report in reports] == [True, True, False]
    assert answers() == {}


def test_each_reporter_reads_it_with_their_own_reference(desk, reports, iryna):
    sent = desk.post(ADDRESS, {"report": as_seen(reports), "text": "We come on Friday. {reference}"})

    assert (sent.status_code, sent["Location"]) == (302, reverse("reports_staff:queue"))
    assert answers() == {report: f"We come on Friday. {report.reference}" for report in reports}
    assert Message.objects.filter(author=iryna).count() == 3


def test_sent_twice_is_written_once(desk, reports):
    fields = {"report": as_seen(reports), "text": "We come on Friday."}
    desk.post(ADDRESS, fields)

    again = desk.post(ADDRESS, fields)

    assert (again.status_code, Message.objects.count()) == (409, 3)


def test_a_report_that_has_changed_stays_with_the_words(desk, reports, bohdan):
    seen = as_seen(reports)
    add_note(reports[0], by=bohdan, text="Spoke to them")

    page = desk.post(ADDRESS, {"report": seen, "text": "We come on Friday."})

    assert (page.status_code, set(answers())) == (409, set(reports[1:]))
    assert "We come on Friday." in text_of(page)
    assert [report.reference in text_of(page) for report in reports] == [True, False, False]


@pytest.mark.parametrize("text", ["", "{nobody}"])
def test_words_that_cannot_be_sent_are_refused(desk, reports, text):
    assert desk.post(ADDRESS, {"report": as_seen(reports), "text": text}).status_code == 422
    assert answers() == {}


def test_a_placeholder_without_a_value_is_refused_for_that_report(desk, reports):
    page = desk.post(ADDRESS, {"report": as_seen(reports), "text": "News by {next_news}"})

    assert (page.status_code, answers()) == (409, {})


def test_a_report_of_another_area_is_left_alone(desk, areas, reports):
    other = make_report(areas.stare_misto, category=reports[0].category)

    desk.post(ADDRESS, {"report": as_seen([other, reports[0]]), "text": "We come on Friday."})

    assert set(answers()) == {reports[0]}
