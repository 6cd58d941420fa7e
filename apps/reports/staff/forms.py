"""What officers type about a report. Every form carries the version of the report that its writer saw."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from apps.core.references import normalise_reference
from apps.reports.enums import (
    REGISTRATION_TRANSITIONS,
    Recurrence,
    Registration,
    Sensitivity,
)
from apps.reports.models import Category, Report
from apps.reports.services.registration import NUMBERED
from apps.reports.staff.choices import colleagues_above
from apps.reports.staff.marking import MarkingMixin

LONGEST_TEXT = 4000
LONGEST_PROMISE = timedelta(days=366)


class ReportForm(forms.Form):
    """A decision about a report that needs no words; the base of those that do."""

    auto_id_pattern = "id_action_%s"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, report, by, **kwargs):
        self.report, self.by = report, by
        kwargs["initial"] = {"version": report.version} | self.suggested(report) | kwargs.get("initial", {})
        super().__init__(*args, auto_id=self.auto_id_pattern, **kwargs)

    @staticmethod
    def suggested(_report):
        """What stands in the fields at first."""
        return {}

    @property
    def values(self):
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def renew(self, report):
        """Keep all that was typed, now meant for the report as it stands after somebody else changed it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = report.version


def words_field(label, *, required, help_text="", rows=4, **kwargs):
    """Return a field for some sentences; `required` is what is said when it stays empty."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
        **kwargs,
    )


def promised(day, zone):
    """Return the day of a promise, or None; refuse one that has passed or is so far away that it promises nothing."""
    today = timezone.localdate(timezone=zone)
    if day and day < today:
        raise forms.ValidationError(_("That day has passed. Promise a day that is still to come."))
    if day and day > today + LONGEST_PROMISE:
        raise forms.ValidationError(_("That is more than a year away. Check the year."))
    return day


class HoldForm(ReportForm):
    """Why a report is kept although its term is over or its reporter wants it erased."""

    reason = forms.CharField(
        label=_("Why it is kept"),
        help_text=_("For example: the court has asked for it. Colleagues read this, the reporter does not."),
        max_length=200,
        error_messages={"required": _("Say in a few words why it is kept.")},
    )


class NewsForm(ReportForm):
    """The day by which the reporter is promised news."""

    next_news_on = forms.DateField(
        label=gettext_lazy("Next news by"),
        help_text=gettext_lazy("The reporter sees this day. A missed one shows to everybody at the desk."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the day by which the reporter hears from you.")},
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, report=report, **kwargs)
        self.fields["next_news_on"].widget.attrs["min"] = timezone.localdate(timezone=report.area.zone).isoformat()

    def clean_next_news_on(self):
        """Refuse a day that promises nothing."""
        return promised(self.cleaned_data["next_news_on"], self.report.area.zone)


class OutcomeForm(ReportForm):
    """What was done."""

    outcome = words_field(
        gettext_lazy("What was done"),
        required=gettext_lazy("Say what was done: the reporter reads it and decides whether it is solved."),
        help_text=gettext_lazy("The reporter reads it, and confirms or disputes that it is solved."),
    )


class DeclineForm(ReportForm):
    """Why nothing is done."""

    reason = words_field(
        gettext_lazy("Why it is closed without action"),
        required=gettext_lazy("Give the reason: the reporter reads it and may object once."),
        help_text=gettext_lazy("The reporter reads it. They may object once, and then a colleague decides."),
    )


class ReopenForm(ReportForm):
    """Why it is opened again."""

    text = words_field(
        gettext_lazy("Why it is opened again"),
        required=gettext_lazy("Say why: the reporter reads it."),
        help_text=gettext_lazy("The reporter reads it."),
    )


class HandOverForm(ReportForm):
    """The service that takes the matter over for good."""

    service = forms.CharField(
        label=gettext_lazy("Service that takes it over"),
        max_length=200,
        error_messages={"required": gettext_lazy("Name the service: the reporter turns to it from now on.")},
    )
    number = forms.CharField(
        label=gettext_lazy("Outgoing number"),
        max_length=60,
        error_messages={"required": gettext_lazy("Enter the number of the letter with which it was sent.")},
    )
    sent_on = forms.DateField(
        label=gettext_lazy("Day of the letter"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Enter the day on which it was sent.")},
    )
    contact = forms.CharField(
        label=gettext_lazy("Whom to ask there"),
        help_text=gettext_lazy("A name or office with a phone number. The reporter sees it."),
        max_length=160,
        error_messages={"required": gettext_lazy("Say whom the reporter can ask there.")},
    )

    @staticmethod
    def suggested(report):
        """The letter is of today."""
        return {"sent_on": timezone.localdate(timezone=report.area.zone)}

    def clean_sent_on(self):
        """Refuse a day before the report came in, and one that is still to come."""
        zone, sent_on = self.report.area.zone, self.cleaned_data["sent_on"]
        if sent_on > timezone.localdate(timezone=zone):
            raise forms.ValidationError(_("That day is still to come. Enter the day on which it was sent."))
        if sent_on < timezone.localdate(self.report.submitted_at, timezone=zone):
            raise forms.ValidationError(_("That is before the report came in. Check the day."))
        return sent_on


class AssignForm(ReportForm):
    """Who has the report from now on."""

    officer = forms.TypedChoiceField(
        label=gettext_lazy("Who has it from now on"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, report=report, **kwargs)
        self.fields["officer"].choices = [("", _("nobody")), *colleagues_above(report.area)]
        self.initial["officer"] = report.assignee_id


class JoinForm(ReportForm):
    """The other report about the same thing."""

    other = forms.CharField(
        label=gettext_lazy("Reference of the other report"),
        help_text=gettext_lazy("For example KV47-RM93. This report is joined to that one, which stays open."),
        max_length=20,
        error_messages={"required": gettext_lazy("Enter the reference of the other report.")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_other(self):
        """Return the report that was meant; it must be one that its reader works on."""
        reference = normalise_reference(self.cleaned_data["other"])
        found = Report.objects.handled_by(self.by).filter(reference=reference).first()
        if found is None:
            raise forms.ValidationError(_("You have no report with this reference. Check its letters and digits."))
        return found


class CategoryForm(ReportForm):
    """The category where the report belongs."""

    category = forms.ChoiceField(
        label=gettext_lazy("Where it belongs"),
        help_text=gettext_lazy(
            "The promises are counted anew. A crime starts the 24 hours of its registration; a restricted kind takes "
            "back what was released."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = {}
        self.offered = {}
        for category in Category.objects.offered():
            groups.setdefault(str(category.parent), []).append((category.code, str(category)))
            self.offered[category.code] = category
        self.fields["category"].choices = list(groups.items())
        self.initial["category"] = self.report.category.code

    def clean_category(self):
        """Return the category; it must be another one."""
        chosen = self.offered[self.cleaned_data["category"]]
        if chosen.pk == self.report.category_id:
            raise forms.ValidationError(_("It stands there already. Choose another kind."))
        return chosen


class SplitForm(CategoryForm):
    """The kind and the words of the second report."""

    words = words_field(
        gettext_lazy("What belongs there, in your words"),
        required=gettext_lazy("Write what the second report says."),
        help_text=gettext_lazy("The reporter reads it and can correct it. The words of this report stay as they are."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        field.label = _("Kind of the second report")
        field.help_text = _("A crime starts the 24 hours of its registration.")
        field.choices = [("", _("Choose…")), *field.choices]
        self.initial.pop("category")


class RegisterForm(ReportForm):
    """The next step of the police record."""

    state = forms.ChoiceField(label=gettext_lazy("What was entered"))
    number = forms.CharField(
        label=gettext_lazy("Number in the register"),
        help_text=gettext_lazy("As it stands there, for example ЄО-4812. The reporter sees it."),
        required=False,
        max_length=60,
        error_messages={"required": gettext_lazy("Enter the number under which it was registered.")},
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, report=report, **kwargs)
        following = REGISTRATION_TRANSITIONS[Registration(report.registration)]
        self.fields["state"].choices = [(state.value, state.label) for state in Registration if state in following]
        self.fields["number"].required = following <= set(NUMBERED)


class ReleaseForm(MarkingMixin, ReportForm):
    """What everybody will read: about what happens and where, never about who."""

    title_uk = forms.CharField(label=gettext_lazy("Title in Ukrainian"), max_length=100, required=False)
    summary_uk = forms.CharField(
        label=gettext_lazy("Summary in Ukrainian"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=100, required=False)
    summary_en = forms.CharField(
        label=gettext_lazy("Summary in English"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    with_place = forms.TypedChoiceField(
        label=gettext_lazy("Where it stands on the map"),
        coerce=lambda value: value == "place",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, report=report, **kwargs)
        self._offer_places()

    def renew(self, report):
        """Offer the places that the report may have now; where the chosen one is none of them, only its area is."""
        super().renew(report)
        self.report = report
        self._offer_places()
        if not self.may_have_place:
            self.data[self.add_prefix("with_place")] = "area"

    def _offer_places(self):
        choices = [("area", _("only the area: %(area)s") % {"area": self.report.area})]
        if self.may_have_place:
            choices.insert(0, ("place", _("at the approximate place: %(place)s") % {"place": self.report.snap_point}))
        self.fields["with_place"].choices = choices

    @property
    def may_have_place(self):
        """Whether the category and the map allow an approximate place."""
        return self.report.sensitivity == Sensitivity.OPEN and self.report.snap_point is not None

    @staticmethod
    def suggested(report):
        """What was released, or a first wording out of kind, approximate place and how often: no private word."""
        placed = report.sensitivity == Sensitivity.OPEN and report.snap_point is not None
        if report.public_title_uk or report.public_title_en:
            words = {
                f"{part}_{code}": getattr(report, f"public_{part}_{code}")
                for part in ("title", "summary")
                for code in ("uk", "en")
            }
            kept_place = report.public_place_id is not None if report.published_at else placed
            return words | {"with_place": "place" if kept_place and placed else "area"}
        words = {"with_place": "place" if placed else "area"}
        for code in ("uk", "en"):
            with override(code):
                title = str(report.category)
                words[f"title_{code}"] = (f"{title}: {report.snap_point}" if placed else title)[:100]
                if report.recurrence in (Recurrence.REPEATED, Recurrence.LASTING):
                    words[f"summary_{code}"] = f"{Recurrence(report.recurrence).label}."
        return words

    def clean(self):
        """Ask for a title in at least one language."""
        cleaned = super().clean()
        if not self.errors and not (cleaned["title_uk"].strip() or cleaned["title_en"].strip()):
            self.add_error("title_uk", _("Write a title in at least one language."))
        return cleaned

    def public_texts(self):
        """Title and summary in both languages."""
        return [self.cleaned_data.get(f"{part}_{code}", "") for code in ("uk", "en") for part in ("title", "summary")]

    def shown(self):
        """What everybody would read with what stands in the form: [{"language", "title", "summary"}], and the place.

        Title and summary are `marked`.
        """
        read = {name: self[name].value() or "" for name in self.base_fields}
        written = [code for code in ("uk", "en") if read[f"title_{code}"].strip()]
        versions = [
            {"language": code} | {part: self.marked(read[f"{part}_{code}"]) for part in ("title", "summary")}
            for code in written
        ]
        placed = self.may_have_place and read["with_place"] == "place"
        return {"versions": versions, "place": self.report.snap_point if placed else None}


class ConsentForm(ReportForm):
    """Who consented."""

    investigator = forms.CharField(
        label=gettext_lazy("Investigator who consents"),
        help_text=gettext_lazy("Name and office, as they would stand in the file."),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter who consented to the release.")},
    )
