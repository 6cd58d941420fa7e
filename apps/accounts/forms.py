"""What people type to sign in, about themselves, and about the staff."""

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.accounts.adapters import FactorAdapter
from apps.accounts.enums import RoleKind
from apps.accounts.models import Organisation, Person
from apps.areas.enums import AreaKind
from apps.areas.models import Area
from apps.core.forms import FileInput, HumanForm

# What fido2 raises over JSON that is none of its messages.
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)

# A code of an app is taken while it is the present one or its neighbour, so that long it must not be taken twice.
CODE_LIVES_SECONDS = (2 * settings.MFA_TOTP_TOLERANCE + 1) * 30


def _address_field():
    return forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


def _code_field(help_text=""):
    return forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


def _password_field(label, *, new=False):
    return forms.CharField(
        label=label,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
    )


class RequestCodeForm(account_forms.RequestLoginCodeForm):
    """The address to which a sign-in code goes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address_field()

    def clean_email(self):
        """Addresses are kept in lower case."""
        self.cleaned_data["email"] = self.cleaned_data["email"].lower()
        return super().clean_email()


class PasswordSignInForm(account_forms.LoginForm):
    """Address and password, for those who have set one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"login": _address_field(), "password": _password_field(_("Password"))}

    def _setup_password_field(self):
        """Keep the field: signing up asks for no password, yet whoever set one may use it."""

    def clean_login(self):
        """Addresses are kept in lower case."""
        return super().clean_login().lower()


class SignInCodeForm(account_forms.ConfirmLoginCodeForm):
    """The code that was mailed to sign in."""

    code = _code_field()


class AddressCodeForm(account_forms.ConfirmEmailVerificationCodeForm):
    """The code that was mailed to a new address."""

    code = _code_field()


class SignUpForm(account_forms.SignupForm, HumanForm):
    """A new account: the address is enough."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address_field()


class PasswordAgainForm(account_forms.ReauthenticateForm):
    """The password of whoever is signed in, once more."""

    password = _password_field(_("Password"))


class _CodeWorksOnce:
    """A code of the authenticator app counts as used for as long as it could be taken."""

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            cache.touch(self.authenticator.wrap()._get_used_cache_key(code), CODE_LIVES_SECONDS)
        return code


class FactorForm(_CodeWorksOnce, factor_forms.AuthenticateForm):
    """The second factor at sign-in: a code of the app, or a recovery code."""

    code = _code_field(_("Six digits from your authenticator app, or one of your recovery codes."))


class FactorAgainForm(_CodeWorksOnce, factor_forms.ReauthenticateForm):
    """The second factor once more."""

    code = _code_field(_("Six digits from your authenticator app, or one of your recovery codes."))


class EnrolAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app, which proves that the app has the secret."""

    code = _code_field(_("Six digits that the app shows now."))

    def clean_code(self):
        """Count the code as used: it does not sign in as well."""
        code = super().clean_code()
        cache.set(TOTP(Authenticator(user=self.user))._get_used_cache_key(code), "y", CODE_LIVES_SECONDS)
        return code


class _ReadsAnyJson:
    """What a browser sent as a passkey's answer may be anything at all; what cannot be read is refused."""

    def _clean_fields(self):
        try:
            super()._clean_fields()
        except UNREADABLE:
            self.add_error("credential", FactorAdapter().validation_error("passkey_unreadable"))

    def _clean_form(self):
        try:
            super()._clean_form()
        except UNREADABLE:
            self.add_error(None, FactorAdapter().validation_error("passkey_unreadable"))


class PasskeySignInForm(_ReadsAnyJson, passkey_forms.LoginWebAuthnForm):
    """A passkey alone."""


class PasskeyForm(_ReadsAnyJson, passkey_forms.AuthenticateWebAuthnForm):
    """A passkey as the second factor."""


class PasskeyAgainForm(_ReadsAnyJson, passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey once more."""


class AddPasskeyForm(_ReadsAnyJson, passkey_forms.AddWebAuthnForm):
    """A new passkey: it always signs in by itself, so it always asks for a finger, a face or a PIN."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        required=False,
        max_length=60,
        help_text=_("For example: work laptop. It tells you later which one to remove."),
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""


class AreaField(forms.ModelChoiceField):
    """A choice of areas, each under the one it lies in."""

    def __init__(self, queryset=None, **kwargs):
        areas = Area.objects.all() if queryset is None else queryset
        super().__init__(queryset=areas.defer("boundary"), **kwargs)

    def label_from_instance(self, area):
        """Return the name, set in by depth."""
        return "\u2003" * (area.depth - 1) + area.name


class ProfileForm(forms.ModelForm):
    """What a person says about themselves."""

    home_area = AreaField(
        label=_("Where you live"),
        required=False,
        empty_label=_("I would rather not say"),
        help_text=_("Shown to nobody. The home page starts there."),
    )

    class Meta:
        model = Person
        fields = ["name", "phone", "language", "home_area"]
        labels = {"name": _("Your name"), "phone": _("Phone")}
        help_texts = {
            "name": _("As police officers should address you. A report can still be anonymous."),
            "phone": _("Only if you want to be called. Never public."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = (AreaKind.HROMADA, AreaKind.CITY_DISTRICT, AreaKind.NEIGHBOURHOOD)
        self.fields["home_area"].queryset = Area.objects.filter(kind__in=kinds).defer("boundary")


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = _password_field(_("New password"), new=True)
    again = _password_field(_("New password once more"), new=True)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password"].help_text = " ".join(str(text) for text in password_validators_help_texts())

    def clean_password(self):
        """Refuse what is easily guessed."""
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]

    def clean(self):
        """Both must be the same."""
        cleaned = super().clean()
        if "password" in cleaned and "again" in cleaned and cleaned["password"] != cleaned["again"]:
            self.add_error("again", ValidationError(_("The two passwords differ. Type the new one twice.")))
        return cleaned


class InviteForm(forms.Form):
    """One member of the staff: who, which role, where."""

    email = _address_field()
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices)
    area = AreaField(label=_("Area"), help_text=_("The role reaches everything that lies in it."))
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("none")
    )
    title_uk = forms.CharField(label=_("Title on public pages, in Ukrainian"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Title on public pages, in English"), max_length=120, required=False)
    phone = forms.CharField(
        label=_("Phone on public pages"),
        help_text=_("The service number, never a private one."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        areas = by.areas_as(RoleKind.ADMINISTRATOR)
        self.fields["area"].queryset = Area.objects.within_any(areas).defer("boundary")
        self.fields["organisation"].queryset = Organisation.objects.within(areas).order_by("name")


class StaffListForm(forms.Form):
    """A CSV file of people to invite."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Columns: %(columns)s. Area by its code; role by one of: %(roles)s."),
        widget=FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        from apps.accounts.services.staff_list import COLUMNS

        field = self.fields["file"]
        field.help_text = field.help_text % {"columns": ", ".join(COLUMNS), "roles": ", ".join(RoleKind.values)}
