"""The only writers of areas and places."""

from apps.areas.services.places import AddressPlace, PublicPoint, publish_snap_points, upsert_gazetteer
from apps.areas.services.tree import AreaRecord, move_area, upsert_area, upsert_areas

__all__ = [
    "AddressPlace",
    "AreaRecord",
    "PublicPoint",
    "move_area",
    "publish_snap_points",
    "upsert_area",
    "upsert_areas",
    "upsert_gazetteer",
]
