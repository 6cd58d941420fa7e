"""What an administrator lays down about the routing of new reports."""

from django import forms
from django.core.signing import Signer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from apps.accounts.enums import POLICE_ROLES, OrganisationKind, RoleKind
from apps.accounts.forms import AreaField
from apps.accounts.models import Organisation, Role
from apps.areas.models import Area
from apps.reports.enums import Sensitivity
from apps.reports.models import Category, RoutingRule
from apps.reports.selectors import in_reader_language
from apps.reports.staff.choices import kinds_in_groups


class RuleForm(forms.Form):
    """A rule in the order in which one says it: which reports, sent when, to whom."""

    area = AreaField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy("The area and all that lies in it."),
        empty_label=gettext_lazy("Choose…"),
    )
    category = forms.ChoiceField(label=gettext_lazy("Which kind"), required=False)
    answer = forms.ChoiceField(
        label=gettext_lazy("With which answer"),
        help_text=gettext_lazy(
            "What the reporter answered to a question of the kind. Restricted kinds have none here."
        ),
        required=False,
    )
    days = forms.ChoiceField(label=gettext_lazy("Sent on which days"), choices=RoutingRule.Days.choices)
    starts = forms.TimeField(
        label=gettext_lazy("Sent from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Enter a time such as 18:00.")},
    )
    ends = forms.TimeField(
        label=gettext_lazy("Sent until"),
        help_text=gettext_lazy("Local time. A period may pass midnight; empty means at any hour."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Enter a time such as 18:00.")},
    )
    target = forms.ChoiceField(
        label=gettext_lazy("To whom they go"),
        error_messages={
            "required": gettext_lazy("Choose who gets these reports."),
            "invalid_choice": gettext_lazy("This unit or colleague is no longer here. Choose another."),
        },
    )

    def __init__(self, *args, rule, by, **kwargs):
        super().__init__(*args, initial=_initial(rule), **kwargs)
        self._rule = rule
        areas = by.areas_as(RoleKind.ADMINISTRATOR)
        categories = Category.objects.select_related("parent").order_by("position", "pk")
        self.categories = {category.code: category for category in categories}
        self.targets = _targets(areas)
        self.fields["area"].queryset = Area.objects.within_any(areas).defer("boundary")
        self.fields["category"].choices = [("", _("any")), *kinds_in_groups(self.categories.values())]
        self.fields["answer"].choices = [("", pgettext("answer", "any")), *_answers(self.categories.values())]
        units = [(key, str(unit)) for key, unit in self.targets.items() if isinstance(unit, Organisation)]
        people = [(key, str(person)) for key, person in self.targets.items() if not isinstance(person, Organisation)]
        self.fields["target"].choices = [("", _("Choose…")), (_("Units"), units), (_("Colleagues"), people)]

    def clean(self):
        """Both times or none; an answer that the kind asks for."""
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if not {"starts", "ends"} & self.errors.keys() and (starts is None) != (ends is None):
            self.add_error("ends" if ends is None else "starts", _("Enter both times, or none."))
        elif starts is not None and starts == ends:
            self.add_error("ends", _("The period has no length. Enter another time, or none at all."))
        if cleaned.get("answer"):
            asked_by = cleaned["answer"].split("/")[0]
            if cleaned.get("category") not in ("", asked_by):
                kind = self.categories[asked_by]
                self.add_error("answer", _("This is asked about “%(kind)s” alone. Choose that kind.") % {"kind": kind})
            cleaned["category"] = asked_by
        return cleaned

    @property
    def rule(self):
        """The rule as it stands in the valid form, not saved."""
        said, rule = self.cleaned_data, self._rule
        rule.area, rule.category = said["area"], self.categories.get(said["category"])
        _code, rule.question, rule.answer = said["answer"].split("/") if said["answer"] else ("", "", "")
        rule.days, rule.starts, rule.ends = said["days"], said["starts"], said["ends"]
        target = self.targets[said["target"]]
        rule.organisation, rule.officer = (target, None) if isinstance(target, Organisation) else (None, target)
        return rule

    @property
    def tried(self):
        """What the page carries once the valid form was tried, so that nothing else than that is saved."""
        said = {name: str(value) for name, value in self.cleaned_data.items()}
        return Signer(salt="routing rule").sign_object(said | {"area": self.cleaned_data["area"].pk})


def _initial(rule):
    if not rule.area_id:
        return {"days": RoutingRule.Days.ANY}
    return {
        "area": rule.area_id,
        "category": rule.category.code if rule.category else "",
        "answer": f"{rule.category.code}/{rule.question}/{rule.answer}" if rule.question else "",
        "days": rule.days,
        "starts": rule.starts,
        "ends": rule.ends,
        "target": f"person-{rule.officer_id}" if rule.officer_id else f"unit-{rule.organisation_id}",
    }


def _answers(categories):
    """The answers of each question as choices: [("Graffiti: when?", [("graffiti/times/night", "at night"), …]), …]."""
    groups = []
    for category in categories:
        if category.sensitivity == Sensitivity.SEALED:
            continue
        for question in category.questions:
            answers = [
                (f"{category.code}/{question['key']}/{choice['value']}", in_reader_language(choice["label"]))
                for choice in question["choices"]
                if not choice["stopper"]
            ]
            if answers:
                groups.append((f"{category}: {in_reader_language(question['label'])}", answers))
    return groups


def _targets(areas):
    """Who can be named: {"unit-3": Organisation, "person-7": Person}, each kind by name."""
    kinds = (OrganisationKind.POLICE, OrganisationKind.AUTHORITY)
    units = Organisation.objects.within(areas).filter(kind__in=kinds).order_by("name", "pk")
    roles = Role.objects.in_force().within(areas).filter(kind__in=POLICE_ROLES).for_list()
    people = {role.person_id: role.person for role in roles}
    return {f"unit-{unit.pk}": unit for unit in units} | {f"person-{pk}": person for pk, person in people.items()}
