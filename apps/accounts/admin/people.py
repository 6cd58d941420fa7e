"""Organisations, and the staff: people with a role. Roles themselves are given and ended at /desk/people/."""

from django.contrib import admin
from django.db.models import Q
from modeltranslation.admin import TranslationAdmin

from apps.accounts.admin.base import ConfigureAdmin
from apps.accounts.enums import RoleKind
from apps.accounts.models import Organisation, Person, Role
from apps.accounts.services.people import set_active


@admin.register(Organisation)
class OrganisationAdmin(ConfigureAdmin, TranslationAdmin):
    """Police units, bodies of the authority, groups."""

    list_display = ["name", "kind", "force", "phone"]
    list_filter = ["kind", "force"]
    search_fields = ["name_uk", "name_en"]
    fields = ["kind", "force", "name", "phone", "email", "hours", "areas"]
    autocomplete_fields = ["areas"]
    may_delete = False  # roles and referrals name them

    def within(self, queryset, areas):
        """Those that serve the administrator's areas, and those that serve none yet."""
        return queryset.filter(Q(pk__in=Organisation.objects.within(areas)) | Q(areas__isnull=True)).distinct()


class RoleInline(admin.TabularInline):
    """What somebody holds, to read."""

    model = Role
    fields = readonly_fields = ["kind", "area", "organisation", "starts_on", "ends_on"]
    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None):
        """Whoever may open the person."""
        return True

    def has_add_permission(self, request, obj=None):
        """Roles are given at /desk/people/, where the letter goes out."""
        return False

    def has_change_permission(self, request, obj=None):
        """Roles are ended at /desk/people/."""
        return False


@admin.register(Person)
class PersonAdmin(ConfigureAdmin):
    """The staff. Residents are not listed: administrators have no business with them."""

    list_display = ["name", "email", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    fields = ["email", "name", "phone", "language", "is_active", "last_login", "created_at"]
    readonly_fields = ["email", "last_login", "created_at"]
    inlines = [RoleInline]
    may_add = may_delete = False

    def within(self, queryset, areas):
        """People with a role in the administrator's areas."""
        return queryset.filter(pk__in=Role.objects.within(areas).values("person"))

    def save_model(self, request, obj, form, change):
        """Barring somebody ends their sessions."""
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            set_active(obj, obj.is_active, by=request.user)


@admin.register(Role)
class RoleAdmin(ConfigureAdmin, TranslationAdmin):
    """Who holds what, with the title that public pages show."""

    list_display = ["person", "kind", "area", "organisation", "starts_on", "ends_on"]
    list_filter = ["kind"]
    list_select_related = ["person", "area", "organisation"]
    search_fields = ["person__name", "person__email"]
    fields = ["person", "kind", "area", "organisation", "title", "starts_on", "ends_on"]
    readonly_fields = ["person", "kind", "area", "starts_on", "ends_on"]
    may_add = may_delete = False

    def within(self, queryset, areas):
        """Roles in the administrator's areas."""
        return queryset.within(areas).defer("area__boundary")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer the organisations of the administrator's areas."""
        if db_field.name == "organisation":
            kwargs["queryset"] = Organisation.objects.within(request.user.areas_as(RoleKind.ADMINISTRATOR))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
