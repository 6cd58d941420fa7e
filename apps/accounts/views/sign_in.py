"""Signing in and up: allauth's views, with limits for all together and a sentence when a letter cannot be sent."""

from allauth.account import views as account_views
from allauth.account.internal.stagekit import clear_login, unstash_login
from django.db import transaction
from django.utils.decorators import method_decorator

from apps.accounts.adapters import MailNotSent
from apps.core.rate_limits import Limit, limited

# For one address of a household or a whole library, and for everybody together.
ASKING = Limit("sign-in letter", each=20, overall=600, seconds=300)
ANSWERING = Limit("sign-in answer", each=40, overall=2000, seconds=300)
SIGNING_UP = Limit("sign-up", each=20, overall=300, seconds=3600)


class SaysWhenMailFails:
    """When the letter with the code cannot be sent, nothing has happened: the form comes back with a sentence."""

    def form_valid(self, form):
        """Do all of it, or nothing."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except MailNotSent as refusal:
            clear_login(self.request)
            form.add_error(None, refusal.message)
            return self.render_to_response(self.get_context_data(form=form), status=refusal.status)


class StartsAnew:
    """A page to which one may come back: a sign-in that still waits for its code gives way to the new one."""

    def _redirect_to_pending_stage(self, request, stage):
        if request.method == "POST":
            clear_login(request)

    def get_initial(self):
        """Offer the address that was typed a moment ago."""
        waiting = unstash_login(self.request, peek=True)
        return super().get_initial() | ({"email": waiting.email} if waiting and waiting.email else {})


@method_decorator(limited(ASKING), name="dispatch")
class RequestCodeView(SaysWhenMailFails, StartsAnew, account_views.RequestLoginCodeView):
    """The sign-in page: an address, to which a code is mailed."""

    template_name = "account/login.html"


@method_decorator(limited(ANSWERING), name="dispatch")
class SignInCodeView(account_views.ConfirmLoginCodeView):
    """Type the code that came."""


@method_decorator(limited(ANSWERING), name="dispatch")
class PasswordSignInView(SaysWhenMailFails, StartsAnew, account_views.LoginView):
    """Sign in with a password."""

    template_name = "account/login_password.html"


@method_decorator(limited(SIGNING_UP), name="dispatch")
class SignUpView(SaysWhenMailFails, StartsAnew, account_views.SignupView):
    """Make an account: an address, proven by a code."""


@method_decorator(limited(ANSWERING), name="dispatch")
class AddressCodeView(account_views.ConfirmEmailVerificationCodeView):
    """Type the code that came to a new address."""
