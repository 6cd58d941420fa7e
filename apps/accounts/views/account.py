"""A person's own pages: who they are, how they sign in, what they read."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_language_of_browser

from apps.accounts.adapters import set_language_cookie
from apps.accounts.forms import NewPasswordForm, ProfileForm
from apps.accounts.gate import DESK, has_shown_factor
from apps.accounts.services.people import end_sessions, remember_language, save_profile, set_password

ENROL_NEXT = "enrol_next"


@login_required
def home(request):
    """Show and change what a person says about themselves; the way to everything else of their account."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        save_profile(request.user, **form.cleaned_data)
        activate(request.user.language)
        messages.success(request, _("Saved."))
        answer = redirect("accounts:home")
        set_language_cookie(answer, request.user.language)
        return answer
    if request.method == "POST":
        request.user.refresh_from_db()  # the form has written refused values on it
    return render(
        request,
        "accounts/home.html",
        {
            "form": form,
            "roles": request.user.roles_in_force(),
            "has_second_factor": request.user.has_second_factor,
            "desk": DESK,
        },
    )


@login_required
@reauthentication_required(app="apps.accounts")
def password(request):
    """Set a new password, shortly after showing who one is; every other session ends."""
    form = NewPasswordForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        set_password(request.user, form.cleaned_data["password"], request=request)
        messages.success(request, _("The new password is set. You were signed out everywhere else."))
        return redirect("accounts:home")
    return render(request, "accounts/password.html", {"form": form})


@require_POST
@login_required
def sign_out_everywhere(request):
    """End every session of this person but the present one."""
    end_sessions(request.user, keep=request)
    messages.success(request, _("You were signed out everywhere else."))
    return redirect("accounts:home")


@login_required
def enrol(request):
    """Say why the desk asks for a second factor, and offer both kinds."""
    if request.user.has_second_factor:
        return redirect("mfa_index")
    back = request.GET.get("next", "")
    if back.startswith(DESK) and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        request.session[ENROL_NEXT] = back
    return render(request, "accounts/enrol.html")


@login_required
def factors(request):
    """List the second factors of a person, and the way on for whoever was on the way to the desk."""
    held = Authenticator.objects.filter(user=request.user).order_by("created_at")
    by_type = {kind: [factor for factor in held if factor.type == kind] for kind in Authenticator.Type}
    return render(
        request,
        "mfa/index.html",
        {
            "app": next(iter(by_type[Authenticator.Type.TOTP]), None),
            "passkeys": [(factor, factor.wrap()) for factor in by_type[Authenticator.Type.WEBAUTHN]],
            "recovery_codes": [factor.wrap() for factor in by_type[Authenticator.Type.RECOVERY_CODES]],
            "desk": DESK,
            "desk_is_open": request.user.is_desk_staff and has_shown_factor(request),
        },
    )


@require_POST
def set_language(request):
    """Change the language of this browser, and remember it on the person who is signed in."""
    chosen = request.POST.get("language")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        remember_language(request.user, chosen)
    return set_language_of_browser(request)
