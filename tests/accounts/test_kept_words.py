"""What was being typed at the desk when the session ended, or when another sign-in outdated the form."""

import re
import time

import pytest
from django.core import mail

from apps.accounts import gate, kept_words
from apps.accounts.kept_words import COOKIE
from apps.accounts.services.people import end_sessions
from tests.accounts.helpers import code_of_app
from tests.factories.accounts import TOTP_SECRET, PersonFactory, RoleFactory

PAGE = "/desk/people/invite/"
WORDS = "A name that took some time to type"
HTMX = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}"}


@pytest.fixture
def typed(client_for, administrator):
    """A browser of an administrator with the form of an invitation filled in: `send` sends it."""
    return opened(client_for(administrator))


@pytest.fixture
def other(areas):
    """Another administrator, who signs in in the same browser."""
    person = PersonFactory()
    RoleFactory(person=person, kind="administrator", area=areas.country)
    return person


def opened(client):
    """Open the form; the token in it is what the browser sends, whatever happens meanwhile."""
    client.cookies["language"] = "en"
    client.token = client.get(PAGE).context["csrf_token"]
    client.handler.enforce_csrf_checks = True
    return client


def send(client, address=PAGE, *, words=WORDS, **headers):
    fields = {"name": words, "csrfmiddlewaretoken": str(client.token)}
    return client.post(address, fields, headers={"Sec-Fetch-Site": "same-origin"} | headers)


def idle(client):
    session = client.session
    session[gate.SEEN] = time.time() - 31 * 60
    session.save()


def sign_in(client, person):
    """Sign in in this browser, with a code by mail and the app."""
    client.handler.enforce_csrf_checks = False
    client.post("/accounts/sign-in/", {"email": person.email})
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    answer = client.post("/accounts/sign-in/code/", {"code": code})
    if "second-factor" in answer["Location"]:
        client.post(answer["Location"], {"code": code_of_app(TOTP_SECRET)})
    client.handler.enforce_csrf_checks = True
    assert client.session["_auth_user_id"] == str(person.pk)


def sign_out(client):
    client.handler.enforce_csrf_checks = False
    client.post("/accounts/sign-out/")
    client.handler.enforce_csrf_checks = True


def with_factor(client_for, person):
    client_for(person)
    return person


def end_elsewhere(client, person):
    end_sessions(person)


def delete_session(client, person):
    client.session.delete()


def lose_session_cookie(client, person):
    del client.cookies["session"]


ENDS = {
    "idle": lambda client, _person: idle(client),
    "signed out everywhere": end_elsewhere,
    "deleted on the server": delete_session,
    "cookie gone": lose_session_cookie,
    "signed out in the next tab": lambda client, _person: sign_out(client),
}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_words_sent_after_the_session_ended_come_back_once(typed, administrator, end, headers):
    end(typed, administrator)
    answer = send(typed, **headers)
    led = answer.get("HX-Redirect") or answer["Location"]
    assert led.startswith("/accounts/sign-in/")
    assert "What you had written is kept" in typed.get(led).content.decode()
    sign_in(typed, administrator)

    page = typed.get(PAGE).content.decode()

    assert f'action="{PAGE}"' in page
    assert WORDS in page
    assert WORDS not in typed.get(PAGE).content.decode()


def test_every_field_that_will_be_sent_stands_in_words(typed, administrator, areas):
    sent = {"email": "new@example.org", "name": "Li", "kind": "administrator", "area": areas.hromada.pk, "phone": ""}
    end_sessions(administrator)
    typed.post(PAGE, sent | {"csrfmiddlewaretoken": str(typed.token)}, headers={"Sec-Fetch-Site": "same-origin"})
    sign_in(typed, administrator)

    offered = typed.get(PAGE)

    assert offered.context["said"] == [
        ("E-mail address", "new@example.org"),
        ("Name", "Li"),
        ("Role", "administrator"),
        ("Area", areas.hromada.name_en),
        ("Phone on public pages", ""),
    ]
    assert '<dd class="words">administrator</dd>' in offered.content.decode()


