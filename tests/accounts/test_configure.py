"""The configuration: for administrators, in their areas, every write audited."""

import pytest

from apps.accounts.models import Organisation, Person
from apps.events.models import AuditEntry
from tests.factories.accounts import PersonFactory, RoleFactory

ROOT = "/desk/configure/"


def test_administrator_adds_an_organisation_and_it_is_audited(client_for, administrator, areas):
    answer = client_for(administrator).post(
        f"{ROOT}accounts/organisation/add/",
        {
            "kind": "authority",
            "force": "",
            "name_uk": "Водоканал",
            "name_en": "Water works",
            "hours_uk": "",
            "hours_en": "",
            "areas": [areas.hromada.pk],
        },
    )

    body = Organisation.objects.get(name_en="Water works")
    assert answer.status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.subject_id) == ("organisation.added", administrator.pk, body.pk)


def test_changed_fields_are_named_in_the_audit_and_their_words_are_not(client_for, administrator, areas):
    client_for(administrator).post(
        f"{ROOT}areas/area/{areas.zarichchia.pk}/change/",
        {
            "name_uk": "Заріччя",
            "name_en": "Beyond the river",
            "description_uk": "",
            "description_en": "",
            "time_zone": "Europe/Kyiv",
        },
    )

    areas.zarichchia.refresh_from_db()
    entry = AuditEntry.objects.get()
    assert areas.zarichchia.name_en == "Beyond the river"
    assert entry.action == "area.changed"
    assert "Beyond" not in str(entry.data)


def test_barring_a_person_ends_the_session(client_for, administrator, iryna):
    client = client_for(iryna)

    client_for(administrator).post(
        f"{ROOT}accounts/person/{iryna.pk}/change/",
        {
            "name": "Iryna Koval",
            "phone": "",
            "language": "en",
        },
    )

    assert not Person.objects.get(pk=iryna.pk).is_active
    assert client.get("/accounts/").status_code == 302
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"person.barred", "person.changed"}


def test_residents_are_not_listed(client_for, administrator, olena, iryna):
    page = client_for(administrator).get(f"{ROOT}accounts/person/").content.decode()

    assert iryna.email in page
    assert olena.email not in page


@pytest.mark.parametrize("model", ["accounts/person", "accounts/role", "areas/area"])
def test_nothing_is_added_or_deleted_where_that_makes_no_sense(client_for, administrator, iryna, areas, model):
    client = client_for(administrator)
    pk = {"accounts/person": iryna.pk, "accounts/role": iryna.roles.get().pk, "areas/area": areas.zarichchia.pk}[model]

    assert client.get(f"{ROOT}{model}/add/").status_code == 403
    assert client.get(f"{ROOT}{model}/{pk}/delete/").status_code == 403


def test_local_administrator_touches_their_own_area_alone(client_for, areas, iryna, bohdan, police):
    local = PersonFactory()
    RoleFactory(person=local, kind="administrator", area=areas.zarichchia)
    client = client_for(local)

    assert client.get(f"{ROOT}areas/area/{areas.zarichchia.pk}/change/").status_code == 200
    assert client.get(f"{ROOT}areas/area/{areas.stare_misto.pk}/change/").status_code == 302  # to the index: not there
    assert client.get(f"{ROOT}accounts/person/{bohdan.pk}/change/").status_code == 302
    assert client.get(f"{ROOT}accounts/role/{bohdan.roles.get().pk}/change/").status_code == 302


@pytest.mark.parametrize("model", ["accounts/organisation", "accounts/person", "accounts/role", "areas/area"])
def test_lists_open_and_search(client_for, administrator, iryna, police, model):
    assert client_for(administrator).get(f"{ROOT}{model}/?q=a").status_code == 200


def test_sign_out_and_password_lead_to_the_portals_own(client_for, administrator):
    client = client_for(administrator)

    assert client.get(f"{ROOT}password_change/")["Location"] == "/accounts/password/"
    assert client.post(f"{ROOT}logout/")["Location"] == "/accounts/sign-out/"
