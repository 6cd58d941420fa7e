"""Following one's own report: by account, by secret code, and when either has run out."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.attachments.services import make_safe
from apps.core.models import RateWindow
from apps.events.models import Event
from apps.reports.enums import Nature, Registration, Status
from apps.reports.models import Message, Report, ReportPhoto
from apps.reports.services.contacts import open_contact
from apps.reports.services.conversation import add_note
from apps.reports.services.followup import confirm_solution
from apps.reports.services.registration import register_report
from apps.reports.services.release import release_report
from apps.reports.services.split import split_report
from apps.reports.services.triage import decline_report, hand_over_report, resolve_report
from tests.attachments.pictures import encoded, quadrants
from tests.factories.reports import CategoryFactory, make_report

RECEIPT = reverse("reports:receipt")
UNKNOWN = "AC34-DE67"


@pytest.fixture
def anonymous(areas):
    """An anonymous report; its code is `secret_code`."""
    return make_report(areas.zarichchia, words="Private words")


@pytest.fixture
def own(areas, olena):
    return make_report(areas.zarichchia, reporter=olena, words="Private words")


@pytest.fixture
def reporter(client_for, olena):
    """Olena's client, in English."""
    return in_english(client_for(olena, factor=False))


def in_english(client):
    client.cookies["language"] = "en"
    return client


def text_of(client, report):
    return client.get(report.get_absolute_url()).content.decode()


def run_out(client):
    session = client.session
    session["receipt"] |= {"until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()


def without_tokens(answer):
    """An answer without what differs in every one: the tokens of its forms and scripts."""
    text = re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode())
    return answer.status_code, text


def test_codes_that_open_nothing_are_answered_alike(client, anonymous, human):
    erased = make_report(anonymous.area)
    code = erased.secret_code
    Report.objects.filter(pk=erased.pk).update(receipt_hash=None, data_key=None)

    answers = {
        without_tokens(client.post(RECEIPT, human | {"code": wrong}))
        for wrong in (code, "7K3M-Q9TD-X2WB-4HNA", "0000 0000 0000 0000", "short")
    }

    assert len(answers) == 1
    assert answers.pop()[0] == 422


def test_codes_are_tried_ten_times_at_most(client, anonymous, human):
    for _time in range(10):
        assert client.post(RECEIPT, human | {"code": "7K3M-Q9TD-X2WB-4HNA"}).status_code == 422

    refused = client.post(RECEIPT, human | {"code": anonymous.secret_code})

    assert refused.status_code == 429
    RateWindow.objects.all().delete()
    assert client.post(RECEIPT, human | {"code": anonymous.secret_code}).status_code == 302


def test_code_is_taken_by_post_alone(client, anonymous):
    client.get(RECEIPT, {"code": anonymous.secret_code})

    assert client.get(anonymous.get_absolute_url()).status_code == 404


def test_code_opens_a_session_under_a_new_key(client, anonymous, human):
    client.get(reverse("reports:map"))
    session = client.session
    session["something"] = 1
    session.save()
    before = client.session.session_key

    client.post(RECEIPT, human | {"code": anonymous.secret_code})

    assert client.session.session_key != before


def test_open_report_is_named_on_every_page_until_it_is_left(client, anonymous, human):
    client.post(RECEIPT, human | {"code": anonymous.secret_code})
    privacy = reverse("portal:privacy")
    assert f'<a href="{anonymous.get_absolute_url()}">' in client.get(privacy).content.decode()

    client.post(reverse("reports:receipt_leave"))

    assert anonymous.reference not in client.get(privacy).content.decode()


def test_code_beside_an_account_keeps_the_account_and_never_acts_as_it(client_for, olena, own, anonymous, human):
    client = client_for(olena, factor=False)
    client.post(RECEIPT, human | {"code": anonymous.secret_code})

    assert "Private words" in text_of(client, anonymous)
    client.post(reverse("reports:reply", args=[anonymous.reference]), {"text": "By the code"})
    assert (Message.objects.get().author, Event.objects.of(anonymous).first().actor) == (None, None)
    assert own.reference in client.get(reverse("reports:mine")).content.decode()
    client.post(reverse("reports:receipt_leave"))
    assert client.get(anonymous.get_absolute_url()).status_code == 404
    assert "Private words" in text_of(client, own)


