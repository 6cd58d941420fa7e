"""Where administrators configure the portal: Django's admin, asked through the same rules as everything else."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class ConfigureConfig(AdminConfig):
    """Django's admin with our site in place of its own."""

    default_site = "apps.core.configure.ConfigureSite"


class ConfigureSite(AdminSite):
    """Open to those whom the rule `accounts.configure` allows; signing in and out is the portal's business."""

    site_title = site_header = _("CopPortal: configuration")
    index_title = _("Configuration")
    enable_nav_sidebar = False

    def has_permission(self, request):
        """Whether this person may open any page of it (the gate has asked for the second factor before)."""
        return request.user.is_authenticated and request.user.has_perm("accounts.configure")

    def login(self, request, extra_context=None):
        """Nobody signs in here: who may not configure finds no page."""
        if self.has_permission(request):
            return redirect("admin:index")
        raise Http404

    def logout(self, request, extra_context=None):
        """Sign out where everybody does."""
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        """Change the password where everybody does."""
        return redirect("account_change_password")
