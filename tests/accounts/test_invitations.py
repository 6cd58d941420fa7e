"""Inviting staff one by one and by a list, ending roles, the first administrator."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from apps.accounts.enums import RoleKind
from apps.accounts.models import Person, Role
from apps.accounts.services.roles import RoleRefused, end_role, invite
from apps.accounts.services.staff_list import ListRefused, invite_from_csv
from apps.events.models import AuditEntry, Event
from apps.notifications.services.outbox import deliver_due, fan_out
from tests.factories.accounts import PersonFactory, RoleFactory

HEAD = "email,name,role,area,organisation,title_uk,title_en\n"


@pytest.fixture
def local_administrator(areas):
    """An administrator of Zarichchia alone."""
    person = PersonFactory(name="Local", email="local@example.org")
    RoleFactory(person=person, kind=RoleKind.ADMINISTRATOR, area=areas.zarichchia)
    return person


def test_invited_person_holds_the_role_and_is_told(areas, administrator):
    role = invite(email="New@Police.example", name="New", kind="officer", area=areas.zarichchia, by=administrator)

    assert role.person.holds("officer", area=areas.zarichchia)
    assert (role.person.email, role.person.has_usable_password()) == ("new@police.example", False)
    assert Event.objects.get(name="role.invited").subject_id == role.pk
    assert AuditEntry.objects.get(action="role.given").actor_id == administrator.pk


@pytest.mark.django_db(transaction=True)
def test_letter_says_how_to_sign_in(areas, administrator):
    invite(email="new@police.example", name="New", kind="officer", area=areas.zarichchia, by=administrator)
    fan_out()
    deliver_due()

    letter = mail.outbox[-1]
    assert letter.to == ["new@police.example"]
    assert "/accounts/sign-in/" in letter.body


def test_resident_who_is_invited_keeps_the_account(areas, administrator, olena):
    role = invite(email=olena.email, kind="coordinator", area=areas.zarichchia, by=administrator)

    assert role.person == olena


def test_same_role_twice_is_refused(areas, administrator, iryna):
    with pytest.raises(RoleRefused):
        invite(email=iryna.email, kind="officer", area=areas.zarichchia, by=administrator)


def test_barred_person_gets_no_role(areas, administrator, olena):
    olena.is_active = False
    olena.save()

    with pytest.raises(RoleRefused):
        invite(email=olena.email, kind="officer", area=areas.zarichchia, by=administrator)


def test_ended_role_opens_nothing_from_now_on(areas, administrator, iryna, client_for):
    client = client_for(iryna)
    end_role(iryna.roles.get(), by=administrator)

    assert client.get("/desk/people/").status_code == 404
    assert not Person.objects.get(pk=iryna.pk).holds("officer")
    assert AuditEntry.objects.get(action="role.ended").data == {"kind": "officer", "person": iryna.pk}


def test_role_ends_once(areas, administrator, iryna):
    end_role(iryna.roles.get(), by=administrator)

    with pytest.raises(RoleRefused):
        end_role(iryna.roles.get(), by=administrator)


def test_administrator_does_not_end_their_own_role(administrator):
    with pytest.raises(RoleRefused):
        end_role(administrator.roles.get(), by=administrator)


def test_list_invites_everybody(areas, administrator, police):
    content = (
        HEAD
        + "one@police.example,Перша,officer,UA99010101,Vyshnehrad police unit,Офіцерка,Officer\n"
        + "two@police.example,Другий,Supervisor,vyshnehrad,,,\n"
    ).encode()

    roles = invite_from_csv(content, by=administrator)

    assert [(role.person.email, role.kind, role.area.code, role.organisation) for role in roles] == [
        ("one@police.example", "officer", "UA99010101", police),
        ("two@police.example", "supervisor", "UA990101", None),
    ]
    assert (roles[0].title_uk, roles[0].title_en) == ("Офіцерка", "Officer")


def test_list_of_a_spreadsheet_with_semicolons_and_a_mark_is_read(areas, administrator):
    content = "\ufeffEmail;Role;Area\r\none@police.example;officer;UA99010101\r\n".encode()

    assert len(invite_from_csv(content, by=administrator)) == 1


def test_bad_lines_are_all_named_and_nobody_is_invited(areas, administrator, iryna, monkeypatch):
    content = (
        HEAD
        + "good@police.example,Good,officer,UA99010101,,,\n"
        + "not-an-address,Bad,sheriff,UA00,Nobody,,\n"
        + "good@police.example,Again,officer,zarichchia,,,\n"
    ).encode()

    with pytest.raises(ListRefused) as refusal:
        invite_from_csv(content, by=administrator)

    assert [text.split(":")[0] for text in refusal.value.problems[:4]] == ["Рядок 3"] * 4
    assert "Рядок 4" in refusal.value.problems[4]
    assert len(refusal.value.problems) == 5
    assert not Person.objects.filter(email="good@police.example").exists()


def test_somebody_who_holds_the_role_takes_the_whole_list_back(areas, administrator, iryna):
    content = (
        f"{HEAD}new@police.example,New,officer,UA99010101,,,\n{iryna.email},Iryna,officer,UA99010101,,,\n".encode()
    )

    with pytest.raises(ListRefused) as refusal:
        invite_from_csv(content, by=administrator)

    assert len(refusal.value.problems) == 1
    assert not Person.objects.filter(email="new@police.example").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"email,role,area\n",
        b"name,phone\na,b\n",
        b"\xff\xfe\x00e\x00m",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"email,role,area\n" + b'"a\n' * 3,
        b'email,role,area\n"' + b"x" * 200_000 + b'",officer,UA\n',
        b"x" * (1024 * 1024 + 1),
        "email,role,area\nа@б,officer,UA".encode("cp1251"),
    ],
)
def test_file_that_is_no_list_is_refused_with_a_sentence(areas, administrator, content):
    with pytest.raises(ListRefused) as refusal:
        invite_from_csv(content, by=administrator)

    assert refusal.value.problems
    assert all(refusal.value.problems)


def test_local_administrator_invites_into_their_own_area_alone(areas, local_administrator):
    with pytest.raises(ListRefused):
        invite_from_csv(f"{HEAD}a@b.example,A,officer,UA99010102,,,\n".encode(), by=local_administrator)

    assert len(invite_from_csv(f"{HEAD}a@b.example,A,officer,UA99010101,,,\n".encode(), by=local_administrator)) == 1


def test_page_invites_one(client_for, administrator, areas):
    answer = client_for(administrator).post(
        "/desk/people/invite/",
        {"email": "new@police.example", "name": "New", "kind": "officer", "area": areas.zarichchia.pk},
    )

    assert answer["Location"] == "/desk/people/"
    assert Role.objects.get(person__email="new@police.example").area == areas.zarichchia


def test_page_offers_a_local_administrator_their_own_areas(client_for, local_administrator, areas):
    answer = client_for(local_administrator).post(
        "/desk/people/invite/",
        {"email": "new@police.example", "name": "New", "kind": "officer", "area": areas.stare_misto.pk},
    )

    assert answer.status_code == 200
    assert not Person.objects.filter(email="new@police.example").exists()


def test_page_of_the_list_shows_what_to_mend(client_for, administrator):
    file = SimpleUploadedFile("staff.csv", b"email,role,area\nnobody,officer,UA\n", "text/csv")

    page = client_for(administrator).post("/desk/people/invite/list/", {"file": file}).content.decode()

    assert "«nobody» не є електронною адресою" in page


@pytest.mark.parametrize("who", ["iryna", "bohdan", "oksana", "marko"])
@pytest.mark.parametrize("path", ["", "invite/", "invite/list/"])
def test_staff_who_are_no_administrators_find_no_people_page(client_for, request, who, path):
    assert client_for(request.getfixturevalue(who)).get(f"/desk/people/{path}").status_code == 404


def test_local_administrator_sees_and_ends_no_role_elsewhere(client_for, local_administrator, bohdan, iryna):
    client = client_for(local_administrator)

    page = client.get("/desk/people/").content.decode()
    assert iryna.email in page
    assert bohdan.email not in page
    assert client.post(f"/desk/people/roles/{bohdan.roles.get().pk}/end/").status_code == 404


def test_people_are_found_by_words_and_role(client_for, administrator, iryna, bohdan):
    client = client_for(administrator)

    assert bohdan.email not in client.get("/desk/people/?q=IRYNA").content.decode()
    assert iryna.email not in client.get("/desk/people/?role=supervisor").content.decode()


def test_people_page_costs_the_same_for_one_and_thirty(
    client_for, administrator, areas, police, django_assert_num_queries
):
    client = client_for(administrator)
    client.get("/desk/people/")
    with django_assert_num_queries(6) as found:
        client.get("/desk/people/")
    for _number in range(30):
        RoleFactory(person=PersonFactory(), area=areas.zarichchia, organisation=police)

    with django_assert_num_queries(len(found)):
        client.get("/desk/people/")


def test_first_administrator_is_made_by_the_command(areas, capsys):
    call_command("create_administrator", "first@city.example", area="UA990101", name="First")

    assert Person.objects.get(email="first@city.example").holds("administrator", area=areas.zarichchia)
    assert "/accounts/sign-in/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("email", "area", "sentence"),
    [("nobody", "UA", "not an e-mail address"), ("a@b.example", "XX", "no area with the code or slug")],
)
def test_command_says_what_is_wrong(areas, email, area, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("create_administrator", email, area=area)


def test_command_without_areas_says_what_to_do_first(db):
    with pytest.raises(CommandError, match="import_areas"):
        call_command("create_administrator", "a@b.example")
