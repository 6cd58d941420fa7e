"""The report that somebody at the desk has chosen."""

from functools import lru_cache

from apps.accounts.enums import POLICE_ROLES
from apps.accounts.models import Person, Role
from apps.areas.models import Area
from apps.core.planning import Question
from apps.reports.models import Report

# Planned once, a join of what many have costs less than to fetch it for those that have it.
BESIDE = ("snap_point", "public_place", "organisation")


def worked_on(user, reference):
    """Return the report with this reference when this person works on it, with all that its page shows, else None.

    One that is not theirs is not found, and not loaded and then withheld: that would take longer, and tell of it.
    """
    roles = [role for role in user.roles_held() if role.kind in POLICE_ROLES]
    held = sorted({(role.kind, role.area.kind, role.area.pk) for role in roles})
    if not held:
        return None
    return _question(tuple(pair[:2] for pair in held)).first(reference, user.pk, *(pk for *_kinds, pk in held))


@lru_cache(maxsize=100)
def _question(kinds):
    """The `Question` of somebody with roles of these kinds in areas of these kinds: (reference, person, *areas)."""

    def ask(reference, person, *areas):
        reader = Person(pk=person)
        reader._roles_in_force = [
            Role(kind=kind, area=Area(kind=area_kind, pk=pk))
            for (kind, area_kind), pk in zip(kinds, areas, strict=True)
        ]
        return Report.objects.handled_by(reader).for_detail().select_related(*BESIDE).filter(reference=reference)

    return Question(ask, str, int, *(int for _pair in kinds))
