"""Adjectives of areas and of rows that carry one."""

from django.db import models
from treebeard.mp_tree import MP_NodeQuerySet


class AreaQuerySet(MP_NodeQuerySet):
    """Areas by what they cover."""

    def covering(self, point):
        """Areas whose boundary covers a point (lon, lat in EPSG:4326), borders included, deepest first."""
        return self.filter(boundary__covers=point).order_by("-depth", "path")

    def deepest_covering(self, point):
        """The deepest area that covers the point, or None; on a shared border the lowest path wins, always the same."""
        return self.covering(point).first()


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
