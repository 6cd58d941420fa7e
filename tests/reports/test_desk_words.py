"""What is written from the page of a report: answers, questions, notes and public updates."""

import re

import pytest

from apps.accounts.enums import RoleKind
from apps.events.models import Event
from apps.reports.enums import MessageAudience, ReportEvent, Status
from apps.reports.models import Message, Report, ResponseTemplate
from apps.reports.services import conversation, release, triage
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import make_report
from tests.reports.desk_helpers import do, page_of, photo_file, text_of, write

pytestmark = pytest.mark.django_db


def test_an_answer_reaches_the_reporter_with_its_photo(desk, iryna, report):
    assert write(desk, report, text="We come tomorrow", photos=[photo_file()]).status_code == 302

    message = Message.objects.get()
    assert (message.audience, message.text, message.author) == (MessageAudience.REPORTER, "We come tomorrow", iryna)
    photo = message.photos.get()
    assert desk.get(page_of(report, "photo", number=photo.pk, variant="full"))["Content-Type"] == "image/jpeg"
    assert page_of(report, "photo", number=photo.pk, variant="thumbnail") in text_of(desk.get(page_of(report)))


def test_a_question_stops_the_clock(desk, report):
    write(desk, report, text="Which gate?", ask="1")

    report.refresh_from_db()
    assert (report.status, report.paused_at is not None) == (Status.WAITING_FOR_REPORTER, True)


def test_a_closed_report_is_answered_but_not_asked(desk, iryna, report):
    triage.decline_report(report, by=iryna, reason="Private land")

    assert 'name="ask"' not in text_of(desk.get(page_of(report)))
    refused = write(desk, report, text="Which gate?", ask="1")
    assert (refused.status_code, "Which gate?</textarea>" in text_of(refused)) == (409, True)
    assert Message.objects.count() == 0
    assert write(desk, report, text="Turn to the owner").status_code == 302


def test_a_note_is_for_the_police_alone(desk, report):
    write(desk, report, audience="internal", text="Seen two of them")

    assert Message.objects.get().audience == MessageAudience.INTERNAL
    assert [event.audience for event in Event.objects.filter(name=ReportEvent.NOTED)] == ["internal"]


def test_a_public_update_needs_a_released_report(desk, iryna, report):
    assert write(desk, report, audience="public", text="A patrol comes").status_code == 422

    release.release_report(report, by=iryna, title_en="Two lamps")

    assert write(desk, report, audience="public", text="A patrol comes").status_code == 302
    assert Message.objects.get().audience == MessageAudience.PUBLIC


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Write what you want to say"),
        ({"text": "Kept words", "audience": "everyone"}, "valid choice"),
        ({"text": "Kept words", "photos": "text"}, "note.jpg"),
    ],
)
def test_words_that_cannot_be_sent_are_kept(desk, report, fields, sentence):
    from django.core.files.uploadedfile import SimpleUploadedFile

    if "photos" in fields:
        fields = fields | {"photos": [SimpleUploadedFile("note.jpg", b"no picture", content_type="image/jpeg")]}

    answer = write(desk, report, **fields)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert fields["text"] in text_of(answer)
    assert Message.objects.count() == 0


def test_words_of_a_stale_page_are_kept(desk, bohdan, olena, report):
    conversation.reply_as_reporter(report, by=olena, text="It is solved")

    answer = write(desk, report, text="We come tomorrow", version=1)

    assert answer.status_code == 409
    assert "We come tomorrow</textarea>" in text_of(answer)
    assert "The reporter wrote" in text_of(answer)


def test_a_message_that_needs_no_answer_is_put_away(desk, olena, report):
    conversation.reply_as_reporter(report, by=olena, text="Thank you")
    assert "waits for an answer" in text_of(desk.get(page_of(report)))

    do(desk, report, "mark-read")

    assert Report.objects.get(pk=report.pk).unread_reply is False


def test_what_is_drawn_once_for_all_holds_nothing_of_another_officer(client_for, areas, police, desk, iryna, report):
    """The composer and the buttons of actions are kept; who they are for stands in their holes."""
    larysa, taras = PersonFactory(name="Larysa Shevchuk"), PersonFactory(name="Taras Hnatiuk")
    for person in (larysa, taras):
        RoleFactory(person=person, kind=RoleKind.OFFICER, area=areas.stare_misto, organisation=police)
    ResponseTemplate.objects.create(area=areas.zarichchia, name="Of the left bank", text_en="Read.")
    ResponseTemplate.objects.create(area=areas.stare_misto, name="Of the right bank", text_en="Read.")
    other, her_desk = make_report(areas.stare_misto, category=report.category), client_for(larysa)
    her_desk.cookies["language"] = "en"

    hers = text_of(her_desk.get(page_of(other)))
    his = text_of(desk.get(page_of(report)))

    assert ("Of the right bank" in hers, "Taras Hnatiuk" in hers) == (True, True)
    assert "Of the left bank" in his
    for words in ("Of the right bank", "Taras Hnatiuk", "Larysa Shevchuk", other.reference):
        assert words not in his
    tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)) for page in (hers, his)]
    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
