"""Who holds which role where: inviting staff one by one or from a list, and ending a role."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.enums import AccountEvent, RoleKind
from apps.accounts.models import Person, Role
from apps.core.errors import DomainError
from apps.events.enums import Audience
from apps.events.services import audit, record


class RoleRefused(DomainError):
    """The role cannot be given or ended; the sentence says why."""

    code = "role_refused"


@transaction.atomic
def make_person(email, *, name="", language="", home_area=None, password=None, proven=False):
    """Return the person with this address, made if nobody has it.

    Their first code by mail proves the address, unless it is `proven` already.
    """
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person:
        return person
    fields = {"language": language} if language else {}
    person = Person.objects.create_user(email, password, name=name, home_area=home_area, **fields)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=proven)
    return person


@transaction.atomic
def give_role(person, kind, area, *, by=None, organisation=None, starts_on=None, **shown):
    """Give a role, from today unless told otherwise; return it.

    `by` is the administrator, or None for the command line. `shown` is what public pages tell of it: title_uk and
    title_en, phone, hours_uk and hours_en. Raises `RoleRefused` when the person holds the role in
    that area already or may not sign in.
    """
    if not person.is_active:
        raise RoleRefused(_("%(email)s belongs to somebody who may not sign in.") % {"email": person.email})
    if Role.objects.in_force().filter(person=person, kind=kind, area=area).exists():
        raise RoleRefused(
            _("%(email)s holds the role “%(role)s” in %(area)s already.")
            % {"email": person.email, "role": RoleKind(kind).label, "area": area}
        )
    role = Role.objects.create(
        person=person,
        kind=kind,
        area=area,
        organisation=organisation,
        starts_on=starts_on or timezone.localdate(),
        **shown,
    )
    audit("role.given", actor=by, subject=role, area=area, data={"kind": role.kind, "person": person.pk})
    return role


@transaction.atomic
def invite(*, email, kind, area, by=None, name="", organisation=None, **shown):
    """Give a role to whoever has this address, and let them know by e-mail how to sign in; return the role.

    `shown` and what is raised are those of `give_role`.
    """
    person = make_person(email, name=name)
    role = give_role(person, kind, area, by=by, organisation=organisation, **shown)
    if name and not person.name:
        person.name = name
        person.save(update_fields=["name"])
    tell_invited(role, by=by)
    return role


def tell_invited(role, *, by=None):
    """Order the letter that says which role somebody has and how to sign in (again, when it got lost)."""
    record(AccountEvent.INVITED, subject=role, actor=by, area=role.area, audience=Audience.INTERNAL)


@transaction.atomic
def end_role(role, *, by):
    """End a role today: from now on it opens nothing. Raises `RoleRefused` for one that is over, or one's own."""
    role = Role.objects.select_for_update().select_related("person", "area").get(pk=role.pk)
    if not Role.objects.in_force().filter(pk=role.pk).exists():
        raise RoleRefused(_("This role is over already."))
    if role.person == by and role.kind == RoleKind.ADMINISTRATOR:
        raise RoleRefused(_("You cannot end your own role as administrator: ask another administrator."))
    role.ends_on = timezone.localdate()
    role.save(update_fields=["ends_on"])
    audit("role.ended", actor=by, subject=role, area=role.area, data={"kind": role.kind, "person": role.person_id})
    return role