def test_words_written_when_the_half_hour_ended_come_along_with_the_code(client, anonymous, human):
    client.post(RECEIPT, human | {"code": anonymous.secret_code})
    run_out(client)

    asked = client.post(reverse("reports:reply", args=[anonymous.reference]), {"text": "A long story"})
    assert (asked.status_code, "A long story" in asked.content.decode()) == (403, True)
    opened = client.post(RECEIPT, human | {"code": anonymous.secret_code, "text": "A long story"})

    assert 'name="text"' in opened.content.decode()
    assert "A long story</textarea>" in opened.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("below", ["", "reply/", "confirm/", "correct/", "erase/", "photos/1/full/"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_address_of_a_report_says_that_its_half_hour_ended(
    client, client_for, olena, anonymous, human, below, signed_in
):
    browser = in_english(client_for(olena, factor=False) if signed_in else client)
    browser.post(RECEIPT, human | {"code": anonymous.secret_code})
    run_out(browser)

    page = browser.get(anonymous.get_absolute_url() + below, headers={"Accept": "text/html"}, follow=True)

    assert (page.status_code, page.request["PATH_INFO"]) == (200, RECEIPT)
    assert "Your report is not open here any more." in page.content.decode()
    assert "receipt" not in browser.session


def test_half_hour_that_ended_while_photos_were_drawn_is_said_by_the_next_page(client, anonymous, human):
    in_english(client).post(RECEIPT, human | {"code": anonymous.secret_code})
    run_out(client)
    drawn = client.get(f"{anonymous.get_absolute_url()}photos/1/thumbnail/", headers={"Accept": "image/*"})
    assert drawn.status_code == 404

    page = client.get(anonymous.get_absolute_url(), follow=True)

    assert "Your report is not open here any more." in page.content.decode()


def test_half_hour_that_ended_is_said_of_a_part_of_the_report_too(client, anonymous, iryna, human):
    part = split_report(anonymous, by=iryna, category=CategoryFactory(), words="Another matter")
    client.post(RECEIPT, human | {"code": anonymous.secret_code})
    run_out(client)

    assert client.get(part.get_absolute_url()).url == RECEIPT


def test_words_for_a_report_that_is_not_theirs_are_answered_alike_whether_it_exists_or_not(client, anonymous):
    answers = [
        without_tokens(client.post(reverse("reports:reply", args=[reference]), {"text": "Hello"}))
        for reference in (anonymous.reference, UNKNOWN)
    ]

    assert answers[0] == answers[1]
    assert answers[0][0] == 403


def test_half_hour_that_ended_hides_no_other_report(client, anonymous, areas, iryna, human):
    released = make_report(areas.zarichchia)
    release_report(released, by=iryna, title_en="Lamp out")
    client.post(RECEIPT, human | {"code": anonymous.secret_code})
    run_out(client)

    assert client.get(released.get_absolute_url()).status_code == 200


def test_staff_go_on_to_the_desk(client_for, iryna, own):
    desk = reverse("reports_staff:detail", args=[own.reference])
    client = client_for(iryna)
    assert client.get(own.get_absolute_url()).url == desk

    release_report(own, by=iryna, title_en="Lamp out")

    assert f'href="{desk}"' in text_of(client, own)


def test_staff_without_their_second_factor_find_nothing(client_for, iryna, own):
    assert client_for(iryna, factor=False).get(own.get_absolute_url()).status_code == 404


def test_photos_are_shown_to_the_reporter_but_those_of_a_note(reporter, client, client_for, taras, own, iryna):
    photos = [
        make_safe(SimpleUploadedFile("p.jpg", encoded(quadrants(64, 48)), content_type="image/jpeg")) for _ in range(2)
    ]
    mine = ReportPhoto.objects.create(report=own, attachment=photos[0])
    note = add_note(own, by=iryna, text="Look", photos=[photos[1]]).photos.get()

    def asked(client, photo):
        address = reverse("reports:photo", args=[own.reference, photo.pk, "thumbnail"])
        return client.get(address).status_code

    assert [asked(reporter, photo) for photo in (mine, note)] == [200, 404]
    assert [asked(stranger, mine) for stranger in (client, client_for(taras, factor=False))] == [404, 404]


def test_reply_with_a_file_that_is_no_photo_keeps_the_words(reporter, own):
    file = SimpleUploadedFile("p.jpg", b"not a photo", content_type="image/jpeg")

    answer = reporter.post(reverse("reports:reply", args=[own.reference]), {"text": "See here", "photos": [file]})

    assert (answer.status_code, "See here</textarea>" in answer.content.decode()) == (422, True)
    assert not Message.objects.exists()


def test_reply_refused_by_the_state_keeps_the_words_and_says_why(reporter, own):
    Report.objects.filter(pk=own.pk).update(status=Status.WITHDRAWN)

    answer = reporter.post(reverse("reports:reply", args=[own.reference]), {"text": "Too late"})

    assert answer.status_code == 409
    assert "This report has ended here" in answer.content.decode()
    assert "Too late" in answer.content.decode()


def test_decision_that_the_state_refuses_keeps_the_words(reporter, own):
    answer = reporter.post(reverse("reports:decide", args=[own.reference, "dispute"]), {"text": "Still dark"})

    assert answer.status_code == 409
    assert "Still dark" in answer.content.decode()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda report, by: None, "The police answer you"),
        (lambda report, by: resolve_report(report, by=by, outcome="Both lamps mended."), "Both lamps mended."),
        (lambda report, by: decline_report(report, by=by, reason="No lamp there."), "No lamp there."),
        (lambda report, by: hand_over_report(report, by=by, service="SBU", number="17", contact="Duty"), "SBU"),
        (lambda report, by: open_contact(report, by=by, reason="To ask which stairs"), "To ask which stairs"),
        (lambda report, by: release_report(report, by=by, title_en="Lamp out"), "Lamp out"),
    ],
    ids=["promise", "outcome", "reason", "service", "contacts", "release"],
)
def test_own_page_tells(reporter, own, iryna, act, words):
    act(own, iryna)

    assert words in text_of(reporter, own)


