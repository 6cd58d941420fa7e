"""How every form is drawn, and how a form tells people from machines."""

from datetime import timedelta
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class PortalRenderer(TemplatesSetting):
    """Draw a form and its fields with the portal's one field template."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class FileInput(forms.FileInput):
    """A file input with a button in the words of the page; a browser's own speaks the language of the browser.

    The module "files" shows the names of what was chosen; without it the browser does.
    """

    template_name = "components/files.html"
    icon = "paperclip"
    choose, none = _("Choose a file"), _("No file chosen")

    def get_context(self, name, value, attrs):
        """Return what Django gives the template, with our words."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"icon": self.icon, "choose": self.choose, "none": self.none}
        return context


class LongSelect(forms.Select):
    """A select written at once: a dict and a template for each of its options took most of the time of a page."""

    def render(self, name, value, attrs=None, renderer=None):
        """Return the select as HTML, the chosen one of its options selected."""
        chosen = set(self.format_value(value))
        parts = [
            format_html('<optgroup label="{}">{}</optgroup>', key, _options(of_key, chosen))
            if isinstance(of_key, list | tuple)
            else _options([(key, of_key)], chosen)
            for key, of_key in self.choices
        ]
        attributes = flatatt({"name": name} | self.build_attrs(self.attrs, attrs))
        return format_html("<select{}>{}</select>", attributes, mark_safe("".join(parts)))  # noqa: S308 (escaped)

    def use_required_attribute(self, initial):
        """Answer as Django does, but look at the options only where it matters: to find them may cost a query."""
        return self.is_required and super().use_required_attribute(initial)


def _options(choices, chosen):
    rows = ((key, mark_safe(" selected") if str(key) in chosen else "", words) for key, words in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


class AlikeForm(forms.Form):
    """A form that is the same for everybody until something is typed into it: empty, it is drawn once a language."""

    def render(self, template_name=None, context=None, renderer=None):
        """Return the form as HTML."""
        if self.is_bound or self.initial or template_name or context or renderer:
            return super().render(template_name, context, renderer)
        return _drawn_empty(type(self), self.auto_id, self.prefix, get_language())

    __str__ = __html__ = render


@lru_cache(maxsize=200)
def _drawn_empty(form, auto_id, prefix, _language):
    return forms.Form.render(form(auto_id=auto_id, prefix=prefix))


class TrapField(forms.CharField):
    """A field that people do not see and machines fill in."""

    def __init__(self):
        super().__init__(
            required=False,
            template_name="components/trap.html",
            label=_("Leave this field empty"),
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )


class HumanForm(forms.Form):
    """A form open to strangers: a trap for machines and the signed moment at which it was opened.

    A refused form keeps its moment, so pressing the button again is enough.
    """

    QUICKEST = timedelta(seconds=1)
    LONGEST = timedelta(hours=24)
    SALT = "opened_at"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["website"] = TrapField()
        self.fields["opened_at"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=self.opening_moment
        )

    @classmethod
    def opening_moment(cls):
        """Return the signed present moment, as the form carries it."""
        return TimestampSigner(salt=cls.SALT).sign("")

    def clean(self):
        """Refuse what no person could have sent, with a sentence for the person who was mistaken for a machine."""
        cleaned = super().clean()
        if cleaned.get("website"):
            raise ValidationError(_("Empty the field that asks to be left empty, and send the form again."))
        signer = TimestampSigner(salt=self.SALT)
        try:
            signer.unsign(cleaned.get("opened_at", ""), max_age=self.LONGEST)
        except BadSignature:  # an expired one is one of its kinds
            self._stamp_anew()
            raise ValidationError(_("This page had been open for too long. Press the button once more.")) from None
        try:
            signer.unsign(cleaned["opened_at"], max_age=self.QUICKEST)
        except SignatureExpired:
            return cleaned
        raise ValidationError(
            _("That was faster than we can tell a person from a machine. Press the button once more.")
        )

    def _stamp_anew(self):
        self.data = self.data.copy()
        self.data[self.add_prefix("opened_at")] = self.opening_moment()
