"""What is asked on each page of the wizard; `as_answer` of a valid form is what the draft keeps."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from apps.attachments.forms import PhotosField
from apps.core.forms import HumanForm
from apps.reports import war
from apps.reports.enums import Recurrence
from apps.reports.models import Category
from apps.reports.selectors import in_reader_language
from apps.reports.wizard import places

WORDS_LEAST, WORDS_MOST = 10, 4000
QUESTION = "question_"  # before the key of a category's own question
CHOOSE_ONE = {key: _("Choose one of the answers.") for key in ("required", "invalid_choice")}


class WordsField(forms.CharField):
    """A long text, counted as a browser counts it; too long a one is refused with its length, never cut."""

    widget = forms.Textarea(attrs={"rows": 7})

    def to_python(self, value):
        """Return the text with one character for each end of a line."""
        return super().to_python(value).replace("\r\n", "\n")

    def validate(self, value):
        """Refuse what is too short to act on or too long to read."""
        super().validate(value)
        length = len(value)
        if length < WORDS_LEAST:
            raise ValidationError(_("Write a little more: what happens, and how one recognises the place."))
        if length > WORDS_MOST:
            raise ValidationError(
                ngettext(
                    "This is %(over)s character too long; up to %(most)s fit. Keep what matters, the police can ask.",
                    "This is %(over)s characters too long; up to %(most)s fit. Keep what matters, the police can ask.",
                    length - WORDS_MOST,
                )
                % {"over": length - WORDS_MOST, "most": WORDS_MOST}
            )


class DangerForm(forms.Form):
    """Is it happening now?"""

    danger = forms.ChoiceField(
        label=_("Is it happening now, or is anyone in danger?"),
        choices=[("yes", ""), ("no", ""), ("unsure", "")],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )

    def as_answer(self):
        """The answer."""
        return self.cleaned_data["danger"]


class NearForm(forms.Form):
    """Where to begin looking for the place, as the address says it that led to the first question."""

    area = forms.CharField(required=False, max_length=80)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-85, max_value=85)

    def as_answer(self):
        """What `places.near` makes of it; what cannot be read is left out."""
        self.full_clean()
        return places.near(**self.cleaned_data)


class ChosenSomewhere(forms.HiddenInput):
    """One answer that can be given at several places of a page: the last of them where anything was chosen."""

    def value_from_datadict(self, data, files, name):
        """Return it, or ""."""
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return next(filter(None, reversed(given)), "")


class WhereForm(forms.Form):
    """Where: an entry of the gazetteer (found or listed), a pin, or a whole area.

    `before` is the place so far; `offered` ({"lat", "lon"} or {}) the pin that stands here before anybody chooses one.
    """

    q = forms.CharField(label=_("Street, address or place"), required=False, max_length=120)
    entry = forms.CharField(required=False, max_length=80, widget=ChosenSomewhere)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-85, max_value=85, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Where exactly, in your words"),
        help_text=_("For example: by the second entrance, behind the garages."),
        required=False,
        max_length=100,
        validators=[war.validate],
    )
    nothing_chosen = _("Choose the place: find it by name, set the pin on the map, or take it from the list.")

    def __init__(self, *args, before=None, offered=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.before, self.offered = before, offered or {}

    @property
    def is_as_offered(self):
        """Whether the pin still is the one that was offered."""
        return bool(self.offered) and all(str(self[name].value()) == str(at) for name, at in self.offered.items())

    @property
    def is_typed_over(self):
        """Whether words were typed beside the pin that was offered: they ask for another place."""
        return self.is_as_offered and bool((self["q"].value() or "").strip())

    def clean(self):
        """Find the place that was chosen."""
        cleaned = super().clean()
        if self.errors.pop("entry", None):  # no list of ours holds it
            cleaned["entry"] = ""
        if not self.errors:
            try:
                self.place = self._chosen(cleaned)
            except places.OutsideEveryArea:
                raise ValidationError({"q": places.outside_sentence()}) from None
            if self.place is None:
                raise ValidationError({"q": self.nothing_chosen})
        elif "lon" in self.errors or "lat" in self.errors:
            self.add_error("q", _("The pin has no place on the map. Set it again, or find the place by name."))
        return cleaned

    def _chosen(self, cleaned):
        kind, _colon, code = cleaned["entry"].partition(":")
        if kind == "place":
            return places.place_of_entry(code)
        if kind == "area":
            return places.whole_area(code)
        if cleaned["lon"] is not None and cleaned["lat"] is not None and not self.is_typed_over:
            return places.place_at(cleaned["lon"], cleaned["lat"])
        return self.before

    def as_answer(self):
        """The place, with its area and its public point."""
        return places.with_note(self.place, self.cleaned_data["note"])


class WhatForm(forms.Form):
    """What it is about."""

    q = forms.CharField(label=_("Search among the kinds"), required=False, max_length=80)
    category = forms.CharField(
        label=_("What is it about?"),
        max_length=60,
        error_messages={"required": _("Choose what it is about. If nothing fits, choose the last one.")},
    )

    def clean_category(self):
        """The category that was chosen, among those offered."""
        found = Category.objects.offered().filter(code=self.cleaned_data["category"]).first()
        if found is None:
            raise ValidationError(_("This kind is not offered any more. Choose another one."))
        return found

    def as_answer(self):
        """The code of the category."""
        return {"category": self.cleaned_data["category"].code}


class DetailsForm(forms.Form):
    """The category's own questions, when, and what happened in the person's words."""

    least, most = WORDS_LEAST, WORDS_MOST

    recurrence = forms.ChoiceField(
        label=_("How often?"),
        choices=Recurrence.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    happened_on = forms.DateField(
        label=_("On which day, or since when?"),
        help_text=_("Others learn the day at most, never the hour."),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as 21.04.2026, or leave it empty.")},
    )
    happened_text = forms.CharField(
        label=_("At what time, in words"),
        help_text=_("For example: in the evenings after nine, on weekends."),
        required=False,
        max_length=120,
        validators=[war.validate],
    )
    words = WordsField(
        label=_("What happens there?"),
        help_text=_("Say what is done, not what people look like. Only the police read your own words."),
        validators=[war.validate],
        error_messages={"required": _("Write what happens: a sentence or two is enough.")},
    )

    def __init__(self, *args, category, **kwargs):
        super().__init__(*args, **kwargs)
        self.category = category
        self.order_fields([*(self._add(question) for question in category.questions), *self.fields])
        self.fields["words"].widget.attrs |= {"data-count": WORDS_MOST}
        self.fields["happened_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def _add(self, question):
        """Add the field of one question; return its name."""
        label, required = in_reader_language(question["label"]), bool(question.get("required"))
        if question["type"] == "text":
            field = forms.CharField(label=label, required=required, max_length=200, validators=[war.validate])
        else:
            choices = [(each["value"], in_reader_language(each["label"])) for each in question["choices"]]
            field = forms.ChoiceField(
                label=label, required=required, choices=choices, widget=forms.RadioSelect, error_messages=CHOOSE_ONE
            )
        self.fields[name := f"{QUESTION}{question['key']}"] = field
        return name

    def clean_happened_on(self):
        """A day that has come."""
        day = self.cleaned_data["happened_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Write when it happened, or leave it empty."))
        if day and day.year < 1990:
            raise ValidationError(_("This day is too long ago. Check the year."))
        return day

    def as_answer(self):
        """Everything but the photos, which the draft keeps apart."""
        given = self.cleaned_data
        return {
            "category": self.category.code,
            "answers": {
                question["key"]: given[QUESTION + question["key"]]
                for question in self.category.questions
                if given.get(QUESTION + question["key"])
            },
            "recurrence": given["recurrence"],
            "happened_on": given["happened_on"].isoformat() if given["happened_on"] else "",
            "happened_text": given["happened_text"],
            "words": given["words"],
        }

    @property
    def own_fields(self):
        """The fields of the category's own questions, as they are drawn."""
        return [self[name] for name in self.fields if name.startswith(QUESTION)]

    @property
    def stopper(self):
        """What ends the form by one of the answers: "emergency", "ordnance" or ""."""
        chosen = (
            choice.get("stopper", "")
            for question in self.category.questions
            for choice in question.get("choices", ())
            if choice["value"] == self.cleaned_data.get(QUESTION + question["key"])
        )
        return next(filter(None, chosen), "")


