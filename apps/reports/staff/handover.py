"""Who of the colleagues has how much in hand, and to whom it can go."""

from collections import Counter

from django import forms
from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.enums import POLICE_ROLES, OrganisationKind, RoleKind
from apps.accounts.models import Organisation, Person, Role
from apps.areas.models import Area
from apps.reports.enums import OPEN_STATUSES, Sensitivity
from apps.reports.services.handover import reports_in_hand, rules_in_hand


def colleagues_in_hand(by):
    """Return [(Person, reports, rules)] of everybody who has something in hand in a supervisor's areas, by name."""
    reports = Counter(dict(reports_in_hand(by).order_by().values_list("assignee").annotate(Count("pk"))))
    rules = Counter(dict(rules_in_hand(by).order_by().values_list("officer").annotate(Count("pk"))))
    people = Person.objects.filter(pk__in={*reports, *rules}).order_by("name", "pk")
    return [(person, reports[person.pk], rules[person.pk]) for person in people]


class InHand:
    """What one colleague has in hand in a supervisor's areas: counts, and who works wherever it is."""

    def __init__(self, leaving, *, by):
        self.leaving, self.by = leaving, by

    @cached_property
    def counts(self):
        """{"reports", "open", "restricted", "rules"}: how many of each."""
        rows = reports_in_hand(self.by, leaving=self.leaving).order_by()
        counted = rows.aggregate(
            reports=Count("pk"),
            open=Count("pk", filter=Q(status__in=OPEN_STATUSES)),
            restricted=Count("pk", filter=Q(sensitivity=Sensitivity.SEALED)),
        )
        return counted | {"rules": rules_in_hand(self.by, leaving=self.leaving).count()}

    @cached_property
    def targets(self):
        """Who can take all of it: {"person-7": Person, "unit-3": Organisation}, each kind by name."""
        where = {
            *reports_in_hand(self.by, leaving=self.leaving).order_by().values_list("area__path", flat=True),
            *rules_in_hand(self.by, leaving=self.leaving).order_by().values_list("area__path", flat=True),
        }
        supervised = self.by.areas_as(RoleKind.SUPERVISOR)
        around = Q(area__path__in=_above(supervised)) | Q(area__in=Area.objects.within_any(supervised))
        roles = Role.objects.in_force().filter(around, kind__in=POLICE_ROLES).exclude(person=self.leaving).for_list()
        people, reach = {}, {}
        for role in roles:
            people[role.person_id] = role.person
            reach.setdefault(role.person_id, []).append(role.area.path)
        units = Organisation.objects.filter(kind=OrganisationKind.POLICE).exclude(email="").order_by("name", "pk")
        units = list(units.filter(Q(areas__path__in=_above(supervised)) | Q(areas__in=supervised)).distinct())
        served = {unit.pk: list(unit.areas.values_list("path", flat=True)) for unit in units}
        found = {f"person-{pk}": person for pk, person in people.items() if _covers(reach[pk], where)}
        return found | {f"unit-{unit.pk}": unit for unit in units if _covers(served[unit.pk], where)}


def _above(areas):
    """The paths of areas and of all above them."""
    return {area.path[:end] for area in areas for end in range(area.steplen, len(area.path) + 1, area.steplen)}


def _covers(reach, where):
    return all(any(map(path.startswith, reach)) for path in where)


class HandoverForm(forms.Form):
    """To whom everything goes."""

    target = forms.ChoiceField(
        label=gettext_lazy("Who has it from now on"),
        help_text=gettext_lazy(
            "They work wherever it is. With a unit nobody in particular has it: all of the area see it."
        ),
        error_messages={
            "required": gettext_lazy("Choose who has it from now on."),
            "invalid_choice": gettext_lazy("This unit or colleague is no longer here. Choose another."),
        },
    )

    def __init__(self, *args, in_hand, **kwargs):
        super().__init__(*args, **kwargs)
        self.targets = in_hand.targets
        people = [(key, str(one)) for key, one in self.targets.items() if isinstance(one, Person)]
        units = [(key, str(one)) for key, one in self.targets.items() if isinstance(one, Organisation)]
        self.fields["target"].choices = [("", _("Choose…")), (_("Colleagues"), people), (_("Units"), units)]

    def clean_target(self):
        """Return the officer or unit."""
        return self.targets[self.cleaned_data["target"]]