def test_own_page_shows_the_number_of_the_police_record(reporter, areas, olena, iryna):
    report = make_report(areas.zarichchia, reporter=olena, category=CategoryFactory(nature=Nature.CRIME))
    assert "the law wants it registered" in text_of(reporter, report)

    register_report(report, by=iryna, state=Registration.RECORDED, number="ЄО-4127")

    assert "ЄО-4127" in text_of(reporter, report)


def test_own_page_offers_withdrawal_before_triage_alone(reporter, own, iryna):
    address = reverse("reports:decide", args=[own.reference, "withdraw"])
    assert address in text_of(reporter, own)

    resolve_report(own, by=iryna, outcome="Mended.")

    assert address not in text_of(reporter, own)


@pytest.mark.parametrize(("days", "offered"), [(89, True), (91, False)])
def test_own_page_offers_reopening_for_90_days(reporter, own, olena, iryna, days, offered):
    resolve_report(own, by=iryna, outcome="Mended.")
    confirm_solution(own, by=olena)
    Report.objects.filter(pk=own.pk).update(closed_at=timezone.now() - timedelta(days=days))

    assert (reverse("reports:decide", args=[own.reference, "reopen"]) in text_of(reporter, own)) == offered


def test_own_page_query_count_does_not_grow(reporter, own, iryna, django_assert_max_num_queries):
    text_of(reporter, own)
    with django_assert_max_num_queries(8) as one:
        text_of(reporter, own)
    for number in range(10):
        Message.objects.create(report=own, audience="reporter", author=iryna, open_text=f"News {number}")
    with django_assert_max_num_queries(8) as many:
        text_of(reporter, own)

    assert len(many) <= len(one) + 1  # the photos of the messages


def test_summary_in_another_language_says_which(client, areas, iryna):
    report = make_report(areas.zarichchia)
    release_report(report, by=iryna, title_uk="Не горить ліхтар", summary_uk="Два ліхтарі не світять.")

    text = text_of(in_english(client), report)

    assert '<h1 lang="uk">Не горить ліхтар</h1>' in text
    assert '<p class="report-summary" lang="uk">' in text
