"""Organisations, and the staff: people with a role. Roles themselves are given and ended at /desk/people/."""

from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from apps.accounts.admin.base import ConfigureAdmin
from apps.accounts.enums import RoleKind
from apps.accounts.models import Organisation, Person, Role
from apps.accounts.services.people import set_active
from apps.areas.models import Area


@admin.register(Organisation)
class OrganisationAdmin(ConfigureAdmin, TranslationAdmin):
    """Police units, bodies of the authority, groups."""

    list_display = ["name", "kind", "force", "phone"]
    list_filter = ["kind", "force"]
    search_fields = ["name_uk", "name_en"]
    fields = ["kind", "force", "name", "phone", "email", "hours", "areas"]
    may_delete = False  # roles and referrals name them

    def within(self, queryset, areas):
        """Those that serve the administrator's areas, and those that serve none yet."""
        return queryset.filter(Q(pk__in=Organisation.objects.within(areas)) | Q(areas__isnull=True)).distinct()

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer the administrator's areas."""
        if db_field.name == "areas":
            areas = request.user.areas_as(RoleKind.ADMINISTRATOR)
            kwargs["queryset"] = Area.objects.within_any(areas).defer("boundary")
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Person)
class PersonAdmin(ConfigureAdmin):
    """The staff. Residents are not listed: administrators have no business with them."""

    list_display = ["name", "email", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    fields = ["email", "name", "phone", "language", "is_active", "roles_in_words", "last_login", "created_at"]
    readonly_fields = ["email", "roles_in_words", "last_login", "created_at"]
    may_add = may_delete = False

    def within(self, queryset, areas):
        """People with a role in the administrator's areas."""
        return queryset.filter(pk__in=Role.objects.within(areas).values("person"))

    @admin.display(description=_("roles"))
    def roles_in_words(self, person):
        """What they hold or held."""
        return format_html_join(mark_safe("<br>"), "{}", ((str(role),) for role in person.roles.for_list())) or "-"

    def save_model(self, request, obj, form, change):
        """Barring somebody ends their sessions."""
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            set_active(obj, obj.is_active, by=request.user)


@admin.register(Role)
class RoleAdmin(ConfigureAdmin, TranslationAdmin):
    """Who holds what, with the title, phone and hours that public pages show."""

    list_display = ["person", "kind", "area", "organisation", "starts_on", "ends_on"]
    list_filter = ["kind"]
    list_select_related = ["person", "area", "organisation"]
    search_fields = ["person__name", "person__email"]
    fields = ["person", "kind", "area", "organisation", "title", "phone", "hours", "starts_on", "ends_on"]
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
