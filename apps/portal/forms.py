"""What the portal as a whole asks of a person."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseAccountForm(forms.Form):
    """The person has read what is erased and what stays."""

    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick this, so that nothing is erased by mistake.")},
    )
