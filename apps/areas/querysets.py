"""Adjectives of areas, of places, and of rows that stand in an area."""

import math

from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Polygon
from django.contrib.gis.measure import Distance as Metres
from django.db import models
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

from apps.areas.search import pattern_of

_LEAST_EARTH_RADIUS = 6_350_000  # metres; a little less than anywhere, so that boxes err on the large side


class AreaQuerySet(MP_NodeQuerySet):
    """Areas by what they cover."""

    def covering(self, point):
        """Areas whose boundary covers a point (lon, lat in EPSG:4326), borders included, deepest first."""
        return self.filter(boundary__covers=point).order_by("-depth", "path")

    def deepest_covering(self, point):
        """The deepest area that covers the point, or None; on a shared border the lowest path wins, always the same."""
        return self.covering(point).first()

    def named(self, words):
        """Areas whose name begins with the words, in either language, any case and any apostrophe."""
        begins = f"^{pattern_of(words)}"
        return self.filter(models.Q(name_uk__iregex=begins) | models.Q(name_en__iregex=begins))

    def within_any(self, areas):
        """The areas themselves and everything below them."""
        condition = models.Q(pk__in=[])
        for area in areas:
            condition |= models.Q(path__startswith=area.path)
        return self.filter(condition)


class AreaManager(MP_NodeManager.from_queryset(AreaQuerySet)):
    """The tree's manager over our queryset, which treebeard's own would not use."""

    def get_queryset(self):
        """All areas, every one after those above it."""
        return AreaQuerySet(self.model, using=self._db).order_by("path")


class WithinAreaQuerySet(models.QuerySet):
    """Rows of an `AreaStamped` model by territory."""

    def within(self, area):
        """Rows in the area or anywhere below it, by the one ancestor column of the area's kind."""
        return self.filter(**{area.kind: area.pk})

    def within_any(self, areas):
        """Rows in at least one of the areas; none for no area."""
        condition = models.Q(pk__in=[])
        for area in areas:
            condition |= models.Q(**{area.kind: area.pk})
        return self.filter(condition)


class _PlanarDistance(models.Func):
    """The distance in degrees that a spatial index can order by."""

    arg_joiner = " <-> "
    template = "(%(expressions)s)"
    output_field = models.FloatField()


class AroundQuerySet(models.QuerySet):
    """Rows with a `point`, by how far they are."""

    def around(self, point, metres):
        """Rows at most so many metres from a point (lon, lat in EPSG:4326), nearest first, with their `distance`."""
        reach = math.degrees(metres / _LEAST_EARTH_RADIUS)
        width = reach / max(math.cos(math.radians(point.y)), 0.01)
        box = Polygon.from_bbox((point.x - width, point.y - reach, point.x + width, point.y + reach))
        box.srid = point.srid
        near = self.filter(point__coveredby=box).annotate(distance=Distance("point", point))
        return near.filter(distance__lte=Metres(m=metres)).order_by("distance", "pk")


class PlaceQuerySet(AroundQuerySet):
    """Points that stand in an area."""

    def below(self, area):
        """Places in the area or anywhere below it."""
        return self.filter(area__path__startswith=area.path)

    def nearest_to(self, point):
        """The place nearest to a point (lon, lat in EPSG:4326), its `distance` set (`.m` metres), or None.

        The index orders by degrees, which are shorter from east to west, so its first answer only says how far to look.
        """
        target = models.Value(point, output_field=PointField(srid=point.srid))
        rough = self.annotate(distance=Distance("point", point)).order_by(_PlanarDistance("point", target)).first()
        return rough and self.around(point, rough.distance.m + 1).first()


class SnapPointQuerySet(PlaceQuerySet):
    """Public points that released reports stand at."""

    def current(self):
        """The points of the newest version."""
        return self.filter(is_current=True)
