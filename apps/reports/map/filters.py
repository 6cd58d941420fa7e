"""What a reader of the map may ask for, all of it in the address."""

from datetime import timedelta

from django import forms
from django.http import JsonResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.areas.selectors import areas_unfolded, as_choices
from apps.core.dates import date_in_words
from apps.core.forms import LongSelect
from apps.reports.enums import OPEN_STATUSES, StateGroup
from apps.reports.map.kept import kept
from apps.reports.map.keys import LEVELS
from apps.reports.models import Category, PublicReport

LATE = "late"
DATES = "dates"
PERIODS = (
    *(("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("a year"))),
    *(("all", _("all")), (DATES, _("by dates"))),
)
DEFAULT_PERIOD = "90"
CHOICES = ("kind", "state", "period", "area")


class Unclear(Exception):
    """A question to the map cannot be read; its text is a sentence for whoever asked."""

    def as_answer(self):
        """Return the sentence as JSON with status 400; nobody keeps it."""
        return JsonResponse({"error": str(self)}, status=400, headers={"Cache-Control": "no-store"})


def refuse_unclear(*asked):
    """Raise Unclear with the sentences of all forms that are not valid."""
    if sentences := " ".join(text for form in asked for errors in form.errors.values() for text in errors):
        raise Unclear(sentences)


class _Day(forms.DateField):
    """A day as browsers send it."""

    def __init__(self, **options):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
        super().__init__(required=False, input_formats=["%Y-%m-%d"], widget=widget, **options)


class MapFilter(forms.Form):
    """Kind, state, period and area; a value that cannot be read is named in its own sentence.

    The first and the last day count where the period is "dates" alone.
    """

    kind = forms.ModelChoiceField(
        Category.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Kind"),
        empty_label=_("all"),
        widget=LongSelect,
    )
    state = forms.ChoiceField(
        choices=[("", _("any")), *StateGroup.choices, (LATE, _("late"))],
        required=False,
        label=_("State"),
        widget=LongSelect,
    )
    period = forms.ChoiceField(choices=PERIODS, required=False, label=_("Period"), widget=LongSelect)
    area = forms.ModelChoiceField(
        Area.objects.none(),
        to_field_name="slug",
        required=False,
        label=_("Area"),
        empty_label=_("all"),
        widget=LongSelect,
    )
    since = _Day(label=_("First day"))
    until = _Day(label=_("Last day"))

    def __init__(self, asked):
        """`asked` maps the names of the fields to text; the period is ninety days unless it says otherwise."""
        names = self.base_fields if asked.get("period") == DATES else CHOICES
        super().__init__({"period": DEFAULT_PERIOD} | {name: asked[name] for name in names if asked.get(name)})
        for name in CHOICES:
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["kind"].queryset = Category.objects.filter(is_active=True).order_by("parent__position", "position")
        self.fields["area"].queryset = Area.objects.defer("boundary", "centre")
        self.fields["area"].choices = self._areas

    def clean(self):
        """Refuse a last day before the first."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first: turn them round."))

    @property
    def choices(self):
        """[(label, HTML)] of the fields to choose in, a minute old at most: what they offer rarely changes."""
        return [(self.fields[name].label, self._drawn(name)) for name in CHOICES]

    def _drawn(self, name):
        if self.errors:
            return str(self[name])  # says so, and holds whatever was asked for
        question = ("field", get_language(), name, self.data.get(name, ""))
        return kept(*question, answer=lambda: str(self[name]))

    @property
    def dates(self):
        """The fields of the first and the last day."""
        return [self["since"], self["until"]]

    @property
    def is_by_dates(self):
        """Whether the period is said by days."""
        return self.data["period"] == DATES

    @property
    def in_words(self):
        """[(label, what was chosen in it)] of a readable filter, as paper tells it."""
        chosen = self.cleaned_data
        states, periods = dict(self.fields["state"].choices), dict(self.fields["period"].choices)
        since, until = (date_in_words(day) if day else "…" for day in (chosen["since"], chosen["until"]))
        words = {
            "kind": chosen["kind"] or self.fields["kind"].empty_label,
            "state": states[chosen["state"]],
            "period": f"{since} – {until}" if self.is_by_dates else periods[chosen["period"]],
            "area": chosen["area"] or self.fields["area"].empty_label,
        }
        return [(self.fields[name].label, words[name]) for name in CHOICES]

    @property
    def chosen_area(self):
        """The area that was asked for, or None."""
        return self.cleaned_data.get("area") if self.is_valid() else None

    def _areas(self):
        """What the field of areas offers: it unfolds along the chosen one, deeper ones further in."""
        self.is_valid()  # whatever else cannot be read
        offered = areas_unfolded(self.cleaned_data.get("area"))
        return [("", self.fields["area"].empty_label), *as_choices(offered)]

    @property
    def query(self):
        """What was asked for, as the query of an address."""
        return urlencode({name: self.data[name] for name in self.base_fields if name in self.data})

    def query_in(self, area):
        """What was asked for, in this area instead, as the query of an address."""
        return urlencode(
            {name: self.data[name] for name in self.base_fields if name in self.data} | {"area": area.slug}
        )

    def reports(self):
        """Return the released reports that were asked for (call it on a valid form)."""
        found = PublicReport.objects.all()
        if area := self.cleaned_data["area"]:
            found = found.within(area)
        if kind := self.cleaned_data["kind"]:
            found = found.filter(category=kind) if kind.parent_id else found.filter(category__parent=kind)
        since, until = days_of(self.cleaned_data)
        if since:
            found = found.filter(public_day__gte=since)
        if until:
            found = found.filter(public_day__lte=until)
        state = self.cleaned_data["state"]
        if state == LATE:
            found = found.filter(status__in=OPEN_STATUSES, resolve_due_at__lt=timezone.now())
        elif state:
            found = found.in_group(state)
        return found


def days_of(chosen):
    """Return (first, last) day of the cleaned data of a MapFilter; None where there is no end."""
    period = chosen["period"]
    if period == DATES:
        return chosen["since"], chosen["until"]
    return (None if period == "all" else timezone.localdate() - timedelta(days=int(period))), None


def readable(asked):
    """Return the filter, or instead of one that cannot be read the one that asks for the last ninety days."""
    if asked.is_valid():
        return asked
    nothing_asked = MapFilter({})
    nothing_asked.full_clean()
    return nothing_asked


class ViewportForm(forms.Form):
    """The rectangle that a map shows (degrees) and its zoom."""

    bbox = forms.CharField(error_messages={"required": _("Say which part of the map: bbox=west,south,east,north.")})
    zoom = forms.IntegerField(min_value=0, max_value=LEVELS)

    def clean_bbox(self):
        """Return (west, south, east, north) in degrees, cut to the map."""
        try:
            west, south, east, north = (float(value) for value in self.cleaned_data["bbox"].split(","))
        except ValueError:
            raise forms.ValidationError(_("bbox is four numbers in degrees: west,south,east,north.")) from None
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise forms.ValidationError(_("The corners of bbox do not span a part of the map."))
        return west, max(south, -85.0), east, min(north, 85.0)
