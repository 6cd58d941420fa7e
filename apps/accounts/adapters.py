"""Where allauth's sign-in and second factors are made to fit the portal."""

import base64
import binascii
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts import kept_words
from apps.accounts.gate import DESK, authenticated_recently
from apps.accounts.services.people import remember_language
from apps.core import rate_limits
from apps.core.encryption import decrypt, encrypt, new_data_key
from apps.core.errors import DomainError

WRAPPED_KEY_BYTES = 40


class MailNotSent(DomainError):
    """The mail server did not take a letter that the person is waiting for."""

    code = "mail_not_sent"
    status = 503

    def __init__(self):
        super().__init__(
            gettext(
                "The e-mail could not be sent: our mail server does not answer. Nothing is lost; try again in a minute."
            )
        )


class AccountAdapter(DefaultAccountAdapter):
    """Letters sent at once, our sentences, and addresses of people known to the rate limits as hashes alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account may not sign in. Write to the administrators of the portal."),
        "email_password_mismatch": _(
            "The address and the password do not match. You can also sign in with a code by e-mail."
        ),
        "incorrect_code": _(
            "This is not the code. Check it, or ask for a new one: a code works once and not for long."
        ),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("There were too many attempts. Wait five minutes and try again."),
        "rate_limited": _("There were too many attempts. Wait a minute and try again."),
    }

    def send_mail(self, template_prefix, email, context):
        """Send a letter now (time-out 5 s), never through the outbox. Raises `MailNotSent`."""
        try:
            super().send_mail(template_prefix, email, context | {"SITE_NAME": settings.SITE_NAME})
        except (OSError, SMTPException):
            raise MailNotSent from None

    def send_account_already_exists_mail(self, email):
        """Tell the owner of an address, and nobody else, that it has an account."""
        self.send_mail(
            "account/email/account_already_exists", email, {"signin_url": settings.SITE_URL + reverse("account_login")}
        )

    def get_client_ip(self, request):
        """Return today's hash of the peer's address: nothing stores the address itself."""
        return rate_limits.fingerprint(request)

    def new_user(self, request):
        """Return a person who reads the language in which they signed up."""
        person = super().new_user(request)
        person.language = get_language()
        return person

    def get_login_redirect_url(self, request):
        """Staff start at the desk, residents on the home page."""
        return DESK if request.user.is_desk_staff else settings.LOGIN_REDIRECT_URL

    def pre_login(self, request, user, **kwargs):
        """Turn away the demo's published accounts where this is not the demo (any more)."""
        if user.email.endswith(f"@{settings.DEMO_DOMAIN}") and not settings.DEMO:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request, user, **kwargs):
        """Carry the language between browser and account: what this browser was told wins, else what is stored."""
        answer = super().post_login(request, user, **kwargs)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen in dict(settings.LANGUAGES):
            remember_language(user, chosen)
        else:
            set_language_cookie(answer, user.language)
        return answer

    def logout(self, request):
        """End the session, but for what it keeps for somebody else."""
        kept_words.sign_out(request)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask again for who they are unless they have just shown it, at sign-in or since."""
        return not authenticated_recently(self.request)

    def get_reauthentication_methods(self, user):
        """Whoever has a second factor shows that one; the others their password."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] != "reauthenticate"] or methods

    def get_email_verification_redirect_url(self, email_address):
        """After the address is proven: the account page."""
        return reverse("accounts:home")


def set_language_cookie(answer, language):
    """Let this browser read a language from now on."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


class FactorAdapter(DefaultMFAAdapter):
    """Second factors whose secrets lie encrypted in the database, under the portal's name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This second factor cannot be removed."),
        "incorrect_code": _("This is not the code. Wait for the next one in your app and type that: each works once."),
        "passkey_unreadable": _("The passkey was not accepted. Try again, or sign in another way."),
        "unverified_email": _("Sign in once with a code by e-mail before you add a second factor."),
    }

    def encrypt(self, text):
        """Return a secret encrypted under the portal's master key."""
        key = new_data_key()
        return base64.b64encode(key + encrypt(key, text)).decode()

    def decrypt(self, encrypted_text):
        """Return the secret; one that another master key encrypted is no secret any more and matches no code."""
        try:
            stored = base64.b64decode(encrypted_text)
            return decrypt(stored[:WRAPPED_KEY_BYTES], stored[WRAPPED_KEY_BYTES:])
        except (binascii.Error, ValueError, InvalidUnwrap, InvalidTag):
            return ""

    def _get_site_name(self):
        return settings.SITE_NAME

    def generate_authenticator_name(self, user, type):
        """Return a name for a passkey that its owner did not name."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}
