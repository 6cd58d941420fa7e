"""Which question comes when; drafts that end; leaving at once."""

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.attachments.models import Attachment
from apps.reports.models import Draft, Report
from apps.reports.wizard import places
from tests.attachments.pictures import encoded, quadrants, upload
from tests.reports.wizard.conftest import ANSWERS, WORDS

STEPS = ["where", "what", "details", "similar", "you", "check"]


def step(name):
    return reverse("reports:step", args=[name])


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def end_drafts():
    Draft.objects.update(expires_at=timezone.now())


@pytest.mark.parametrize("name", STEPS)
def test_step_without_a_draft_leads_to_the_first_question(town, english, name):
    answer = english.get(step(name))

    assert (answer.status_code, answer.url) == (302, reverse("reports:start"))


@pytest.mark.parametrize("name", STEPS[1:])
def test_step_whose_earlier_one_has_no_answer_leads_there_and_says_so(town, write, name):
    answer = write("where").get(step(name))

    assert answer.url == step("where")
    assert said(answer) == ["This question comes first. What you answered so far is kept."]


def test_step_sent_too_early_keeps_what_was_typed(town, write):
    browser = write("where")
    browser.post(step("details"), ANSWERS["details"])
    for name in ("where", "what"):
        browser.post(step(name), ANSWERS[name])

    assert WORDS in browser.get(step("details")).content.decode()


def test_step_that_does_not_exist_is_a_404(town, write):
    assert write("where").get(step("nowhere")).status_code == 404


@pytest.mark.parametrize("name", ["where", "what", "details", "you", "check"])
def test_step_after_a_reload_shows_what_was_answered(town, write, name):
    browser = write(name)

    assert browser.get(step(name)).status_code == browser.get(step(name)).status_code == 200


def test_step_shows_the_answer_given_before(town, write):
    browser = write("you")

    assert "Mlynova Street" in browser.get(step("where")).content.decode()
    assert 'value="lamp" aria-describedby="facts-lamp" checked' in browser.get(step("what")).content.decode()
    assert WORDS in browser.get(step("details")).content.decode()


def test_step_sent_after_the_draft_has_expired_keeps_what_was_typed(town, write):
    browser = write("details")
    end_drafts()
    answer = browser.post(step("details"), ANSWERS["details"])

    assert answer.url == reverse("reports:start")
    assert said(answer)[0].startswith("Your draft has ended: drafts are deleted after 24 hours. What you typed")
    browser.post(reverse("reports:start"), {"danger": "no"})
    for name in ("where", "what"):
        browser.post(step(name), ANSWERS[name])
    assert WORDS in browser.get(step("details")).content.decode()


def test_step_opened_after_the_draft_has_expired_says_so_once(town, write):
    browser = write("details")
    end_drafts()

    assert said(browser.get(step("details")))[0].startswith("Your draft has ended")
    browser.get(reverse("reports:start"))
    assert said(browser.get(step("details"))) == []


def test_changing_the_kind_asks_its_questions_again_and_keeps_the_words(town, write):
    from tests.factories.reports import CategoryFactory

    CategoryFactory(code="noise")
    browser = write("check")
    answer = browser.post(step("what"), {"category": "noise"})

    assert answer.url == step("details")
    assert WORDS in browser.get(answer.url).content.decode()


def test_start_with_a_draft_offers_to_go_on(town, write):
    page = write("details").get(reverse("reports:start")).content.decode()

    assert f'href="{step("details")}"' in page


def test_begin_anew_clears_the_draft(town, write):
    browser = write("details")
    answer = browser.post(reverse("reports:begin_anew"))

    assert answer.url == reverse("reports:start")
    assert not Draft.objects.exists()


def test_another_browser_does_not_see_the_draft(town, write):
    write("details")

    assert Client().get(step("details")).url == reverse("reports:start")


def test_leave_clears_the_draft_with_its_photos_and_leads_away(town, write):
    browser = write("details")
    browser.post(step("details"), {"action": "photos", "photos": upload(encoded(quadrants()))})
    answer = browser.post(reverse("reports:leave"))

    assert answer.url == settings.QUICK_EXIT_URL
    assert answer.cookies[settings.DRAFT_COOKIE_NAME]["max-age"] == 0
    assert (Draft.objects.count(), Attachment.objects.count()) == (0, 0)


def test_leave_from_the_script_clears_and_names_no_other_site(town, write):
    answer = write("details").post(reverse("reports:leave"), {"stay": "1"})

    assert (answer.status_code, answer.has_header("Location")) == (204, False)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["leave", "begin_anew"])
def test_clearing_by_get_is_refused(town, write, name):
    assert write("details").get(reverse(f"reports:{name}")).status_code == 405
    assert Draft.objects.exists()


