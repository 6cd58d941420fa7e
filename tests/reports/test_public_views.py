"""The page of a report, for everybody and for its reporter."""

import re

import pytest
from django.urls import reverse

from apps.core.qr import qr_svg
from apps.reports.enums import MessageAudience, Sensitivity, Status
from apps.reports.models import Message, Report
from apps.reports.services.conversation import add_note, answer_reporter, ask_reporter
from apps.reports.services.referral import refer_report
from apps.reports.services.release import release_report, withdraw_release
from apps.reports.services.triage import decline_report, resolve_report
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report


@pytest.fixture
def released(areas, iryna):
    report = make_report(areas.zarichchia, snap_point=SnapPointFactory(area=areas.zarichchia), words="Private words")
    release_report(report, by=iryna, title_en="Street light out", summary_en="Two lamps are dark.")
    return report


@pytest.fixture
def own(areas, olena):
    return make_report(areas.zarichchia, reporter=olena, words="Private words")


def page(client, report):
    return client.get(report.get_absolute_url())


def test_report_page_shows_what_was_released_alone(client, released):
    text = page(client, released).content.decode()

    assert "Street light out" in text
    assert "Private words" not in text


@pytest.mark.parametrize("address", ["/r/{}/", "/reports/{}/"])
@pytest.mark.parametrize("spell", [str.lower, lambda text: text.replace("-", ""), lambda text: text.replace("-", " ")])
def test_typed_reference_leads_to_the_report(client, released, address, spell):
    answer = client.get(address.format(spell(released.reference)))

    assert (answer.status_code, answer["Location"]) == (302, released.get_absolute_url())


@pytest.mark.django_db
def test_typed_reference_that_nobody_has_leads_on_like_any_other(client):
    answer = client.get("/r/kv47rm93")

    assert client.get(answer["Location"])["Location"] == "/reports/KV47-RM93/"


@pytest.mark.parametrize("typed", ["abc", "kv47-rm9", "kv47-rm933", "кв47-рм93", "12ab34cd"])
@pytest.mark.django_db
def test_typed_text_that_is_no_reference_is_a_404(client, typed):
    assert client.get(f"/r/{typed}/").status_code == 404


def test_report_page_that_may_not_be_seen_is_the_same_404_as_an_unknown_one(client, areas, iryna, released):
    hidden = make_report(areas.zarichchia)
    withdraw_release(released, by=iryna)

    def not_found(reference):
        """The answer without what differs in every answer: tokens, nonces and the address that was asked for."""
        answer = client.get(reverse("reports:detail", args=[reference]))
        text = re.sub(r'(nonce|value)="[^"]+"', "", answer.content.decode())
        return answer.status_code, text.replace(reference, "")

    unknown = not_found("AC34-DE67")
    assert unknown[0] == 404
    assert [not_found(report.reference) for report in (hidden, released)] == [unknown, unknown]


def test_report_page_query_count_does_not_grow(client, released, iryna, django_assert_num_queries):
    page(client, released)
    with django_assert_num_queries(1):
        page(client, released)
    for number in range(12):
        Message.objects.create(
            report=released, audience=MessageAudience.PUBLIC, author=iryna, open_text=f"News {number}"
        )
    with django_assert_num_queries(2):  # the updates, which most reports lack
        page(client, released)


def test_report_page_gives_its_address_to_copy_and_as_a_code(client, settings, released):
    address = f"{settings.SITE_URL}{released.get_absolute_url()}"
    code = client.get(reverse("reports:qr_code", args=[released.reference]))

    assert address in page(client, released).content.decode()
    assert (code["Content-Type"], code.content) == ("image/svg+xml", qr_svg(address))


def test_code_of_a_report_that_is_not_public_is_404(client_for, olena, own):
    reporter = client_for(olena, factor=False)

    assert reporter.get(reverse("reports:qr_code", args=[own.reference])).status_code == 404


def test_own_report_shows_words_and_answers_but_no_internal_note(client_for, olena, own, iryna):
    answer_reporter(own, by=iryna, text="We come tonight")
    add_note(own, by=iryna, text="Internal thought")

    text = page(client_for(olena, factor=False), own).content.decode()

    assert "Private words" in text
    assert "We come tonight" in text
    assert "Internal thought" not in text


def test_own_report_of_somebody_else_is_404(client_for, taras, own):
    assert page(client_for(taras, factor=False), own).status_code == 404


def test_reply_is_kept_and_answers_the_question(client_for, olena, own, iryna):
    ask_reporter(own, by=iryna, text="Which stairs?")

    answer = client_for(olena, factor=False).post(
        reverse("reports:reply", args=[own.reference]), {"text": "The steep ones"}
    )

    assert answer.status_code == 302
    assert Message.objects.get(from_reporter=True).text == "The steep ones"
    own.refresh_from_db()
    assert (own.status, own.unread_reply) == (Status.IN_PROGRESS, True)


def test_reply_that_is_empty_says_so_beside_the_field(client_for, olena, own):
    answer = client_for(olena, factor=False).post(reverse("reports:reply", args=[own.reference]), {"text": " "})

    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_reply_to_an_ended_report_keeps_what_was_typed(client_for, olena, own):
    Report.objects.filter(pk=own.pk).update(status=Status.WITHDRAWN)

    answer = client_for(olena, factor=False).post(reverse("reports:reply", args=[own.reference]), {"text": "Too late"})

    assert answer.status_code == 409


