"""Signing in, as a browser does it."""

import re

import pytest
from django.core import mail

from tests.accounts.helpers import code_of_app
from tests.factories.accounts import TOTP_SECRET, PersonFactory
from tests.journeys.conftest import LOOKS, assert_accessible, assert_no_sideways_scroll

PASSWORD = "long-enough-a-word"


@pytest.fixture
def locmem(settings):
    """Letters stay in this process."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.parametrize("javascript", [True, False])
def test_resident_signs_in_by_a_code_and_sets_up_an_app(browse, olena, locmem, javascript):
    page = browse("/accounts/sign-in/?next=/accounts/", width=390, language="en", javascript=javascript)
    page.get_by_label("E-mail address").fill(olena.email)
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_label("Code").fill(re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0])
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", level=1, name="Your account").wait_for()

    page.get_by_role("link", name="Turn on").click()
    page.get_by_role("link", name="Add").first.click()
    page.get_by_label("Code", exact=True).fill(code_of_app(page.locator(".key-by-hand").inner_text()))
    page.get_by_role("button", name="Add the app").click()

    page.get_by_role("heading", level=1, name="Recovery codes").wait_for()
    assert page.locator(".recovery-codes li").count() == 10


def test_passkey_is_made_signs_in_and_is_removed(browse, areas):
    PersonFactory(email="key@example.org", name="Key", password=PASSWORD)
    page = browse("/accounts/sign-in/password/?next=/accounts/second-factor/", language="en")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.get_by_label("E-mail address").fill("key@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/accounts/second-factor/passkeys/add/")
    page.get_by_label("Name of this passkey").fill("Laptop")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("heading", level=1, name="Recovery codes").wait_for()

    page.context.clear_cookies()
    page.goto("/accounts/sign-in/?next=/accounts/second-factor/")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(re.compile(r"/accounts/second-factor/$"))

    page.locator("a[href$='/remove/']").click()
    page.locator("main .btn-danger").click()
    page.wait_for_url(re.compile(r"/accounts/second-factor/$"))
    assert page.locator("a[href$='/remove/']").count() == 0


def test_passkey_window_that_was_closed_is_explained(browse, areas):
    page = browse("/accounts/sign-in/", language="en")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")

    page.locator("form[data-passkey] button").click()

    page.get_by_role("alert").get_by_text("The passkey was not accepted").wait_for()


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_pages_have_no_barrier(browse, administrator, olena, scheme, language):
    stranger = browse("/accounts/sign-in/", scheme=scheme, language=language)
    for path in ("/accounts/sign-in/", "/accounts/sign-in/password/", "/accounts/sign-up/", "/demo/"):
        stranger.goto(path)
        assert_accessible(stranger)
    page = browse("/accounts/", scheme=scheme, language=language, person=administrator)
    for path in (
        "/accounts/",
        "/accounts/password/",
        "/accounts/second-factor/",
        "/accounts/second-factor/passkeys/add/",
        "/accounts/again/second-factor/",
        "/desk/people/",
        "/desk/people/invite/",
        "/desk/people/invite/list/",
    ):
        page.goto(path)
        assert_accessible(page)


def test_pages_fit_a_screen_of_320_pixels(browse, administrator, iryna):
    page = browse("/accounts/", width=320, person=administrator)
    for path in (
        "/accounts/",
        "/accounts/second-factor/",
        "/accounts/sign-out/",
        "/desk/people/",
        "/desk/people/invite/",
        "/desk/people/invite/list/",
    ):
        page.goto(path)
        assert_no_sideways_scroll(page)


def test_second_factor_stands_before_the_desk(browse, administrator, client_for):
    client_for(administrator)
    page = browse("/accounts/sign-in/", language="en")
    administrator.set_password(PASSWORD)
    administrator.save()
    page.goto("/desk/people/")
    page.get_by_role("link", name="With a password").click()
    page.get_by_label("E-mail address").fill(administrator.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code", exact=True).fill(code_of_app(TOTP_SECRET))
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("heading", level=1, name="People").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_configuration_has_no_barrier(browse, administrator, iryna, scheme):
    page = browse("/desk/configure/", scheme=scheme, person=administrator)
    for path in (
        "/desk/configure/",
        "/desk/configure/areas/area/",
        "/desk/configure/accounts/organisation/add/",
        "/desk/configure/accounts/person/",
        f"/desk/configure/accounts/person/{iryna.pk}/change/",
    ):
        page.goto(path)
        assert_accessible(page)
