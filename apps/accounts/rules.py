"""Who may enter the desk and who may configure the portal."""

import rules

from apps.accounts.enums import RoleKind
from apps.accounts.models import Organisation, Person, Role
from apps.areas.models import Area


def _areas_of(thing):
    """The areas that all must be an administrator's for them to touch the thing."""
    if isinstance(thing, Area):
        return [thing]
    if isinstance(thing, Role):
        return [thing.area]
    if isinstance(thing, Organisation):
        return list(thing.areas.defer("boundary")) if thing.pk else []
    if isinstance(thing, Person):
        return [role.area for role in thing.roles.select_related("area").defer("area__boundary")] if thing.pk else []
    area = getattr(thing, "area", None)
    return [area] if area else []


@rules.predicate
def works_at_the_desk(person):
    """Holds a role that opens the desk."""
    return person.is_authenticated and person.is_desk_staff


@rules.predicate
def administers(person, thing=None):
    """Is an administrator, of every area that the thing stands in where one is given."""
    if not person.is_authenticated or not person.holds(RoleKind.ADMINISTRATOR):
        return False
    return all(person.holds(RoleKind.ADMINISTRATOR, area=area) for area in _areas_of(thing))


rules.add_perm("accounts.enter_desk", works_at_the_desk)
rules.add_perm("accounts.configure", administers)
