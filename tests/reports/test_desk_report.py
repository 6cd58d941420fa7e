"""One report at the desk: what is read, done, written, opened and released there."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.events.models import AuditEntry, Event
from apps.reports.enums import MessageAudience, Nature, Registration, ReleaseState, ReportEvent, Sensitivity, Status
from apps.reports.models import ContactOpening, Message, Report
from apps.reports.services import conversation, followup, registration, release, triage
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import do, page_of, photo_file, text_of, write

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate().isoformat()
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


# -- reading ---------------------------------------------------------------------------------------------------------


def test_the_page_shows_words_answers_places_and_thread(desk, areas, olena, report):
    report.category.questions = [
        {
            "key": "extent",
            "type": "choice",
            "label": {"uk": "Скільки?", "en": "How many?"},
            "choices": [{"value": "one", "label": {"uk": "один", "en": "just one"}, "stopper": ""}],
        }
    ]
    report.category.save()
    Report.objects.filter(pk=report.pk).update(open_answers={"extent": "one", "gone": "x"})
    conversation.reply_as_reporter(report, by=olena, text="Since Monday")

    page = text_of(desk.get(page_of(report)))

    for words in ("Two lamps by the stairs are dark.", "How many?", "just one", "Mlynova St 8", "Since Monday"):
        assert words in page
    assert 'data-public-lat="50.011"' in page
    assert "Mlynova St, by the footbridge" in page


def test_each_opening_leaves_one_audit_row(desk, iryna, report):
    desk.get(page_of(report))
    desk.get(page_of(report), headers={"HX-Request": "true", "HX-Target": "chosen"})

    rows = AuditEntry.objects.filter(action="report.read", subject_id=report.pk)
    assert [(row.actor_id, row.area_id) for row in rows] == [(iryna.pk, report.area_id)] * 2


def test_beside_the_queue_only_the_report_is_sent(desk, report):
    page = text_of(desk.get(page_of(report), headers={"HX-Request": "true", "HX-Target": "chosen"}))

    assert page.lstrip().startswith("<title>")
    assert "queue-row" not in page
    assert "Two lamps by the stairs are dark." in page


def test_the_page_costs_the_same_for_one_message_and_for_thirty(
    desk, iryna, report, django_assert_num_queries, django_assert_max_num_queries
):
    conversation.answer_reporter(report, by=iryna, text="Hello")
    desk.get(page_of(report))  # what is kept from one request to the next is asked for here
    with django_assert_max_num_queries(40) as one:
        desk.get(page_of(report))
    for _ in range(29):
        conversation.answer_reporter(report, by=iryna, text="Hello")

    with django_assert_num_queries(len(one)):
        desk.get(page_of(report))


def test_words_that_were_refused_are_guarded_as_typed(desk, report):
    refused = write(desk, report, text="We look after it.", version=report.version - 1)

    assert refused.status_code == 409
    assert 'data-guarded="written"' in text_of(refused)
    assert 'data-guarded="written"' not in text_of(desk.get(page_of(report)))


def test_the_reporter_is_nameless_until_the_contacts_are_opened(desk, areas, olena, iryna, report):
    conversation.reply_as_reporter(report, by=olena, text="It is dark again")
    stale = do(desk, report, "acknowledge", version=1)

    for page in (text_of(desk.get(page_of(report))), text_of(stale)):
        assert olena.name not in page
        assert olena.email not in page
    assert stale.status_code == 409


def test_contacts_of_a_reporter_without_account_are_masked_too(desk, areas):
    given = {"name": "Halyna Bondar", "phone": "+380 67 000 31 18", "safe_contact": "Mornings only"}
    report = make_report(areas.zarichchia, identity=given)

    page = text_of(desk.get(page_of(report)))

    assert [value for value in given.values() if value in page] == []


# -- contacts --------------------------------------------------------------------------------------------------------


def test_contacts_open_once_with_a_reason_that_is_kept(desk, areas, iryna):
    report = make_report(areas.zarichchia, identity={"name": "Halyna Bondar", "safe_contact": "Mornings only"})

    opened = desk.post(page_of(report, "contacts"), {"version": report.version, "reason": "To agree on a time"})

    assert "Halyna Bondar" in text_of(opened)
    assert "Mornings only" in text_of(opened)
    assert opened["Cache-Control"] == "no-store"
    assert "Halyna Bondar" not in text_of(desk.get(page_of(report)))
    assert [(row.by, row.reason) for row in ContactOpening.objects.all()] == [(iryna, "To agree on a time")]
    assert AuditEntry.objects.filter(action="report.contact_opened", actor_id=iryna.pk).count() == 1


@pytest.mark.parametrize(("reason", "status"), [("", 422), ("x", 409), ("y" * 201, 422)])
def test_contacts_stay_closed_without_a_reason(desk, olena, report, reason, status):
    answer = desk.post(page_of(report, "contacts"), {"version": report.version, "reason": reason})

    assert answer.status_code == status
    assert olena.email not in text_of(answer)
    assert ContactOpening.objects.count() == 0


def test_nothing_opens_for_an_anonymous_reporter(desk, areas):
    report = make_report(areas.zarichchia)

    answer = desk.post(page_of(report, "contacts"), {"version": 1, "reason": "To call back"})

    assert answer.status_code == 409
    assert "The reporter is anonymous" in text_of(answer)


# -- actions ---------------------------------------------------------------------------------------------------------


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


# -- words -----------------------------------------------------------------------------------------------------------


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


# -- the police record -----------------------------------------------------------------------------------------------


@pytest.fixture
def crime(areas, olena):
    return make_report(areas.zarichchia, reporter=olena, category=CategoryFactory(nature=Nature.CRIME))


def test_a_crime_report_shows_its_clock_and_cannot_be_closed_before_its_number(desk, crime):
    page = text_of(desk.get(page_of(crime)))

    assert page_of(crime, "act", name="register") in page
    assert page_of(crime, "act", name="decline") not in page
    answer = do(desk, crime, "decline", reason="Nothing found")
    assert answer.status_code == 409
    assert "Enter its number first." in text_of(answer)
    assert "Nothing found</textarea>" in text_of(answer)


def test_the_number_is_entered_once_it_is_there(desk, crime):
    refused = do(desk, crime, "register", state="recorded", number="")
    assert (refused.status_code, "Enter the number under which" in text_of(refused)) == (422, True)

    assert do(desk, crime, "register", state="recorded", number="ЄО-4812").status_code == 302
    assert Report.objects.get(pk=crime.pk).registration == Registration.RECORDED
    assert "ЄО-4812" in text_of(desk.get(page_of(crime)))


def test_a_report_turns_out_to_be_a_crime(desk, report):
    do(desk, report, "require-registration")

    assert Report.objects.get(pk=report.pk).registration == Registration.DUE


def test_the_page_says_how_often_a_solution_was_disputed(desk, report, iryna, bohdan, olena):
    triage.resolve_report(report, by=iryna, outcome="Mended")
    before = text_of(desk.get(page_of(report)))
    followup.dispute_solution(report, by=olena, text="It is dark again.")
    triage.resolve_report(report, by=bohdan, outcome="A new lamp")
    followup.dispute_solution(report, by=olena, text="Still dark.")

    assert "Solution disputed" not in before
    assert "<dt>Solution disputed</dt>\n      <dd>2 times</dd>" in text_of(desk.get(page_of(report)))


# -- the release -----------------------------------------------------------------------------------------------------


def test_the_suggested_release_has_none_of_the_reporters_words(desk, report):
    page = text_of(
        desk.get(page_of(report, "act", name="release"), headers={"HX-Request": "true", "HX-Target": "action"})
    )

    assert f"{report.category.name_en}: Mlynova St, by the footbridge" in page
    assert f"{report.category.name_uk}: Млинова, біля містка" in page
    assert "Two lamps by the stairs" not in page
    assert "Mlynova St 8" not in page


def test_a_reference_as_typed_leads_to_its_report(desk, report):
    address = reverse("reports_staff:detail", args=[report.reference])

    assert desk.get(address.lower())["Location"] == address
    assert desk.get("/desk/reports/nothing/").status_code == 404


def test_a_release_is_previewed_and_then_public(desk, report):
    words = {"title_en": "Two lamps are dark", "summary_en": "By the stairs.", "with_place": "place"}

    shown = desk.post(page_of(report, "preview"), words)
    again = do(desk, report, "release", preview="1", **words)
    assert "Two lamps are dark" in text_of(shown)
    assert "Everybody will read exactly this" in text_of(again)
    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.PENDING

    assert do(desk, report, "release", **words).status_code == 302
    report.refresh_from_db()
    assert (report.release_state, report.public_title_en) == (ReleaseState.RELEASED, "Two lamps are dark")
    assert report.public_place == report.snap_point


def test_a_release_for_the_area_alone_has_no_place(desk, report):
    do(desk, report, "release", title_en="Two lamps", with_place="area")

    assert Report.objects.get(pk=report.pk).public_place is None


def test_changing_a_release_begins_with_its_words(desk, iryna, report):
    release.release_report(report, by=iryna, title_en="Two lamps", with_place=False)

    page = text_of(desk.get(page_of(report, "act", name="edit-release")))
    assert 'value="Two lamps"' in page
    assert do(desk, report, "edit-release", title_en="Three lamps", with_place="area").status_code == 302
    assert Report.objects.get(pk=report.pk).public_title_en == "Three lamps"


def test_a_release_that_names_the_reporter_is_refused_and_kept(desk, olena, report):
    answer = do(desk, report, "release", title_en=f"says {olena.name}", with_place="area", kept=olena.name)

    assert answer.status_code == 409
    assert "These words name the reporter." in text_of(answer)
    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.PENDING


def test_withholding(desk, report):
    do(desk, report, "withhold")

    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.WITHHELD


def test_a_supervisor_withdraws_a_release_and_an_officer_does_not(desk, client_for, iryna, bohdan, report):
    release.release_report(report, by=iryna, title_en="Two lamps")

    assert do(desk, report, "withdraw-release").status_code == 404
    assert do(client_for(bohdan), report, "withdraw-release").status_code == 302
    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.WITHHELD


def test_under_investigation_the_consent_comes_first(desk, iryna, crime):
    registration.register_report(crime, by=iryna, state=Registration.RECORDED, number="ЄО-1")
    registration.register_report(crime, by=iryna, state=Registration.INVESTIGATION, number="ЄРДР-1")

    assert page_of(crime, "act", name="release") not in text_of(desk.get(page_of(crime)))
    assert do(desk, crime, "release", title_en="A theft", with_place="area").status_code == 409
    assert do(desk, crime, "consent", investigator="A. Honchar").status_code == 302
    assert do(desk, crime, "release", title_en="A theft", with_place="area").status_code == 302


def test_a_restricted_report_is_never_released(client_for, bohdan, areas):
    sealed = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    client = client_for(bohdan)

    assert page_of(sealed, "act", name="release") not in text_of(client.get(page_of(sealed)))
    assert do(client, sealed, "release", title_en="Words", with_place="area").status_code == 409
    assert client.post(page_of(sealed, "preview"), {"title_en": "Words"}).status_code == 404


def test_filters_of_the_queue_stay_when_something_is_done(desk, report):
    address = page_of(report, "act", name="acknowledge") + "?tab=open&kind=noise"

    assert desk.post(address, {"version": report.version})["Location"] == page_of(report) + "?tab=open&kind=noise"
    page = text_of(desk.get(page_of(report) + "?tab=open&kind=noise"))
    assert reverse("reports_staff:queue") + "?tab=open&amp;kind=noise" in page
