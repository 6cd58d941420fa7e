"""Areas for tests: squares of fixed coordinates."""

import factory
from django.contrib.gis.geos import MultiPolygon, Polygon

from apps.areas.enums import AreaKind
from apps.areas.models import Area


def square(west, south, east, north):
    """Return a rectangle as a MultiPolygon (lon, lat in EPSG:4326)."""
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


class AreaFactory(factory.django.DjangoModelFactory):
    """An area below `parent`, or a root without one."""

    class Meta:
        model = Area

    kind = AreaKind.NEIGHBOURHOOD
    code = factory.Sequence(lambda number: f"T{number:05d}")
    slug = factory.Sequence(lambda number: f"area-{number}")
    name_uk = factory.Sequence(lambda number: f"Мікрорайон {number}")
    name_en = factory.Sequence(lambda number: f"Neighbourhood {number}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        if fields.get("boundary") is not None and fields.get("centre") is None:
            fields["centre"] = fields["boundary"].centroid
        if parent is None:
            return model_class.objects.add_root(create_kwargs=fields)
        parent.refresh_from_db()
        return model_class.objects.add_child(parent, create_kwargs=fields)
