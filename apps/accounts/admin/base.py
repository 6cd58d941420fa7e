"""What every page of the configuration shares: one rule, the administrator's own areas, and a row in the audit log."""

from django.contrib import admin

from apps.accounts.enums import RoleKind
from apps.events.services import audit


class ConfigureAdmin(admin.ModelAdmin):
    """Ask `accounts.configure` for everything, show what lies in the administrator's areas, and audit each write.

    `may_add`, `may_change` and `may_delete` switch a verb off for everybody. A model that hangs on an area overrides
    `within`.
    """

    may_add = may_change = may_delete = True

    def within(self, queryset, areas):
        """Narrow the rows to these areas and what lies below them; rows of no area stay."""
        return queryset

    def get_queryset(self, request):
        """Rows of the administrator's areas alone."""
        return self.within(super().get_queryset(request), request.user.areas_as(RoleKind.ADMINISTRATOR))

    def _allows(self, request, obj):
        return request.user.is_authenticated and request.user.has_perm("accounts.configure", obj)

    def has_module_permission(self, request):
        """Shown to administrators."""
        return self._allows(request, None)

    def has_view_permission(self, request, obj=None):
        """Read in one's areas."""
        return self._allows(request, obj)

    def has_add_permission(self, request):
        """Add where adding here makes sense."""
        return self.may_add and self._allows(request, None)

    def has_change_permission(self, request, obj=None):
        """Change in one's areas."""
        return self.may_change and self._allows(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Delete in one's areas, where anything may be deleted at all."""
        return self.may_delete and self._allows(request, obj)

    def log_addition(self, request, obj, message):
        """Audit it; Django's own log would keep names."""
        self._audit("added", request, obj)

    def log_change(self, request, obj, message):
        """Audit it, with the names of the changed fields."""
        fields = [name for part in message for name in part.get("changed", {}).get("fields", [])] if message else []
        self._audit("changed", request, obj, fields=[str(name) for name in fields])

    def log_deletions(self, request, queryset):
        """Audit each."""
        for obj in queryset:
            self._audit("deleted", request, obj)

    @staticmethod
    def _audit(verb, request, obj, **data):
        audit(
            f"{obj._meta.model_name}.{verb}",
            actor=request.user,
            subject=obj,
            area=getattr(obj, "area", None),
            data=data,
        )