def test_confirm_closes_and_keeps_the_satisfaction(client_for, olena, own, iryna):
    resolve_report(own, by=iryna, outcome="Mended.")

    client_for(olena, factor=False).post(
        reverse("reports:decide", args=[own.reference, "confirm"]), {"satisfaction": "5"}
    )

    own.refresh_from_db()
    assert (own.status, own.satisfaction) == (Status.CLOSED, 5)


def test_dispute_without_a_reason_asks_for_one(client_for, olena, own, iryna):
    resolve_report(own, by=iryna, outcome="Mended.")

    answer = client_for(olena, factor=False).post(
        reverse("reports:decide", args=[own.reference, "dispute"]), {"text": ""}
    )

    own.refresh_from_db()
    assert (answer.status_code, own.status) == (422, Status.RESOLVED)


def test_object_twice_is_refused_with_a_sentence(client_for, olena, own, iryna, bohdan):
    client, address = client_for(olena, factor=False), reverse("reports:decide", args=[own.reference, "object"])
    decline_report(own, by=iryna, reason="Nothing found.")
    assert client.post(address, {"text": "Look again"}).status_code == 302
    own.refresh_from_db()
    decline_report(own, by=bohdan, reason="Still nothing.")

    assert client.post(address, {"text": "Once more"}).status_code == 409


def test_decide_by_somebody_else_is_404(client_for, taras, own):
    assert (
        client_for(taras, factor=False).post(reverse("reports:decide", args=[own.reference, "withdraw"])).status_code
        == 404
    )


def test_support_counts_one_browser_once(client, released):
    for _time in range(2):
        client.post(reverse("reports:support", args=[released.reference]))

    released.refresh_from_db()
    assert released.support_count == 1


def test_support_of_an_unreleased_report_is_404(client, areas):
    hidden = make_report(areas.zarichchia)

    assert client.post(reverse("reports:support", args=[hidden.reference])).status_code == 404


def test_receipt_opens_the_report_for_half_an_hour(client, areas, human):
    report = make_report(areas.zarichchia, words="Private words")

    answer = client.post(reverse("reports:receipt"), human | {"code": report.secret_code.lower()})

    assert answer.headers["Location"] == report.get_absolute_url()
    assert "Private words" in page(client, report).content.decode()


def test_receipt_shows_no_other_report(client, areas, human):
    report, other = make_report(areas.zarichchia), make_report(areas.zarichchia)
    client.post(reverse("reports:receipt"), human | {"code": report.secret_code})

    assert page(client, other).status_code == 404


def test_receipt_left_is_closed(client, areas, human):
    report = make_report(areas.zarichchia)
    client.post(reverse("reports:receipt"), human | {"code": report.secret_code})
    client.post(reverse("reports:receipt_leave"))

    assert page(client, report).status_code == 404


def test_receipt_whose_half_hour_is_over_is_closed(client, areas, human):
    report = make_report(areas.zarichchia)
    client.post(reverse("reports:receipt"), human | {"code": report.secret_code})
    session = client.session
    session["receipt"] |= {"until": "2026-01-01T00:00:00+00:00"}
    session.save()

    answer = page(client, report)

    assert (answer.status_code, answer.url) == (302, reverse("reports:receipt"))
    client.get(answer.url)
    assert page(client, report).status_code == 404


def test_receipt_with_a_wrong_code_says_so(client, db, human):
    answer = client.post(reverse("reports:receipt"), human | {"code": "7K3M-Q9TD-X2WB-4HNA"})

    assert answer.status_code == 422


def test_mine_lists_own_reports_alone(client_for, olena, taras, own, areas):
    theirs = make_report(areas.zarichchia, reporter=taras)

    text = client_for(olena, factor=False).get(reverse("reports:mine")).content.decode()

    assert own.reference in text
    assert theirs.reference not in text


def test_mine_asks_to_sign_in(client, db):
    assert client.get(reverse("reports:mine")).status_code == 302


def test_mine_query_count_does_not_grow(client_for, olena, own, areas, django_assert_num_queries):
    client = client_for(olena, factor=False)
    client.get(reverse("reports:mine"))
    with django_assert_num_queries(5):
        client.get(reverse("reports:mine"))
    for _number in range(10):
        make_report(areas.zarichchia, reporter=olena, category=own.category)
    with django_assert_num_queries(5):
        client.get(reverse("reports:mine"))


def test_sealed_report_shows_its_reporter_their_words(client_for, olena, areas):
    report = make_report(
        areas.zarichchia, reporter=olena, words="He hits her", category=CategoryFactory(sensitivity=Sensitivity.SEALED)
    )

    assert "He hits her" in page(client_for(olena, factor=False), report).content.decode()


def test_question_while_the_council_works_changes_no_state(areas, own, iryna, council, client_for, olena):
    refer_report(own, by=iryna, organisation=council, words="Two lamps by the stairs")
    due = own.resolve_due_at
    ask_reporter(own, by=iryna, text="Which stairs?")

    assert (own.status, own.paused_at, own.resolve_due_at) == (Status.REFERRED, None, due)
    assert "card-turn" in page(client_for(olena, factor=False), own).content.decode()
