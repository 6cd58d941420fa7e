"""What officers type to open contacts, or to find reports by them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from apps.reports.enums import Sensitivity
from apps.reports.services.contacts import NOT_FROM_RESTRICTED
from apps.reports.staff.forms import ReportForm


class ContactForm(ReportForm):
    """Why the contacts are opened."""

    auto_id_pattern = "id_contact_%s"
    reason = forms.CharField(
        label=gettext_lazy("Why do you need the contacts?"),
        help_text=gettext_lazy("The reporter sees who opened them and why."),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the reason: the reporter will read it.")},
    )


class ContactAndOthersForm(ContactForm):
    """The same, and whether other reports with these contacts are looked for; a restricted report does not offer it."""

    others = forms.BooleanField(
        label=gettext_lazy("Look for other reports with the same phone or e-mail"),
        help_text=gettext_lazy("It opens no contacts of theirs: their reporters are told nothing. It is logged."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.report.sensitivity == Sensitivity.SEALED:
            del self.fields["others"]

    def clean(self):
        """Refuse what a page asks that was opened before the report was restricted."""
        if "others" not in self.fields and self.data.get("others"):
            raise ValidationError(NOT_FROM_RESTRICTED)
        return super().clean()


class PhoneForm(forms.Form):
    """A number that somebody calls from or about."""

    phone = forms.CharField(
        label=gettext_lazy("Phone number"),
        help_text=gettext_lazy("The reporters whom you find are told nothing. It is logged which reports you found."),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the number, such as 067 123 45 67.")},
    )
