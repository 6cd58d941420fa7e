"""What the accounts hold of a person: as a download, and erased."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from apps.accounts.models import new_session_stamp
from apps.core.errors import DomainError
from apps.events.services import audit


class StaffAccount(DomainError):
    """Whoever works at the desk cannot erase themselves: the law wants to know who did what."""

    code = "staff_account"


def export_person(person):
    """Return ({"account": …}, []): what a person says about themselves, and the roles they hold."""
    told = {
        "email": person.email,
        "name": person.name,
        "phone": person.phone,
        "language": person.language,
        "home_area": str(person.home_area or ""),
        "since": person.created_at.isoformat(),
        "roles": [f"{role.get_kind_display()}, {role.area}" for role in person.roles_in_force()],
    }
    return {"account": told}, []


def refuse_staff(person):
    """Raise StaffAccount when a person has ever held a role."""
    if person.roles.exists():
        raise StaffAccount(
            _(
                "You hold or have held a role at the desk, and what you decided there stays on record. An "
                "administrator can end your access."
            )
        )


def erase_person(person):
    """Leave of a person an empty row to which nobody can sign in; their sessions end. Raises StaffAccount."""
    refuse_staff(person)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.email = f"erased-{person.pk}@erased.invalid"
    person.name = person.phone = ""
    person.home_area, person.is_active = None, False
    person.session_stamp = new_session_stamp()
    person.set_unusable_password()
    person.save()
    audit("person.erased", actor=None, subject=person)