def test_sign_in_page_says_in_ukrainian_that_the_words_are_kept(typed, administrator):
    typed.cookies["language"] = "uk"
    end_sessions(administrator)

    page = typed.get(send(typed)["Location"]).content.decode()

    assert "Ви вже не в обліковому записі. Написане вами збережено" in page


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_form_from_before_a_new_sign_in_of_its_writer_is_offered_at_once(typed, administrator, headers, areas):
    end_sessions(administrator)
    sign_in(typed, administrator)
    typed.get("/desk/people/")

    answer = send(typed, **headers)

    assert (answer.get("HX-Redirect") or answer["Location"]) == PAGE
    assert WORDS in typed.get(PAGE).content.decode()


def test_form_is_offered_also_when_the_new_sign_in_has_not_seen_the_desk_yet(typed, administrator):
    end_sessions(administrator)
    sign_in(typed, administrator)

    assert WORDS in typed.get(send(typed)["Location"]).content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_words_wait_for_their_writer_while_somebody_else_is_signed_in(typed, administrator, other, client_for, headers):
    end_sessions(administrator)
    sign_in(typed, with_factor(client_for, other))
    typed.get("/desk/people/")

    answer = send(typed, **headers)

    assert answer.status_code == 403
    assert "opened with another account" in answer.content.decode()
    assert WORDS not in answer.content.decode() + typed.get(PAGE).content.decode()
    sign_out(typed)
    sign_in(typed, administrator)
    assert WORDS in typed.get(PAGE).content.decode()


def test_words_wait_for_their_writer_while_a_resident_is_signed_in(typed, administrator, olena):
    end_sessions(administrator)
    sign_in(typed, olena)

    answer = send(typed)

    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()
    sign_out(typed)
    sign_in(typed, administrator)
    assert WORDS in typed.get(PAGE).content.decode()


def test_words_of_one_are_not_those_of_whoever_idled_in_the_browser_after(typed, administrator, other, client_for):
    end_sessions(administrator)
    sign_in(typed, with_factor(client_for, other))
    typed.get("/desk/people/")
    idle(typed)
    send(typed)

    sign_in(typed, with_factor(client_for, PersonFactory(email="third@example.org")))
    assert WORDS not in typed.get(PAGE).content.decode()
    sign_out(typed)
    sign_in(typed, administrator)
    assert WORDS in typed.get(PAGE).content.decode()


def test_kept_words_are_encrypted(typed, administrator):
    end_sessions(administrator)

    send(typed)

    assert kept_words.KEY in typed.session
    assert WORDS not in str(dict(typed.session.items()))


def test_kept_words_are_forgotten_after_a_day(typed, administrator):
    end_sessions(administrator)
    send(typed)
    session = typed.session
    session[kept_words.KEY][0]["at"] -= kept_words.KEPT_SECONDS
    session.save()

    sign_in(typed, administrator)

    assert WORDS not in typed.get(PAGE).content.decode()


def test_second_form_is_kept_when_its_writer_idles_once_more(typed, administrator):
    end_sessions(administrator)
    send(typed)
    send(typed, words="What stood in the second tab")
    sign_in(typed, administrator)
    typed.get(PAGE)
    idle(typed)

    typed.get(PAGE)

    (kept,) = map(kept_words.opened, typed.session[kept_words.KEY])
    assert kept["fields"] == "name=What+stood+in+the+second+tab"


def test_form_of_the_configuration_waits_while_an_officer_is_signed_in(typed, administrator, iryna, client_for):
    end_sessions(administrator)
    sign_in(typed, with_factor(client_for, iryna))

    answer = send(typed, "/desk/configure/")

    assert answer.status_code == 403
    assert "opened with another account" in answer.content.decode()


def test_words_of_whoever_has_no_role_any_more_are_not_kept(typed, administrator):
    end_sessions(administrator)
    sign_in(typed, administrator)
    typed.get("/desk/people/")
    administrator.roles.all().delete()
    typed.token = typed.cookies["csrf"].value

    assert send(typed).status_code == 404
    assert kept_words.KEY not in typed.session


