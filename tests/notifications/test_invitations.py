"""The letter that says which role somebody has."""

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.enums import RoleKind
from apps.accounts.services.roles import invite
from apps.notifications.enums import State
from apps.notifications.services import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(areas, administrator, police):
    """A new officer of Zarichchia, invited by the administrator."""
    return invite(
        email="new@example.org", kind=RoleKind.OFFICER, area=areas.zarichchia, organisation=police, by=administrator
    )


def test_an_invited_person_is_told_the_role_and_where_to_sign_in(smtp, role):
    role.person.language = "en"
    role.person.save()

    outbox.fan_out()
    assert outbox.deliver_due() == {State.SENT: 1}

    (mail,) = smtp.accepted
    assert mail.to == ["new@example.org"]
    assert mail.subject == "You are invited to CopPortal"
    assert mail.body.startswith("You have the role “officer” in Zarichchia now.\n")
    assert reverse("account_login") in mail.body


def test_a_role_that_has_ended_is_told_to_nobody(smtp, role):
    outbox.fan_out()
    type(role).objects.filter(pk=role.pk).update(starts_on="2026-01-01", ends_on=timezone.localdate())

    assert outbox.deliver_due() == {State.DROPPED: 1}
    assert smtp.accepted == []