class PhotosForm(forms.Form):
    """Photos for the draft, as many as there is room for."""

    def __init__(self, *args, room, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photos"] = PhotosField(max_photos=room)


def details_initial(answer):
    """Return what `DetailsForm` shows for an answer kept before."""
    own = {QUESTION + key: value for key, value in answer.get("answers", {}).items()}
    return answer | own


class YouForm(forms.Form):
    """Who tells it: the person signed in, somebody with a contact, or nobody."""

    how = forms.ChoiceField(
        label=_("How do you want to report?"),
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the e-mail address: it should look like name@example.org.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        validators=[
            RegexValidator(r"^\+?[\d\s()./-]{6,}$", _("A phone number has at least six digits, such as 067 123 45 67."))
        ],
    )
    safe_contact = forms.CharField(
        label=_("How and when is it safe to reach you?"),
        help_text=_("For example: only by message, never after six. Whoever contacts you sees this first."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person if person.is_authenticated else None
        self.fields["how"].choices = [
            *([("account", pgettext_lazy("report as", "as you are signed in"))] if self.person else []),
            ("contact", pgettext_lazy("report as", "with a contact")),
            ("anonymous", pgettext_lazy("report as", "anonymously")),
        ]

    def clean(self):
        """With a contact means with at least one."""
        cleaned = super().clean()
        reachable = cleaned.get("email") or cleaned.get("phone") or {"email", "phone"} & self.errors.keys()
        if cleaned.get("how") == "contact" and not reachable:
            self.add_error("email", _("Give an e-mail address or a phone number, or stay anonymous."))
        return cleaned

    def as_answer(self):
        """How, and only what belongs to it."""
        given = self.cleaned_data
        if given["how"] == "contact":
            return {name: given[name] for name in ("how", "name", "email", "phone", "safe_contact")}
        if given["how"] == "account":
            return {"how": "account", "person": self.person.pk, "safe_contact": given["safe_contact"]}
        return {"how": "anonymous"}


class SendForm(HumanForm):
    """The last button."""
