"""Signing in and one's own account. Of allauth's pages only those that are used have an address."""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import include, path
from django.views.generic import RedirectView

from apps.accounts.views import account, sign_in

own = (
    [
        path("", account.home, name="home"),
        path("second-factor/enrol/", account.enrol, name="enrol"),
        path("sign-out-everywhere/", account.sign_out_everywhere, name="sign_out_everywhere"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(own)),
    path("", account.home, name="account_email"),  # where allauth sends people whose address waits for its code
    path("sign-in/", sign_in.RequestCodeView.as_view(), name="account_login"),
    path("sign-in/", sign_in.RequestCodeView.as_view(), name="account_request_login_code"),
    path("sign-in/code/", sign_in.SignInCodeView.as_view(), name="account_confirm_login_code"),
    path("sign-in/password/", sign_in.PasswordSignInView.as_view(), name="account_login_password"),
    path("sign-in/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second-factor/", factor_views.authenticate, name="mfa_authenticate"),
    path("sign-up/", sign_in.SignUpView.as_view(), name="account_signup"),
    path("sign-up/code/", sign_in.AddressCodeView.as_view(), name="account_email_verification_sent"),
    path("sign-out/", account_views.logout, name="account_logout"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("password/", account.password, name="account_change_password"),
    path("again/password/", account_views.reauthenticate, name="account_reauthenticate"),
    path("again/second-factor/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-factor/", account.factors, name="mfa_index"),
    path("second-factor/app/add/", app_views.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", app_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
    path("second-factor/recovery-codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "second-factor/recovery-codes/download/",
        recovery_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