@pytest.mark.parametrize("name", ["start", "where", "what", "details", "you", "check", "stop"])
def test_every_page_can_be_left_and_is_kept_by_no_cache(town, write, name):
    browser = write("check")
    address = {"start": reverse("reports:start"), "stop": reverse("reports:stop", args=["ordnance"])}
    answer = browser.get(address.get(name) or step(name))

    assert f'action="{reverse("reports:leave")}"' in answer.content.decode()
    assert settings.QUICK_EXIT_URL in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_draft_cookie_is_closed_to_scripts(town, english):
    cookie = english.post(reverse("reports:start"), {"danger": "no"}).cookies[settings.DRAFT_COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 24 * 3600)


@pytest.mark.parametrize("danger", ["", "perhaps"])
def test_danger_without_an_answer_asks_again(town, english, danger):
    answer = english.post(reverse("reports:start"), {"danger": danger})

    assert "Choose one of the answers." in answer.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("area=zarichchia", {"area": "zarichchia"}),
        ("lat=50.01&lon=30.01", {"area": "zarichchia", "lat": 50.01, "lon": 30.01}),
        ("lat=50.01&lon=30.01&area=stare-misto", {"area": "zarichchia", "lat": 50.01, "lon": 30.01}),
        ("lat=42.3&lon=-71&area=stare-misto", {"area": "stare-misto"}),
        ("lat=east&lon=30.01", None),
        ("lat=50.01", None),
        ("lat=nan&lon=30.01", None),
        ("area=ukraine", None),
        ("area=%00", None),
    ],
)
def test_start_keeps_where_the_address_says_to_look(town, english, query, near):
    english.post(f"{reverse('reports:start')}?{query}", {"danger": "no"})

    assert Draft.objects.get().answers.get("near") == near


def test_where_opens_on_the_area_that_led_here(town, english):
    english.post(f"{reverse('reports:start')}?area=zarichchia", {"danger": "no"})
    context = english.get(step("where")).context

    assert context["extent"] == town.areas.zarichchia.boundary.extent != places.extent()
    assert context["listed"] == town.areas.zarichchia


def test_where_opens_on_the_point_that_led_here_and_sets_no_pin(town, english):
    english.post(f"{reverse('reports:start')}?lat=50.01&lon=30.01", {"danger": "no"})
    page = english.get(step("where")).content.decode()

    assert 'data-near="50.01 30.01"' in page
    assert 'data-lon="30.01" data-lat' not in page.split('id="list-heading"')[0]
    assert "where" not in Draft.objects.get().answers


QUERIES = {"where": 5, "what": 4, "details": 4, "you": 3, "check": 5}


@pytest.mark.parametrize("name", QUERIES)
def test_step_query_count(town, write, name, django_assert_num_queries):
    browser = write(name)
    with django_assert_num_queries(QUERIES[name]):
        browser.get(step(name))


def test_sending_reads_its_draft_once_under_a_lock(town, write, human):
    browser = write("check")

    with CaptureQueriesContext(connection) as asked:
        browser.post(step("check"), human)

    locked = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"] and "draft" in query["sql"]]

    assert len(locked) == 1
    assert len(asked) == 18


def test_done_shows_the_code_to_the_browser_that_sent_it_alone(town, write, human):
    browser = write("check")
    browser.post(step("check"), human)
    first, second = browser.get(reverse("reports:done")), browser.get(reverse("reports:done"))

    assert first.context["code"] == second.context["code"] != ""
    assert Report.objects.get().reference in second.content.decode()
    assert Client().get(reverse("reports:done")).url == reverse("reports:start")


def test_done_after_leaving_shows_nothing(town, write, human):
    browser = write("check")
    browser.post(step("check"), human)
    browser.post(reverse("reports:leave"))

    assert browser.get(reverse("reports:done")).url == reverse("reports:start")
    assert Report.objects.count() == 1


def test_done_before_sending_leads_to_the_draft(town, write):
    assert write("check").get(reverse("reports:done")).url == reverse("reports:start")


@pytest.mark.parametrize("name", STEPS)
def test_step_after_sending_leads_to_the_end(town, write, human, name):
    browser = write("check")
    browser.post(step("check"), human)

    assert browser.get(step(name)).url == reverse("reports:done")
    assert browser.post(step(name), {}).url == reverse("reports:done")
    assert Report.objects.count() == 1


def test_start_after_sending_begins_another_report(town, write, human):
    browser = write("check")
    browser.post(step("check"), human)
    browser.post(reverse("reports:start"), {"danger": "no"})

    assert browser.get(step("where")).status_code == 200
    assert Draft.objects.count() == 2
