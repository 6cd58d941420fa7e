"""The area and the snap point of many points, quicker than one query for each."""

import math

import numpy as np

from apps.areas.imports.geojson import FeatureRefused
from apps.areas.models import Area, SnapPoint
from apps.areas.selectors import SNAP_ADDRESSES


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


class SnapLocator:
    """Finds for many points what `selectors.snap` finds for one: the nearest that stands for enough addresses."""

    def __init__(self):
        self._below = {}

    def snap(self, place, area):
        """Return the nearest snap point of the area, or None when it has none (place: (lon, lat) in EPSG:4326)."""
        if area.pk not in self._below:
            points = list(SnapPoint.objects.current().below(area).filter(address_count__gte=SNAP_ADDRESSES))
            self._below[area.pk] = (points, np.array([found.point.coords for found in points]).reshape(-1, 2))
        points, coordinates = self._below[area.pk]
        if not points:
            return None
        shrink = math.cos(math.radians(place[1]))  # a degree of longitude is shorter than one of latitude
        offsets = (coordinates - place) * (shrink, 1.0)
        return points[int(np.argmin((offsets**2).sum(axis=1)))]
