"""A lost second factor is removed by two people."""

import pytest

from apps.accounts.models import FactorReset
from apps.accounts.services.factors import ResetRefused, ask_factor_reset, confirm_factor_reset
from apps.events.models import AuditEntry
from tests.factories.accounts import PersonFactory, RoleFactory


@pytest.fixture
def second(areas):
    person = PersonFactory(name="Second")
    RoleFactory(person=person, kind="administrator", area=areas.country)
    return person


@pytest.fixture
def iryna_with_factor(client_for, iryna):
    client_for(iryna)
    return iryna


def test_two_administrators_remove_it_and_the_session_ends(client_for, iryna, administrator, second):
    client = client_for(iryna)
    reset = ask_factor_reset(iryna, by=administrator)
    confirm_factor_reset(reset, by=second)

    assert not iryna.has_second_factor
    assert client.get("/accounts/").status_code == 302
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor_id")) == [
        ("factor_reset.asked", administrator.pk),
        ("factor_reset.confirmed", second.pk),
    ]


def test_one_alone_cannot(iryna_with_factor, administrator):
    reset = ask_factor_reset(iryna_with_factor, by=administrator)

    with pytest.raises(ResetRefused):
        confirm_factor_reset(reset, by=administrator)
    assert iryna_with_factor.has_second_factor


def test_the_person_it_is_about_does_not_count(client_for, administrator, second):
    client_for(second)
    reset = ask_factor_reset(second, by=administrator)

    with pytest.raises(ResetRefused):
        confirm_factor_reset(reset, by=second)


def test_nobody_asks_for_themselves(client_for, administrator):
    client_for(administrator)

    with pytest.raises(ResetRefused):
        ask_factor_reset(administrator, by=administrator)


def test_it_is_asked_once_and_done_once(iryna_with_factor, administrator, second):
    reset = ask_factor_reset(iryna_with_factor, by=administrator)
    with pytest.raises(ResetRefused):
        ask_factor_reset(iryna_with_factor, by=second)
    confirm_factor_reset(reset, by=second)

    with pytest.raises(ResetRefused):
        confirm_factor_reset(reset, by=second)


def test_nobody_without_a_factor(iryna, administrator):
    with pytest.raises(ResetRefused):
        ask_factor_reset(iryna, by=administrator)


def test_pages_do_it(client_for, iryna_with_factor, administrator, second):
    client_for(administrator).post(f"/desk/people/{iryna_with_factor.pk}/lost-factor/")
    reset = FactorReset.objects.get()

    client_for(second).post(f"/desk/people/lost-factors/{reset.pk}/confirm/")

    assert not iryna_with_factor.has_second_factor


def test_pages_are_no_way_round_the_second_person(client_for, iryna_with_factor, administrator):
    client = client_for(administrator)
    client.post(f"/desk/people/{iryna_with_factor.pk}/lost-factor/")

    client.post(f"/desk/people/lost-factors/{FactorReset.objects.get().pk}/confirm/")

    assert iryna_with_factor.has_second_factor
