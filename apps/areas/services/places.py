"""Writing streets, places, addresses and the public points that released reports stand at."""

from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import transaction

from apps.areas.models import Area, GazetteerEntry, SnapPoint
from apps.areas.search import index_text
from apps.areas.services.outcome import Outcome

_BATCH = 1000


@dataclass(frozen=True)
class AddressPlace:
    """A street, place or address for the gazetteer; the point is (lon, lat) in EPSG:4326."""

    code: str
    kind: str
    name_uk: str
    name_en: str
    point: Point
    area: Area


@dataclass(frozen=True)
class PublicPoint:
    """A snap point with the number of addresses it stands for; the point is (lon, lat) in EPSG:4326."""

    code: str
    name_uk: str
    name_en: str
    point: Point
    area: Area
    address_count: int


@transaction.atomic
def upsert_gazetteer(places, *, complete_for=None):
    """Create or change gazetteer entries by code and return the `Outcome`.

    With `complete_for`, (area, kind), entries of that kind in the area's subtree that are not among them are removed.
    """
    outcome = Outcome()
    known = GazetteerEntry.objects.select_for_update().in_bulk([place.code for place in places], field_name="code")
    new, changed = [], []
    for place in places:
        fields = {
            "kind": place.kind,
            "name_uk": place.name_uk,
            "name_en": place.name_en,
            "search_text": index_text(place.name_uk, place.name_en),
            "point": place.point,
            "area_id": place.area.pk,
        }
        entry = known.get(place.code)
        if entry is None:
            new.append(GazetteerEntry(code=place.code, **fields))
        elif any(getattr(entry, field) != value for field, value in fields.items()):
            for field, value in fields.items():
                setattr(entry, field, value)
            changed.append(entry)
        else:
            outcome.unchanged += 1
    GazetteerEntry.objects.bulk_create(new, batch_size=_BATCH)
    columns = ["kind", "name_uk", "name_en", "search_text", "point", "area"]
    GazetteerEntry.objects.bulk_update(changed, columns, batch_size=_BATCH)
    outcome.created, outcome.changed = len(new), len(changed)
    if complete_for is not None:
        area, kind = complete_for
        stale = GazetteerEntry.objects.below(area).filter(kind=kind).exclude(code__in=[place.code for place in places])
        outcome.removed = stale.delete()[0]
    return outcome


@transaction.atomic
def publish_snap_points(points, *, complete_for=None):
    """Publish snap points by code and return the `Outcome`.

    Points are versioned, since released reports stand at them: a changed one is retired and its next version added.
    With `complete_for` (an area) the points in the area's subtree that the list does not name are retired.
    """
    outcome = Outcome()
    codes = [public.code for public in points]
    rows = SnapPoint.objects.select_for_update().filter(code__in=codes).order_by("version")
    latest = {row.code: row for row in rows}
    new, retired = [], []
    for public in points:
        fields = {
            "name_uk": public.name_uk,
            "name_en": public.name_en,
            "point": public.point,
            "area_id": public.area.pk,
            "address_count": public.address_count,
        }
        last = latest.get(public.code)
        if last is not None and last.is_current and all(getattr(last, name) == fields[name] for name in fields):
            outcome.unchanged += 1
            continue
        if last is not None:
            retired.append(last.pk)
        new.append(SnapPoint(code=public.code, version=last.version + 1 if last else 1, **fields))
    outcome.created = sum(point.version == 1 for point in new)
    outcome.changed = len(new) - outcome.created
    SnapPoint.objects.filter(pk__in=retired).update(is_current=False)
    SnapPoint.objects.bulk_create(new, batch_size=_BATCH)
    if complete_for is not None:
        stale = SnapPoint.objects.below(complete_for).filter(is_current=True).exclude(code__in=codes)
        outcome.removed = stale.update(is_current=False)
    return outcome
