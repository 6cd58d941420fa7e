"""Territories, and the mark that every located row carries."""

import zoneinfo

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from apps.areas.enums import AreaKind, PlaceKind
from apps.areas.querysets import AreaManager, PlaceQuerySet, SnapPointQuerySet


class Area(MP_Node):
    """A territory in the tree from the country to the neighbourhood; boundaries and points are EPSG:4326 (lon, lat)."""

    kind = models.CharField(_("kind"), max_length=20, choices=AreaKind.choices)
    code = models.CharField(_("code"), max_length=40, unique=True, help_text=_("KATOTTH or another official code"))
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("in a few words"), max_length=200, blank=True)
    boundary = models.MultiPolygonField(_("boundary"), null=True, blank=True)
    centre = models.PointField(_("centre"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Kyiv")
    contact_name = models.CharField(_("public contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)

    objects = AreaManager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["path"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The area's public page."""
        return reverse("portal:area", args=[self.slug])

    @property
    def zone(self):
        """The area's time zone as a `ZoneInfo`."""
        return zoneinfo.ZoneInfo(self.time_zone)

    def is_in(self, area):
        """Whether this is the area, or lies anywhere below it."""
        return self.path.startswith(area.path)

    @property
    def paths_down(self):
        """The paths of all areas above this one, the country first, and its own at the end."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]

    def lineage(self):
        """The area with all its ancestors, the country first."""
        return [*Area.objects.get_ancestors(self).defer("boundary"), self]


def _ancestor_column(related_name="+"):
    return models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name=related_name, db_index=False
    )


class AreaStamped(models.Model):
    """A row that stands in an area: its deepest area, and a column for each level above: a subtree is one index."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    country = _ancestor_column()
    oblast = _ancestor_column()
    raion = _ancestor_column()
    hromada = _ancestor_column()
    city_district = _ancestor_column()
    neighbourhood = _ancestor_column()

    class Meta:
        abstract = True

    @property
    def area_ids(self):
        """The ids of its area and of all above it."""
        return [pk for kind in AreaKind.values if (pk := getattr(self, f"{kind}_id"))]

    def stamp_area(self, area):
        """Set the area and every ancestor column (not saved here)."""
        above = dict(Area.objects.get_ancestors(area).order_by().values_list("kind", "pk"))
        for kind in AreaKind.values:
            setattr(self, f"{kind}_id", above.get(kind))
        setattr(self, area.kind, area)
        self.area = area


class SnapPoint(models.Model):
    """A public place at which a released report may stand, with the number of addresses it stands for."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="snap_points", verbose_name=_("area"))
    version = models.PositiveIntegerField(_("version"), default=1)
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=160)
    point = models.PointField(_("point"))
    address_count = models.PositiveIntegerField(_("addresses it stands for"), default=0)
    is_current = models.BooleanField(_("in use"), default=True)

    objects = SnapPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("approximate place")
        verbose_name_plural = _("approximate places")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="snap_point_once_per_version"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(is_current=True), name="snap_point_one_version_in_use"
            ),
        ]

    def __str__(self):
        return self.name


class GazetteerEntry(models.Model):
    """A street, place or address that search finds without any outside service."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="gazetteer", verbose_name=_("area"))
    code = models.CharField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind.choices)
    name = models.CharField(_("name"), max_length=160)
    search_text = models.TextField(editable=False)  # as `apps.areas.search.index_text` makes it
    point = models.PointField(_("point"))

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("gazetteer entry")
        verbose_name_plural = _("gazetteer entries")
        indexes = [  # addresses are most of the rows and are searched only when a number is given
            GinIndex(
                fields=["search_text"],
                opclasses=["gin_trgm_ops"],
                condition=models.Q(kind=PlaceKind.ADDRESS),
                name="gazetteer_addresses",
            ),
            GinIndex(
                fields=["search_text"],
                opclasses=["gin_trgm_ops"],
                condition=~models.Q(kind=PlaceKind.ADDRESS),
                name="gazetteer_names",
            ),
        ]

    def __str__(self):
        return self.name
