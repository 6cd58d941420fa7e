"""What may be asked of lists of mail."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LettersForm(forms.Form):
    """Whose mail is shown."""

    hide_optional = True

    to = forms.CharField(label=_("Address, or a part of it"), max_length=200, required=False)
