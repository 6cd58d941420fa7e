"""What somebody at the desk may choose from: their areas, the colleagues around there, the kinds of reports."""

from django.core.cache import caches
from django.db.models import Q
from django.utils.functional import cached_property

from apps.accounts.enums import POLICE_ROLES
from apps.accounts.models import Role
from apps.areas.selectors import areas_within, unfolded_below
from apps.reports.models import Category


def police_areas(user):
    """The areas in which somebody is an officer or a supervisor, each once, those above first."""
    return sorted({area.pk: area for area in user.areas_as(*POLICE_ROLES)}.values(), key=lambda area: area.path)


def colleagues_above(area):
    """Officers and supervisors who work in an area, whether for it or for one above, as [(id, name)] by name."""
    return _people(Q(area__path__in=area.paths_down))


def colleagues_around(areas, *, anew=False):
    """Officers and supervisors of these areas, of those above them and of those below, as [(id, name)] by name.

    A minute old at most unless found `anew`; whether somebody may have a report is asked when it is given to them.
    """

    def find():
        around = Q(pk__in=[])
        for area in areas:
            around |= Q(area__path__startswith=area.path) | Q(area__path__in=area.paths_down)
        return _people(around)

    return kept_a_minute(f"reports.colleagues.{'.'.join(str(area.pk) for area in areas)}", find, anew=anew)


def kept_a_minute(key, find, *, anew=False):
    """Return what `find()` gives; a minute old at most, unless it is asked for `anew`."""
    if anew:
        caches["recomputed"].set(key, found := find())
        return found
    return caches["recomputed"].get_or_set(key, find)


def _people(condition):
    roles = Role.objects.in_force().filter(condition, kind__in=POLICE_ROLES)
    people = roles.order_by("person__name").values_list("person", "person__name", "person__email")
    return list({pk: name or email for pk, name, email in people}.items())


class Choices:
    """What somebody may choose in the filters; each kind is asked for once, and only when an address names it."""

    def __init__(self, user):
        self.user = user
        self.is_anew = False

    @cached_property
    def own_areas(self):
        """The areas in which this person is an officer or a supervisor."""
        return police_areas(self.user)

    @cached_property
    def areas(self):
        """The areas of this person and all below, by address."""
        return areas_within(self.own_areas)

    def areas_offered(self, slug=""):
        """Those of the areas that a list of them offers, one of which may be chosen."""
        return unfolded_below(self.areas.values(), self.own_areas, self.areas.get(slug))

    @cached_property
    def colleagues(self):
        """Whoever works around there, as [(id, name)]."""
        return colleagues_around(self.own_areas)

    @cached_property
    def kinds(self):
        """All kinds and their groups, in their order; a minute old at most."""
        return known_kinds()

    def know(self, *, kind, assignee):
        """Find kinds and colleagues anew, once, when an address names one that is not among them.

        Else a process that still keeps the old ones would pass over the filter, and make a view or a file without it.
        """
        is_known = (not kind or any(kind == known.code for known in self.kinds)) and (
            not assignee.isdecimal() or any(assignee == str(pk) for pk, _name in self.colleagues)
        )
        if not (is_known or self.is_anew):
            self.is_anew = True
            self.kinds, self.colleagues = known_kinds(anew=True), colleagues_around(self.own_areas, anew=True)

    def of_kind(self, code):
        """The keys of a kind, or of a group and all below it."""
        (chosen,) = (kind.pk for kind in self.kinds if kind.code == code)
        return [kind.pk for kind in self.kinds if chosen in (kind.pk, kind.parent_id)]


def known_kinds(*, anew=False):
    """All kinds and their groups, in their order; a minute old at most unless found `anew`."""
    return kept_a_minute("reports.kinds", lambda: list(Category.objects.order_by("position", "pk")), anew=anew)


def kinds_in_groups(categories):
    """Groups of categories with what stands below them, as choices."""
    groups = {}
    for category in categories:
        if category.parent_id is None:
            groups.setdefault(category.pk, []).insert(0, category)
        else:
            groups.setdefault(category.parent_id, []).append(category)
    return [(str(rows[0]), [(row.code, str(row)) for row in rows]) for rows in groups.values()]
