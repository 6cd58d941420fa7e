"""The filters of the queue."""

from functools import lru_cache

from django import forms
from django.utils.choices import flatten_choices
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.areas.selectors import as_choices
from apps.core.forms import LongSelect
from apps.reports.enums import Status
from apps.reports.staff.choices import kept_a_minute, kinds_in_groups

OF_WHAT_AND_WHOSE = ("kind", "area", "assignee")  # filters
OF_THE_STATE = ("state", "registration", "appeal", "release", "unread", "back")


class QueueForm(forms.Form):
    """The filters of the queue; all of them may stay empty."""

    hide_optional = True

    q = forms.CharField(label=_("Reference, words or street"), required=False, max_length=120)
    area = forms.ChoiceField(label=_("Area"), required=False, widget=LongSelect)
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=LongSelect)
    assignee = forms.ChoiceField(label=_("Who has it"), required=False, widget=LongSelect)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), *Status.choices], widget=LongSelect
    )
    registration = forms.BooleanField(label=_("Registration due"), required=False)
    appeal = forms.BooleanField(label=_("Statutory appeal to answer"), required=False)
    release = forms.BooleanField(label=_("Release not decided"), required=False)
    unread = forms.BooleanField(label=_("New message from the reporter"), required=False)
    back = forms.BooleanField(label=_("Back after four weeks"), required=False)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, auto_id="id_filter_%s", **kwargs)
        self.choices = choices
        if choices is not None:
            choices.know(kind=self.data.get("kind", ""), assignee=self.data.get("assignee", ""))
        self.fields["area"].choices = lambda: [
            ("", _("all my areas")),
            *as_choices(choices.areas_offered(self.data.get("area", ""))),
        ]
        self.fields["kind"].choices = lambda: [("", _("any")), *kinds_in_groups(choices.kinds)]
        self.fields["assignee"].choices = lambda: [
            ("", _("anybody")),
            ("me", _("me")),
            ("nobody", _("nobody yet")),
            *((str(pk), name) for pk, name in choices.colleagues if pk != choices.user.pk),
        ]

    @property
    def of_what_and_whose(self):
        """The fields about the kind, the area and the officer, as HTML; a minute older at most than what they offer."""
        if not self.errors.keys().isdisjoint(OF_WHAT_AND_WHOSE):
            return self._draw(OF_WHAT_AND_WHOSE)
        places = ".".join(str(area.pk) for area in self.choices.own_areas)
        chosen = ".".join(self.chosen.get(name, "") for name in OF_WHAT_AND_WHOSE)
        key = f"reports.queue_fields.{get_language()}.{self.choices.user.pk}.{places}.{chosen}"
        return kept_a_minute(key, lambda: self._draw(OF_WHAT_AND_WHOSE))

    @property
    def of_the_state(self):
        """The fields about the state of a report, as HTML.

        They are alike for everybody who chose the same, and kept: to draw six fields takes longer than ten rows.
        """
        return _drawn(get_language(), tuple((name, self.chosen[name]) for name in OF_THE_STATE if name in self.chosen))

    @property
    def chosen(self):
        """What was chosen and can be understood; the rest of the address is passed over."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def in_words(self):
        """What was chosen, each as the words of its filter."""
        return [self._words_of(name, value) for name, value in self.chosen.items()]

    def _draw(self, names):
        return mark_safe("".join(self[name].as_field_group() for name in names))  # noqa: S308 (drawn by templates)

    def _words_of(self, name, value):
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        if isinstance(field, forms.ChoiceField):
            return f"{field.label}: {dict(flatten_choices(field.choices))[value]}"
        return f"{field.label}: “{value}”"


@lru_cache(maxsize=200)
def _drawn(_language, chosen):
    return QueueForm(dict(chosen), choices=None)._draw(OF_THE_STATE)
