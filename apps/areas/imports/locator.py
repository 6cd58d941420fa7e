"""The deepest area of many points, quicker than one query for each."""

from apps.areas.imports.geojson import FeatureRefused
from apps.areas.models import Area


class AreaLocator:
    """Finds areas of points in memory; with `within` only below that area."""

    def __init__(self, within=None):
        areas = Area.objects.filter(boundary__isnull=False).order_by("-depth", "path")
        if within is not None:
            areas = areas.filter(path__startswith=within.path)
        self._within = within
        self._areas = [(area, area.boundary.extent, area.boundary.prepared) for area in areas]

    def area_of(self, point):
        """Return the deepest area that covers the point (lon, lat); raise `FeatureRefused` outside every area."""
        x, y = point.coords
        for area, (west, south, east, north), boundary in self._areas:
            if west <= x <= east and south <= y <= north and boundary.covers(point):
                return area
        where = f"{x:.5f} {y:.5f} (lon lat)"
        if self._within is not None:
            raise FeatureRefused(f"it stands at {where}, outside {self._within.code}")
        raise FeatureRefused(f"it stands at {where}, in no area; import the areas first")
