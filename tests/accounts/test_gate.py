"""The desk's gate: every address under /desk/, and the ends of a session."""

import re
import time

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from apps.accounts import gate
from apps.accounts.services.people import end_sessions, set_active
from tests.accounts.helpers import code_of_app
from tests.factories.accounts import TOTP_SECRET, RoleFactory


def desk_addresses(resolver=None, prefix="/"):
    """Every address under /desk/, with something in place of its parameters."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern).lstrip("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(entry, URLResolver):
            yield from desk_addresses(entry, address)
        elif isinstance(entry, URLPattern) and address.startswith("/desk/"):
            yield _filled(address)


def _filled(address):
    """The address with a value in place of each group and converter."""
    address = address.replace("[A-Z]{2}[0-9]{2}-[A-Z]{2}[0-9]{2}", "AB12-CD34")
    for group, value in (("reference", "AB12-CD34"), ("number", "1"), ("suffix", "csv"), ("variant", "full")):
        address = re.sub(rf"\(\?P<{group}>[^)]*\)", value, address)
    address = re.sub(r"\(\?P<\w+>[^)]*\)", "x", address)
    return re.sub(r"<(?:\w+:)?\w+>", "1", address).replace("\\.", ".").replace("^", "")


ADDRESSES = sorted(set(desk_addresses()))


def test_walk_finds_the_desk_and_the_configuration():
    assert "/desk/people/" in ADDRESSES
    assert "/desk/configure/accounts/role/" in ADDRESSES


@pytest.mark.parametrize("address", ADDRESSES)
def test_stranger_is_sent_to_sign_in_from(client, db, address):
    answer = client.get(address)

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/sign-in/")


def test_resident_finds_nothing_at_the_desk(client_for, drawn_once, olena):
    client = client_for(olena)
    drawn_once()

    assert {address: client.get(address).status_code for address in ADDRESSES} == dict.fromkeys(ADDRESSES, 404)


def test_officer_without_a_factor_is_sent_to_enrol(client_for, iryna):
    client = client_for(iryna, factor=False)

    assert {client.get(address)["Location"].split("?")[0] for address in ADDRESSES if "configure" not in address} == {
        "/accounts/second-factor/enrol/"
    }


def test_officer_who_has_not_shown_the_factor_is_asked_for_it(client_for, iryna):
    client_for(iryna)
    client = client_for(iryna, factor=False)

    answer = client.get("/desk/people/?role=officer")

    assert answer["Location"] == "/accounts/again/second-factor/?next=%2Fdesk%2Fpeople%2F%3Frole%3Dofficer"


def test_showing_the_factor_leads_back(client_for, administrator):
    client_for(administrator)
    client = client_for(administrator, factor=False)
    place = client.get("/desk/people/")["Location"]

    answer = client.post(place, {"code": code_of_app(TOTP_SECRET)})

    assert answer["Location"] == "/desk/people/"
    assert client.get("/desk/people/").status_code == 200


def test_officer_with_a_factor_finds_no_configuration(client_for, iryna):
    client = client_for(iryna)

    inside = [address for address in ADDRESSES if address.startswith("/desk/configure/")]
    assert {client.get(address).status_code for address in inside} == {404}


def test_administrator_with_a_factor_opens_the_configuration(client_for, administrator):
    assert client_for(administrator).get("/desk/configure/").status_code == 200


@pytest.mark.parametrize(("factor", "counts"), [(True, True), (False, False)])
def test_roles_of_the_desk_count_nowhere_before_the_factor_is_shown(client_for, iryna, areas, factor, counts):
    person = client_for(iryna, factor=factor).get("/accounts/").wsgi_request.user

    assert person.holds("officer", area=areas.zarichchia) is counts
    assert person.is_desk_staff


def test_role_that_does_not_open_the_desk_needs_no_factor(client_for, olena, areas):
    RoleFactory(person=olena, kind="coordinator", area=areas.zarichchia)

    person = client_for(olena, factor=False).get("/accounts/").wsgi_request.user

    assert person.holds("coordinator", area=areas.zarichchia)


def test_part_of_a_page_asked_by_htmx_sends_the_whole_page_to_sign_in(client, db):
    answer = client.get(
        "/desk/people/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/people/?page=2"}
    )

    assert answer["HX-Redirect"] == "/accounts/sign-in/?next=%2Fdesk%2Fpeople%2F%3Fpage%3D2"


def test_page_that_names_itself_wrongly_is_sent_to_the_desk(client, db):
    answer = client.get("/desk/people/", headers={"HX-Request": "true", "HX-Current-URL": "//["})

    assert answer["HX-Redirect"] == "/accounts/sign-in/?next=%2Fdesk%2F"


def age(client, *, idle=0, whole=0):
    """Make a session older by seconds."""
    session = client.session
    session[gate.SEEN] = time.time() - idle
    session["account_authentication_methods"][0]["at"] -= whole
    session.save()


@pytest.mark.parametrize(
    ("idle", "whole", "status"),
    [(0, 0, 200), (29 * 60, 0, 200), (30 * 60 + 1, 0, 302), (0, 10 * 3600 - 60, 200), (0, 10 * 3600 + 1, 302)],
)
def test_session_at_the_desk_lasts(client_for, administrator, idle, whole, status):
    client = client_for(administrator)
    age(client, idle=idle, whole=whole)

    assert client.get("/desk/people/").status_code == status
    assert ("_auth_user_id" in client.session) is (status == 200)


def test_idle_session_ends_on_public_pages_too(client_for, iryna):
    client = client_for(iryna)
    age(client, idle=30 * 60 + 1)

    client.get("/accounts/")

    assert "_auth_user_id" not in client.session


def test_session_of_a_resident_outlasts_ten_hours(client_for, olena):
    client = client_for(olena, factor=False)
    client.get("/accounts/")

    assert client.get("/accounts/").status_code == 200


def test_activity_keeps_the_session(client_for, administrator):
    client = client_for(administrator)
    age(client, idle=20 * 60)
    client.get("/desk/people/")

    assert time.time() - client.session[gate.SEEN] < 5


def test_disabling_a_person_ends_the_session_for_good(client_for, iryna, administrator):
    client = client_for(iryna)
    set_active(iryna, False, by=administrator)
    assert client.get("/desk/people/").status_code == 302

    set_active(iryna, True, by=administrator)

    assert client.get("/accounts/")["Location"].startswith("/accounts/sign-in/")


def test_end_sessions_ends_them(client_for, olena):
    client = client_for(olena)
    end_sessions(olena)

    assert client.get("/accounts/").status_code == 302


def test_password_change_ends_other_sessions_and_keeps_this(client_for, olena):
    here, elsewhere = client_for(olena), client_for(olena)

    answer = here.post("/accounts/password/", {"password": "a-brand-new-word", "again": "a-brand-new-word"})

    assert answer["Location"] == "/accounts/"
    assert here.get("/accounts/").status_code == 200
    assert elsewhere.get("/accounts/").status_code == 302


def test_removing_the_factor_ends_other_sessions_and_shuts_the_desk(client_for, iryna):
    here, elsewhere = client_for(iryna), client_for(iryna)

    here.post("/accounts/second-factor/app/remove/")

    assert elsewhere.get("/accounts/").status_code == 302
    assert here.get("/accounts/").status_code == 200
    assert here.get("/desk/people/")["Location"].startswith("/accounts/second-factor/enrol/")


@pytest.mark.django_db(transaction=True)
def test_enrolling_an_app_opens_the_desk_and_shows_recovery_codes(client_for, administrator):
    client = client_for(administrator, factor=False)
    client.get(client.get("/desk/people/")["Location"])
    secret = client.get("/accounts/second-factor/app/add/").context["form"].secret

    answer = client.post("/accounts/second-factor/app/add/", {"code": code_of_app(secret)})

    assert answer["Location"] == "/accounts/second-factor/recovery-codes/"
    page = client.get(answer["Location"])
    assert len(page.context["unused_codes"]) == 10
    assert 'href="/desk/people/"' in page.content.decode()
    assert client.get("/desk/people/").status_code == 200


def test_step_up_asks_again_after_five_minutes_and_goes_on_with_the_form(client_for, administrator, areas):
    client = client_for(administrator)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    form = {"email": "new@example.org", "name": "New", "kind": "officer", "area": areas.zarichchia.pk}

    asked = client.post("/desk/people/invite/", form)
    assert asked["Location"].startswith("/accounts/again/second-factor/")
    answer = client.post(asked["Location"], {"code": code_of_app(TOTP_SECRET)})

    assert answer["Location"] == "/desk/people/"
    assert areas.zarichchia.roles.get().person.email == "new@example.org"


def test_gate_asks_before_the_address_is_resolved(db):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/desk/no-such-page/")
    request.user, request.session = AnonymousUser(), {}

    def never(request):
        raise Http404

    assert gate.DeskGateMiddleware(never)(request).status_code == 302
