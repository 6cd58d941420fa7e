"""A person's own page."""

import pytest
from django.urls import NoReverseMatch, reverse

from apps.accounts.models import Person


def test_account_page_asks_to_sign_in(client, db):
    assert client.get("/accounts/")["Location"] == "/accounts/sign-in/?next=/accounts/"


def test_person_says_who_they_are(client_for, olena, areas):
    client = client_for(olena, factor=False)

    client.post("/accounts/", {"name": "Олена", "phone": "+380", "language": "uk", "home_area": areas.stare_misto.pk})

    olena.refresh_from_db()
    assert (olena.name, olena.phone, olena.language, olena.home_area) == ("Олена", "+380", "uk", areas.stare_misto)
    assert client.cookies["language"].value == "uk"


@pytest.mark.parametrize(
    "field", [{"language": "de"}, {"name": "x" * 121}, {"home_area": "999999"}, {"home_area": "x"}, {"phone": "\0"}]
)
def test_refused_values_are_shown_again_and_not_stored(client_for, olena, field):
    answer = client_for(olena, factor=False).post("/accounts/", {"name": "New", "language": "en"} | field)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Person.objects.get(pk=olena.pk).name == "Olena Savchuk"


def test_language_chosen_anywhere_is_remembered(client_for, olena):
    client_for(olena, factor=False).post("/language/", {"language": "uk", "next": "/accounts/"})

    olena.refresh_from_db()
    assert olena.language == "uk"


@pytest.mark.parametrize("language", ["", "xx", "de"])
def test_unknown_language_changes_nothing(client_for, olena, language):
    client_for(olena, factor=False).post("/language/", {"language": language})

    olena.refresh_from_db()
    assert olena.language == "en"


def test_signing_out_everywhere_keeps_this_browser(client_for, olena):
    here, elsewhere = client_for(olena), client_for(olena)

    here.post("/accounts/sign-out-everywhere/")

    assert here.get("/accounts/").status_code == 200
    assert elsewhere.get("/accounts/").status_code == 302


@pytest.mark.parametrize(
    ("password", "again"), [("short", "short"), ("password1234", "password1234"), ("a-long-word-1", "a-long-word-2")]
)
def test_weak_or_mistyped_password_is_refused(client_for, olena, password, again):
    answer = client_for(olena).post("/accounts/password/", {"password": password, "again": again})

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_password_page_asks_again_after_five_minutes(client_for, olena):
    client = client_for(olena)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()

    assert client.get("/accounts/password/")["Location"].startswith("/accounts/again/second-factor/")


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/sign-in/",
        "/accounts/sign-in/password/",
        "/accounts/sign-up/",
        "/accounts/inactive/",
        "/demo/",
    ],
)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_page_for_strangers_opens(client, db, path, language):
    client.cookies["language"] = language

    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/",
        "/accounts/password/",
        "/accounts/second-factor/",
        "/accounts/second-factor/app/remove/",
        "/accounts/second-factor/passkeys/add/",
        "/accounts/again/second-factor/",
        "/accounts/sign-out/",
    ],
)
def test_page_of_an_account_opens(client_for, iryna, path):
    assert client_for(iryna).get(path).status_code == 200


@pytest.mark.parametrize(
    "name", ["account_reset_password", "account_set_password", "account_signup_by_passkey", "mfa_signup_webauthn"]
)
def test_pages_that_are_not_used_have_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
