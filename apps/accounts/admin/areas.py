"""Areas: their names, contacts and place in the tree. Boundaries are imported and only shown here."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from apps.accounts.admin.base import ConfigureAdmin
from apps.areas.models import Area


@admin.register(Area)
class AreaAdmin(ConfigureAdmin, TranslationAdmin):
    """The tree of territories, in its own order."""

    list_display = ["indented_name", "kind", "code", "contact_phone"]
    list_filter = ["kind"]
    search_fields = ["name_uk", "name_en", "code"]
    ordering = ["path"]
    list_per_page = 100
    fields = [
        "kind",
        "code",
        "slug",
        "name",
        "description",
        "time_zone",
        "contact_name",
        "contact_phone",
        "contact_email",
        "boundary_summary",
    ]
    readonly_fields = ["kind", "code", "slug", "boundary_summary"]
    may_add = may_delete = False  # they come with their boundaries: manage.py import_areas

    def within(self, queryset, areas):
        """The administrator's areas and what lies below them."""
        return queryset.within_any(areas).defer("boundary")

    @admin.display(description=gettext_lazy("name"), ordering="path")
    def indented_name(self, area):
        """The name, set in by depth."""
        return "\u2003" * (area.depth - 1) + area.name

    @admin.display(description=gettext_lazy("boundary"))
    def boundary_summary(self, area):
        """What is known of the boundary, in words."""
        if not area.boundary:
            return _("none")
        west, south, east, north = area.boundary.extent
        return _("%(parts)d parts, %(points)d points, from %(west).4f, %(south).4f to %(east).4f, %(north).4f") % {
            "parts": len(area.boundary),
            "points": area.boundary.num_coords,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
        }
