"""Areas for tests: squares of fixed coordinates."""

import factory
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from apps.areas.enums import AreaKind, PlaceKind
from apps.areas.models import Area, GazetteerEntry, SnapPoint
from apps.areas.search import index_text


def square(west, south, east, north):
    """Return a rectangle as a MultiPolygon (lon, lat in EPSG:4326)."""
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def plant(rows):
    """Make a tree in two queries; return {name: area}. Nearly every test begins with it.

    Each row is (name, kind, code, slug, name_uk, name_en, boundary) and stands below the row whose code begins its own
    and is the longest; the first is the root.
    """
    made = {}
    for name, kind, code, slug, name_uk, name_en, boundary in rows:
        around = [area for area in made.values() if code.startswith(area.code)]
        above = max(around, key=lambda area: len(area.code), default=None)
        if above is not None:
            above.numchild += 1
        path = Area._get_path(above.path, above.depth + 1, above.numchild) if above else Area._get_path("", 1, 1)
        made[name] = Area(
            kind=kind,
            code=code,
            slug=slug,
            name_uk=name_uk,
            name_en=name_en,
            boundary=boundary,
            centre=boundary.centroid,
            path=path,
            depth=len(path) // Area.steplen,
        )
    Area.objects.bulk_create(made.values())
    return {name: area for name, area in zip(made, Area.objects.filter(code__in=[row[2] for row in rows]), strict=True)}


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


class GazetteerEntryFactory(factory.django.DjangoModelFactory):
    """A street; pass `area`."""

    class Meta:
        model = GazetteerEntry

    kind = PlaceKind.STREET
    code = factory.Sequence(lambda number: f"g{number}")
    name_uk = factory.Sequence(lambda number: f"вулиця {number}-та")
    name_en = factory.Sequence(lambda number: f"Street {number}")
    search_text = factory.LazyAttribute(lambda entry: index_text(entry.name_uk, entry.name_en))
    point = Point(30.01, 50.01, srid=4326)


class SnapPointFactory(factory.django.DjangoModelFactory):
    """A public place in the west of Vyshnehrad that stands for enough addresses; pass `area`."""

    class Meta:
        model = SnapPoint

    code = factory.Sequence(lambda number: f"snap-{number}")
    name_uk = "Млинова, біля містка"
    name_en = "Mlynova St, by the footbridge"
    point = Point(30.011, 50.011, srid=4326)
    address_count = 12
