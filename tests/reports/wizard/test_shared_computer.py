"""A report written at a computer that others use too: nothing of it stays there."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.core.shared_computer import SESSION_KEY
from apps.reports.models import Draft, Report
from apps.reports.services.release import release_report
from tests.factories.reports import make_report
from tests.reports.wizard.conftest import ANSWERS, WORDS

START = reverse("reports:start")
SESSION, DRAFT = settings.SESSION_COOKIE_NAME, settings.DRAFT_COOKIE_NAME


def step(name):
    return reverse("reports:step", args=[name])


@pytest.fixture
def shared(town, english):
    """A browser whose writer has said so and begun a report."""
    english.post(START, {"danger": "no", "shared": "on"})
    return english


def left_alone(browser):
    """Let eleven minutes pass in a browser, as its session and its draft see them."""
    session = browser.session
    session[SESSION_KEY] -= 11 * 60
    session.save()
    Draft.objects.update(expires_at=timezone.now())


def minutes_left():
    return round((Draft.objects.get().expires_at - timezone.now()).total_seconds() / 60)


def sent(browser, human):
    for name, answer in ANSWERS.items():
        browser.post(step(name), answer)
    assert browser.post(step("check"), human).url == reverse("reports:done")
    return browser.get(reverse("reports:done")).content.decode()


def test_cookies_end_with_the_browser_and_the_draft_after_ten_minutes(shared):
    assert [shared.cookies[name]["max-age"] for name in (SESSION, DRAFT)] == ["", ""]
    assert minutes_left() == 10
    Draft.objects.update(expires_at=timezone.now() + timedelta(minutes=2))
    page = shared.get(step("where"))
    assert (minutes_left(), page["Cache-Control"]) == (10, "no-store")
    assert "Kept while you write, and for 10 minutes after." in page.content.decode()


def test_draft_that_was_there_before_is_kept_no_longer_either(town, english):
    english.post(START, {"danger": "no"})
    answer = english.post(START, {"danger": "no", "shared": "on"})

    assert answer.cookies[DRAFT]["max-age"] == ""
    assert (Draft.objects.count(), minutes_left()) == (1, 10)


def test_draft_that_was_there_before_an_emergency_is_kept_no_longer_either(town, english):
    english.post(START, {"danger": "no"})
    answer = english.post(START, {"danger": "yes", "shared": "on"})

    assert answer.url == reverse("portal:emergency")
    assert (answer.cookies[DRAFT]["max-age"], minutes_left()) == ("", 10)


def test_draft_is_kept_no_longer_once_a_code_is_entered(town, english):
    english.post(START, {"danger": "no"})
    answer = english.post(reverse("reports:receipt"), {"code": "", "shared": "on"})

    assert (answer.cookies[DRAFT]["max-age"], minutes_left()) == ("", 10)


@pytest.mark.parametrize("page", ["start", "receipt"])
def test_code_shown_before_is_shown_no_more(town, write, human, page):
    browser = write("check")
    browser.post(step("check"), human)
    answer = browser.post(reverse(f"reports:{page}"), {"danger": "yes", "code": "", "shared": "on"})

    assert (answer.cookies[DRAFT]["max-age"], Draft.objects.exists()) == (0, False)
    assert browser.get(reverse("reports:done")).url == START
    assert Report.objects.exists()


def test_person_signed_in_is_forgotten_after_ten_minutes(town, client_for, olena):
    browser = client_for(olena)
    browser.cookies["language"] = "en"
    browser.post(START, {"danger": "no", "shared": "on"})
    assert browser.get(reverse("reports:mine")).status_code == 200
    left_alone(browser)

    assert browser.get(reverse("reports:mine")).status_code == 302
    page = browser.get(step("where"), follow=True).content.decode()
    assert "on a shared computer it is deleted after 10 minutes without you" in page
    assert "A shared computer:" in page


def test_code_is_shown_for_a_minute_with_the_address_to_write_down(shared, human):
    page = sent(shared, human)
    report = Report.objects.get()
    assert "Write down too where you enter it:" in page
    assert f"{settings.SITE_URL}/receipt/" in page
    assert (WORDS in str(Draft.objects.get().answers), minutes_left()) == (False, 1)
    Draft.objects.update(expires_at=timezone.now())

    assert shared.get(reverse("reports:done")).url == START
    assert report.is_anonymous


def test_code_that_nobody_has_looked_at_ends_a_minute_after_the_sending(shared, human):
    for name, answer in ANSWERS.items():
        shared.post(step(name), answer)
    shared.post(step("check"), human)

    assert minutes_left() == 1


def test_quick_exit_ends_the_session_too(town, client_for, olena):
    browser = client_for(olena)
    browser.post(START, {"danger": "no", "shared": "on"})
    answer = browser.post(reverse("reports:leave"), {"stay": "1"})

    assert answer.status_code == 204
    assert [answer.cookies[name]["max-age"] for name in (SESSION, DRAFT)] == [0, 0]
    assert browser.get(reverse("reports:mine")).status_code == 302


def test_quick_exit_of_ones_own_device_keeps_one_signed_in(town, client_for, olena):
    browser = client_for(olena)
    browser.post(reverse("reports:leave"))

    assert browser.get(reverse("reports:mine")).status_code == 200


def test_report_opened_by_its_code_is_closed_after_ten_minutes(shared, human, client):
    sent(shared, human)
    report = Report.objects.get()
    code = Draft.objects.get().answers["secret_code"]
    client.cookies.clear()
    client.cookies["language"] = "en"
    client.post(reverse("reports:receipt"), human | {"code": code, "shared": "on"})
    assert "or until you pause for 10 minutes" in client.get(report.get_absolute_url()).content.decode()
    left_alone(client)

    assert client.get(report.get_absolute_url()).status_code == 404


def test_leaving_a_report_ends_the_session_of_a_shared_computer(shared):
    answer = shared.post(reverse("reports:receipt_leave"))

    assert answer.cookies[SESSION]["max-age"] == 0


# -- “me too” --------------------------------------------------------------------------------------------------------


@pytest.fixture
def supported(areas, iryna):
    """A released report to which one can say “me too”."""
    report = make_report(areas.zarichchia)
    release_report(report, by=iryna, title_en="Lamp out")
    return report


def say_me_too(browser, report):
    return browser.post(reverse("reports:support", args=[report.reference]))


def is_said(browser, report):
    return browser.get(report.get_absolute_url()).context["supports"]


def test_me_too_from_before_is_known_no_more(english, supported):
    say_me_too(english, supported)
    assert is_said(english, supported)

    answer = english.post(START, {"danger": "no", "shared": "on"})

    assert answer.cookies["supporter"]["max-age"] == 0
    assert not is_said(english, supported)


@pytest.mark.parametrize("end", ["reports:leave", "reports:receipt_leave"])
def test_me_too_on_a_shared_computer_ends_with_its_session(shared, supported, end):
    answer = say_me_too(shared, supported)
    assert is_said(shared, supported)

    shared.post(reverse(end))

    assert "supporter" not in answer.cookies
    assert not is_said(shared, supported)


def test_me_too_on_a_shared_computer_ends_with_the_ten_minutes(shared, supported):
    say_me_too(shared, supported)
    left_alone(shared)

    assert not is_said(shared, supported)


def test_me_too_on_a_shared_computer_ends_with_the_sign_out(town, client_for, olena, supported):
    browser = client_for(olena)
    browser.cookies["supporter"] = "what was said before anybody signed in"
    answer = browser.post(START, {"danger": "no", "shared": "on"})
    browser.post("/accounts/sign-out/")

    assert answer.cookies["supporter"]["max-age"] == 0
    assert not is_said(browser, supported)
