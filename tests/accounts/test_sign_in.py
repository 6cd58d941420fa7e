"""Signing in: by a code, by a password, with a second factor; nothing tells who has an account."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.urls import reverse

from apps.accounts.models import Person
from tests.accounts.helpers import code_of_app
from tests.factories.accounts import TOTP_SECRET, PersonFactory

PASSWORD = "long-enough-a-word"
SIGN_IN = "/accounts/sign-in/"
CODE = "/accounts/sign-in/code/"


def mailed_code():
    return re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]


def signed_in(client):
    return client.session.get("_auth_user_id")


@pytest.fixture
def dead_mail(monkeypatch):
    def refuse(*args, **kwargs):
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def test_code_by_mail_signs_in_and_goes_on_where_asked(client, olena):
    client.post(f"{SIGN_IN}?next=/my/reports/", {"email": "Olena@Example.org"})
    answer = client.post(f"{CODE}?next=/my/reports/", {"code": mailed_code()})

    assert mail.outbox[-1].to == ["olena@example.org"]
    assert (answer.status_code, answer["Location"]) == (302, "/my/reports/")
    assert signed_in(client) == str(olena.pk)


def test_code_typed_without_its_dash_is_the_same_code(client, olena):
    client.post(SIGN_IN, {"email": olena.email})
    client.post(CODE, {"code": mailed_code().replace("-", " ")})

    assert signed_in(client) == str(olena.pk)


def test_next_to_another_site_is_not_followed(client, olena):
    client.post(f"{SIGN_IN}?next=https://evil.example/", {"email": olena.email})
    answer = client.post(f"{CODE}?next=https://evil.example/", {"code": mailed_code()})

    assert answer["Location"] == "/"


def test_code_works_once(client, olena):
    client.post(SIGN_IN, {"email": olena.email})
    code = mailed_code()
    client.post(CODE, {"code": code})
    client.post("/accounts/sign-out/")

    answer = client.post(CODE, {"code": code})

    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert signed_in(client) is None


def test_code_of_another_browser_signs_nobody_in(client, client_for, olena, taras):
    client.post(SIGN_IN, {"email": olena.email})
    olenas = mailed_code()
    client.post(SIGN_IN, {"email": taras.email})

    client.post(CODE, {"code": olenas})

    assert signed_in(client) is None


def test_third_wrong_code_ends_the_attempt(client, olena):
    client.post(SIGN_IN, {"email": olena.email})
    code = mailed_code()
    for _attempt in range(3):
        client.post(CODE, {"code": "0000-0000"})

    client.post(CODE, {"code": code})

    assert signed_in(client) is None


def test_code_after_a_quarter_of_an_hour_is_refused(client, olena, monkeypatch):
    client.post(SIGN_IN, {"email": olena.email})
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 15 * 60 + 1
    session.save()

    client.post(CODE, {"code": mailed_code()})

    assert signed_in(client) is None


def test_fourth_letter_to_one_address_in_a_minute_is_refused(client, olena):
    client.cookies["language"] = "en"
    for _letter in range(3):
        client.post(SIGN_IN, {"email": olena.email})

    answer = client.post(SIGN_IN, {"email": olena.email})

    assert len(mail.outbox) == 3
    assert "There were too many attempts" in answer.content.decode()


def test_asking_again_offers_the_address_and_makes_a_new_code(client, olena):
    client.post(SIGN_IN, {"email": olena.email})

    assert client.get(SIGN_IN).context["form"].initial["email"] == olena.email
    client.post(SIGN_IN, {"email": olena.email})
    client.post(CODE, {"code": mailed_code()})
    assert signed_in(client) == str(olena.pk)


@pytest.mark.parametrize("path", [SIGN_IN, "/accounts/sign-up/"])
def test_known_and_unknown_address_get_the_same_answer(client, client_for, olena, path, human):
    answers = []
    for email in (olena.email, "stranger@example.org"):
        client.cookies.clear()
        answer = client.post(path, {"email": email, **human})
        page = client.get(answer["Location"])
        text = re.sub(r'(name="csrfmiddlewaretoken" value|nonce=)[^>]*', "", page.content.decode())
        answers.append((answer.status_code, answer["Location"], page.status_code, text.replace(email, "ADDRESS")))

    assert answers[0] == answers[1]
    assert len(mail.outbox) == 2


def test_unknown_address_is_told_by_letter_that_it_has_no_account(client, db):
    client.post(SIGN_IN, {"email": "stranger@example.org"})

    assert "/accounts/sign-up/" in mail.outbox[0].body
    assert not Person.objects.filter(email="stranger@example.org").exists()


def test_wrong_password_and_unknown_address_get_the_same_answer(client, areas):
    PersonFactory(email="with@example.org", password=PASSWORD)
    errors = [
        client.post("/accounts/sign-in/password/", {"login": email, "password": "not the password"})
        .context["form"]
        .errors.as_json()
        for email in ("with@example.org", "stranger@example.org")
    ]

    assert errors[0] == errors[1]


def test_password_signs_in(client, areas):
    person = PersonFactory(email="with@example.org", password=PASSWORD)

    client.post("/accounts/sign-in/password/", {"login": "With@example.org", "password": PASSWORD})

    assert signed_in(client) == str(person.pk)


def test_sixth_wrong_password_is_refused_even_when_right(client, areas):
    PersonFactory(email="with@example.org", password=PASSWORD)
    for _attempt in range(5):
        client.post("/accounts/sign-in/password/", {"login": "with@example.org", "password": "wrong"})

    client.post("/accounts/sign-in/password/", {"login": "with@example.org", "password": PASSWORD})

    assert signed_in(client) is None


def test_barred_person_gets_no_code(client, olena):
    olena.is_active = False
    olena.save()

    client.post(SIGN_IN, {"email": olena.email})

    assert not re.search(r"\d{4}-\d{4}", mail.outbox[0].body)


def test_signing_up_takes_an_address_and_its_code(client, db, human):
    client.post("/accounts/sign-up/", {"email": "New@Example.org", **human})
    client.post("/accounts/sign-up/code/", {"code": mailed_code()})

    person = Person.objects.get(email="new@example.org")
    assert signed_in(client) == str(person.pk)
    assert (person.language, person.has_usable_password()) == ("uk", False)


def test_signing_up_with_the_trap_filled_makes_nobody(client, db, human):
    answer = client.post("/accounts/sign-up/", {"email": "bot@example.org", **human, "website": "https://spam.example"})

    assert answer.status_code == 200
    assert not Person.objects.exists()


@pytest.mark.parametrize(("path", "field"), [(SIGN_IN, "email"), ("/accounts/sign-up/", "email")])
def test_dead_mail_server_is_said_and_the_address_kept(client, olena, dead_mail, human, path, field):
    address = olena.email if path == SIGN_IN else "new@example.org"

    client.cookies["language"] = "en"
    answer = client.post(path, {field: address, **human})

    assert answer.status_code == 503
    assert address in answer.content.decode()
    assert "could not be sent" in answer.content.decode()
    assert not Person.objects.filter(email="new@example.org").exists()


def test_code_of_the_app_is_asked_after_the_mailed_one(client, client_for, iryna):
    client_for(iryna)  # enrols the app
    client.post(f"{SIGN_IN}?next=/desk/reports/", {"email": iryna.email})
    answer = client.post(f"{CODE}?next=/desk/reports/", {"code": mailed_code()})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert signed_in(client) is None

    answer = client.post(answer["Location"], {"code": code_of_app(TOTP_SECRET)})

    assert answer["Location"] == "/desk/reports/"
    assert signed_in(client) == str(iryna.pk)


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_code_of_the_app_replayed_is_refused(client, client_for, iryna, step, monkeypatch):
    client_for(iryna)
    code = code_of_app(TOTP_SECRET, step=step)
    outcomes = []
    for _time in range(2):
        client.post("/accounts/sign-out/")
        client.post(SIGN_IN, {"email": iryna.email})
        client.post(CODE, {"code": mailed_code()})
        client.post(reverse("mfa_authenticate"), {"code": code})
        outcomes.append(signed_in(client) is not None)

    assert outcomes == [True, False]


def test_used_code_of_the_app_stays_used_for_as_long_as_it_could_be_taken(client, client_for, iryna):
    from django.db import connection

    client_for(iryna)
    client.post(SIGN_IN, {"email": iryna.email})
    client.post(CODE, {"code": mailed_code()})
    client.post(reverse("mfa_authenticate"), {"code": code_of_app(TOTP_SECRET)})

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM expires - clock_timestamp()) FROM cache WHERE cache_key LIKE %s",
            [f"%mfa.totp.used?user={iryna.pk}&%"],
        )
        left = float(cursor.fetchone()[0])
    assert 60 < left <= 91  # a busy machine may have let half a minute pass


def test_recovery_code_opens_once(client, client_for, iryna):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    client_for(iryna)
    code = RecoveryCodes.activate(iryna).get_unused_codes()[0]
    outcomes = []
    for _time in range(2):
        client.post("/accounts/sign-out/")
        client.post(SIGN_IN, {"email": iryna.email})
        client.post(CODE, {"code": mailed_code()})
        client.post(reverse("mfa_authenticate"), {"code": code})
        outcomes.append(signed_in(client) is not None)

    assert outcomes == [True, False]


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '"x"', '{"id": 1}', "{" * 1000])
def test_junk_for_a_passkey_is_refused(client, db, credential):
    answer = client.post("/accounts/sign-in/passkey/", {"credential": credential})

    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


def test_language_of_the_account_comes_to_a_new_browser(client, olena):
    client.post(SIGN_IN, {"email": olena.email})
    client.post(CODE, {"code": mailed_code()})

    assert client.cookies["language"].value == "en"


def test_language_chosen_in_the_browser_is_remembered_at_sign_in(client, olena):
    client.cookies["language"] = "uk"
    client.post(SIGN_IN, {"email": olena.email})
    client.post(CODE, {"code": mailed_code()})

    olena.refresh_from_db()
    assert olena.language == "uk"


def test_second_factor_secret_is_not_readable_in_the_database(client_for, iryna):
    client_for(iryna)

    assert TOTP_SECRET not in str(iryna.authenticator_set.get().data)


@pytest.mark.parametrize(("demo", "arrives"), [(True, True), (False, False)])
def test_published_accounts_sign_in_at_the_demo_alone(client, areas, settings, demo, arrives):
    PersonFactory(email=f"iryna@{settings.DEMO_DOMAIN}", password=PASSWORD)
    settings.DEMO = demo

    client.post("/accounts/sign-in/password/", {"login": f"iryna@{settings.DEMO_DOMAIN}", "password": PASSWORD})

    assert (signed_in(client) is not None) is arrives


def test_code_that_enrolled_the_app_does_not_sign_in_too(client_for, client, olena):
    enrolling = client_for(olena, factor=False)
    secret = enrolling.get("/accounts/second-factor/app/add/").context["form"].secret
    code = code_of_app(secret)
    enrolling.post("/accounts/second-factor/app/add/", {"code": code})

    client.post(SIGN_IN, {"email": olena.email})
    client.post(CODE, {"code": mailed_code()})
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert olena.has_second_factor
    assert signed_in(client) is None
