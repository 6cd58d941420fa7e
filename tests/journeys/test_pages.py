"""The frame and the pages of words, as a browser shows them."""

import gzip

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, assert_accessible

PAGES = ["accessibility", "data", "emergency", "privacy", "publication"]


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_pages_have_no_barrier(browse, scheme, language):
    page = browse("/no/such/page/", scheme=scheme, language=language)
    assert_accessible(page)
    for name in PAGES:
        page.goto(reverse(f"portal:{name}"))
        assert_accessible(page)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_pages_fit_a_screen_of_320_pixels_without_a_script(browse, language):
    page = browse("/no/such/page/", width=320, language=language, javascript=False)
    for name in PAGES:
        page.goto(reverse(f"portal:{name}"))
        assert page.evaluate("document.documentElement.scrollWidth") == 320, name


def test_menu_opens_without_a_script_on_a_phone(browse):
    page = browse(reverse("portal:privacy"), width=390, javascript=False)
    item = page.get_by_role("button", name="English")
    assert not item.is_visible()

    page.get_by_text("Меню").click()
    item.click()

    page.get_by_role("heading", level=1, name="Privacy and your data").wait_for()


def test_keyboard_reaches_the_content_past_the_menu(browse):
    page = browse(reverse("portal:privacy"), language="en")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_first_view_weighs_less_than_150_kilobytes_compressed(browse):
    weights = {}
    page = browse("/robots.txt")
    page.on("response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body()))}))
    page.goto(reverse("portal:privacy"), wait_until="networkidle")

    assert sum(url.endswith(".woff2") for url in weights) == 2
    assert sum(weights.values()) < 150_000, weights


@pytest.mark.parametrize("width", [390, 1280])
def test_account_opens_without_a_script_and_without_a_barrier(browse, iryna, width):
    page = browse(reverse("portal:privacy"), width=width, person=iryna, language="en")
    page.locator(".menu-button summary" if width < 1000 else ".account summary").click()

    page.get_by_role("link", name="Your account").wait_for()
    assert page.get_by_role("button", name="Sign out").is_visible()
    assert_accessible(page)


def test_request_without_an_answer_is_said(browse, iryna):
    page = browse(reverse("reports_staff:queue"), person=iryna, language="en")
    said = page.get_by_text("No answer came.")
    assert not said.is_visible()

    page.route("**/lost/", lambda route: route.abort())
    page.evaluate("htmx.ajax('GET', '/lost/', {target: 'main'}).catch(() => {})")
    said.wait_for()
    assert_accessible(page)

    page.route("**/refused/", lambda route: route.fulfill(status=403, content_type="text/plain", body="Signed out."))
    page.evaluate("htmx.ajax('GET', '/refused/', {target: 'main'}).catch(() => {})")
    page.locator("#no-answer").get_by_text("Signed out.").wait_for()
    assert not said.is_visible()

    page.evaluate("htmx.ajax('GET', '/health/', {target: 'h1'})")
    page.locator("#no-answer").wait_for(state="hidden")
