"""The published accounts of the demo."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.enums import RoleKind
from apps.accounts.models import Person
from apps.areas.models import Area
from apps.portal.demo.geography.load import load_town
from apps.portal.demo.people import PASSWORD, PEOPLE, NotTheDemo, make_demo_people

SINCE = date(2024, 10, 1)


def test_people_of_the_town_are_made_once(areas):
    people = make_demo_people(areas.hromada, since=SINCE)
    make_demo_people(areas.hromada, since=SINCE)

    assert Person.objects.count() == len(PEOPLE)
    assert people["iryna"].holds("officer", area=areas.zarichchia)
    assert people["bohdan"].holds("supervisor", area=areas.stare_misto)
    assert people["olena"].home_area == areas.zarichchia
    assert people["iryna"].roles.get().starts_on == SINCE


def test_service_numbers_stand_with_the_role_and_no_number_with_the_person(areas):
    people = make_demo_people(areas.hromada, since=SINCE)

    assert people["iryna"].roles.get().phone == "050 000 14 02"
    assert {person.phone for person in people.values()} == {""}


def test_demo_officer_signs_in_with_what_is_published(client, areas):
    make_demo_people(areas.hromada, since=SINCE)
    iryna = next(person for person in PEOPLE if person.key == "iryna")

    client.post("/accounts/sign-in/password/", {"login": iryna.email, "password": PASSWORD})
    client.post("/accounts/sign-in/second-factor/", {"code": iryna.code})

    assert client.session["_auth_user_id"] == str(Person.objects.get(email=iryna.email).pk)


def test_command_and_page_show_accounts_and_codes(client, areas, capsys):
    make_demo_people(areas.hromada, since=SINCE)
    iryna = next(person for person in PEOPLE if person.key == "iryna")
    before = iryna.code
    call_command("demo_accounts")
    said, page = capsys.readouterr().out, client.get("/demo/").content.decode()
    codes = {before, iryna.code}

    assert iryna.email in said
    assert any(code in said for code in codes)
    assert iryna.email in page
    assert any(code in page for code in codes)


def test_command_before_the_town_is_made_says_nothing(db, capsys):
    call_command("demo_accounts")

    assert capsys.readouterr().out == ""


def test_outside_the_demo_nothing_is_made_or_shown(client, areas, settings):
    make_demo_people(areas.hromada, since=SINCE)
    settings.DEMO = False

    with pytest.raises(NotTheDemo):
        make_demo_people(areas.hromada, since=SINCE)
    with pytest.raises(CommandError):
        call_command("demo_accounts")
    assert client.get("/demo/").status_code == 404
    assert "/demo/" not in client.get("/accounts/sign-in/").content.decode()


def test_every_neighbourhood_of_the_demo_town_has_an_officer(db):
    hromada = load_town()
    people = make_demo_people(hromada, since=SINCE)

    unserved = [
        area.slug
        for area in Area.objects.get_descendants(hromada)
        if not any(person.holds(RoleKind.OFFICER, area=area) for person in people.values())
    ]
    assert unserved == []
