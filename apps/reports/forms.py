"""What people type about a report that exists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.attachments.forms import PhotosField
from apps.core.forms import AlikeForm, HumanForm
from apps.reports import war
from apps.reports.wizard.forms import DetailsForm, details_initial

LONGEST_TEXT = 4000


class ReplyForm(AlikeForm):
    """The reporter's words to the police."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        validators=[war.validate],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you want to tell the police.")},
    )
    photos = PhotosField(max_photos=3, help_text=_("Place and camera data are removed. Only the police see them."))


class CorrectForm(DetailsForm):
    """What was told, as it was asked for when the report was sent, and the place in words."""

    place = forms.CharField(label=_("Where, in words"), required=False, max_length=200, validators=[war.validate])

    def __init__(self, *args, report, **kwargs):
        told = {name: getattr(report, name) for name in ("answers", "recurrence", "happened_on", "happened_text")}
        initial = details_initial(told | {"words": report.words, "place": report.place})
        super().__init__(*args, category=report.category, initial=initial, **kwargs)

    @property
    def told(self):
        """What was told, as the report keeps it."""
        kept = ("words", "place", "recurrence", "happened_text", "happened_on")
        return {"answers": self.as_answer()["answers"]} | {name: self.cleaned_data[name] for name in kept}


class DisputeForm(AlikeForm):
    """Why the reporter does not call it solved."""

    text = forms.CharField(
        label=_("What is still wrong?"),
        max_length=LONGEST_TEXT,
        validators=[war.validate],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what is still wrong: a colleague decides by it.")},
    )


class ObjectForm(AlikeForm):
    """Why the reporter does not agree that nothing is done."""

    text = forms.CharField(
        label=_("Why should it be looked at again?"),
        max_length=LONGEST_TEXT,
        validators=[war.validate],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words why: a colleague decides by it.")},
    )


class ReopenForm(AlikeForm):
    """What has come back."""

    text = forms.CharField(
        label=_("What has happened since?"),
        max_length=LONGEST_TEXT,
        validators=[war.validate],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what has happened since it was closed.")},
    )


class AppealForm(AlikeForm):
    """Who appeals: the law asks for a name and an address."""

    name = forms.CharField(
        label=_("Your full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name: without it the law knows no appeal.")},
    )
    address = forms.CharField(
        label=_("Where you live"),
        help_text=_("Street, house, flat and town. Only the police read it."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Write your address: without it the law knows no appeal.")},
    )


class AnonymousForm(forms.Form):
    """The one thing that must be so before the name goes."""

    kept = forms.BooleanField(
        label=_("I have the secret code, and know that without it the report does not open."),
        error_messages={"required": _("Write the code down first, then tick this.")},
    )


class WithdrawForm(AlikeForm):
    """Nothing is asked of whoever takes a report back."""


class ConsentForm(AlikeForm):
    """Nothing is asked of whoever agrees to be named to an organisation, or takes that back."""


class ConfirmForm(forms.Form):
    """The reporter agrees, and may say how satisfied they are."""

    satisfaction = forms.TypedChoiceField(
        label=_("How satisfied are you with how it was handled?"),
        choices=[
            ("1", _("1, not at all")),
            ("2", "2"),
            ("3", "3"),
            ("4", "4"),
            ("5", _("5, very much")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Only the figures use it; nobody sees who answered what."),
    )


class LastingForm(forms.Form):
    """Whether it is still solved: each answer is a button."""

    lasts = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda chosen: chosen == "yes")


class EraseForm(forms.Form):
    """The reporter has read what is erased and what stays."""

    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick this, so that nothing is erased by mistake.")},
    )


class ReceiptForm(HumanForm):
    """A secret code as it stands on paper."""

    code = forms.CharField(
        label=_("Secret code"),
        max_length=60,
        help_text=_("16 letters and digits in four groups, for example 7K3M-Q9TD-X2WB-4HNA."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code that you were given when you sent the report.")},
    )
    field_order = ["code"]