def test_words_of_two_tabs_come_back_one_after_the_other(typed, administrator):
    end_sessions(administrator)
    for words in (WORDS, "What stood in the second tab", WORDS):
        send(typed, words=words)
    sign_in(typed, administrator)

    pages = [typed.get(PAGE).content.decode() for _visit in range(3)]

    found = [(WORDS in page, "What stood in the second tab" in page) for page in pages]
    assert found == [(True, False), (False, True), (False, False)] or found == [
        (False, True),
        (True, False),
        (False, False),
    ]


def test_filters_of_the_queue_come_back_and_pass_through_no_other_address(typed, administrator):
    end_sessions(administrator)
    page = f"http://testserver{PAGE}?q=0671234567&page=2"
    answer = send(typed, f"{PAGE}?q=0671234567", Referer=page)
    assert "0671234567" not in answer["Location"] + typed.get(answer["Location"]).content.decode()
    sign_in(typed, administrator)

    led = typed.get("/desk/people/")
    offered = typed.get(led["Location"]).content.decode()

    assert led["Location"] == f"{PAGE}?q=0671234567&page=2"
    assert f'action="{PAGE}?q=0671234567"' in offered
    assert f'href="{PAGE}?q=0671234567&amp;page=2"' in offered


@pytest.mark.parametrize("page", ["https://elsewhere.example/desk/people/", "http://testserver/accounts/", "", "//["])
def test_page_that_is_not_of_the_desk_is_not_led_to(typed, administrator, page):
    end_sessions(administrator)
    send(typed, Referer=page)
    sign_in(typed, administrator)

    assert WORDS in typed.get("/desk/people/").content.decode()


def test_form_sent_from_another_site_is_not_kept(typed, administrator):
    end_sessions(administrator)

    send(typed, **{"Sec-Fetch-Site": "cross-site"})

    assert "kept" not in typed.session


@pytest.mark.parametrize("token", ["", "x" * 64, "a" * 32, "?" * 64])
def test_form_that_the_desk_did_not_give_out_is_not_kept(typed, administrator, token):
    end_sessions(administrator)
    typed.token = token

    send(typed)

    assert "kept" not in typed.session


def test_form_of_another_browser_is_not_kept_for_whoever_it_is_sent_by(typed, client_for, other):
    """A forged form with a token of its maker: neither done nor offered."""
    victim = opened(client_for(other))
    victim.token = typed.token

    answer = send(victim)

    assert answer.status_code == 403
    assert "kept" not in victim.session


def test_cookie_that_names_somebody_else_as_the_writer_is_worth_nothing(typed, administrator, other, client_for):
    own = opened(client_for(other))
    marks = [client.cookies[COOKIE].value.split("-") for client in (typed, own)]
    typed.cookies[COOKIE] = f"{marks[0][0]}-{marks[1][1]}"
    end_sessions(administrator)
    send(typed)

    sign_in(typed, with_factor(client_for, other))

    assert WORDS not in typed.get(PAGE).content.decode()


def test_cookie_says_nobodys_number_and_is_sent_to_the_desk_alone(typed, administrator):
    cookie = typed.cookies[COOKIE]

    assert re.fullmatch(r"[0-9a-f]{32}-[0-9a-f]{32}", cookie.value)
    assert [cookie[name] for name in ("path", "httponly", "samesite", "max-age")] == ["/desk/", True, "Strict", ""]


def test_another_page_of_the_desk_does_not_write_the_cookie_again(typed):
    assert COOKIE not in typed.get("/desk/people/").cookies


def test_what_a_script_or_a_picture_asks_for_takes_nothing_away(typed, administrator):
    end_sessions(administrator)
    send(typed)
    sign_in(typed, administrator)
    for mode in ("cors", "no-cors", "same-origin"):
        typed.get(PAGE, headers={"Sec-Fetch-Mode": mode})

    assert WORDS in typed.get(PAGE, headers={"Sec-Fetch-Mode": "navigate"}).content.decode()


def test_signing_out_of_a_shared_computer_leaves_no_words_of_anybody(typed, administrator, other, client_for):
    end_sessions(administrator)
    sign_in(typed, with_factor(client_for, other))
    send(typed)
    typed.handler.enforce_csrf_checks = False
    typed.post("/receipt/", {"code": "", "shared": "on"})

    sign_out(typed)

    assert "kept" not in typed.session
