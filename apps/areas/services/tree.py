"""Writing the tree of areas."""

import zoneinfo
from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.contrib.gis.geos import MultiPolygon
from django.db import connection, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from apps.areas.enums import AreaKind
from apps.areas.models import Area, AreaStamped
from apps.areas.names import slug_of
from apps.areas.services.outcome import Outcome
from apps.core.errors import DomainError

_TREE_LOCK = 4_226_001  # an advisory lock of the database: one writer of the tree at a time

_NAMED = ["name_uk", "name_en", "description_uk", "description_en"]
_WRITTEN = ["kind", *_NAMED, "boundary", "centre", "time_zone"]


class AreaRefused(DomainError):
    """An area that does not fit into the tree."""

    code = "area_refused"


@dataclass(frozen=True)
class AreaRecord:
    """What an area shall be; its code says which one. None for the last four keeps what is there.

    The boundary is EPSG:4326 (lon, lat). A new area without a time zone takes that of its parent.
    """

    code: str
    kind: AreaKind
    name_uk: str
    name_en: str
    parent_code: str | None = None
    boundary: MultiPolygon | None = None
    time_zone: str | None = None
    description_uk: str | None = None
    description_en: str | None = None


def upsert_area(record):
    """Create or change the area of this code and return it; raises `AreaRefused` (see `upsert_areas`)."""
    upsert_areas([record])
    return Area.objects.get(code=record.code)


@transaction.atomic
def upsert_areas(records):
    """Create or change areas by code, all or none; a parent may be among them. Return the `Outcome`.

    Raises `AreaRefused` for a parent that is missing or not of a higher kind, a non-country without a parent, a name
    missing, a code twice, or a time zone unknown. Page addresses are given once and kept when a name changes.
    """
    _lock_tree()
    outcome = Outcome()
    codes = {record.code for record in records} | {record.parent_code for record in records}
    known = Area.objects.in_bulk([code for code in codes if code], field_name="code")
    _check(records, known)
    steps, slugs = {}, set(Area.objects.values_list("slug", flat=True))
    for kind in AreaKind.values:
        level = [record for record in records if record.kind == kind]
        new = [_new_area(record, known, steps, slugs) for record in level if record.code not in known]
        outcome.created += len(new)
        _insert(new)
        kinds = {code: area.kind for code, area in known.items()}
        changed, moved = _changes([record for record in level if record.code in known], known)
        outcome.unchanged += len(level) - len(new) - len(changed | moved.keys())
        outcome.changed += len(changed | moved.keys())
        known |= {area.code: area for area in new}
        Area.objects.bulk_update([known[code] for code in changed], _WRITTEN, batch_size=200)
        _restamp(known[code] for code in changed if known[code].kind != kinds[code])
        for code, parent in moved.items():
            move_area(known[code], to=parent)
            known |= Area.objects.in_bulk(known, field_name="code")
    return outcome


@transaction.atomic
def move_area(area, *, to):
    """Move an area with everything below it under another one; rows that stand there follow. Return it, fresh.

    Raises `AreaRefused` when the new parent lies below the area or is not of a higher kind.
    """
    _lock_tree()
    area.refresh_from_db()
    to.refresh_from_db()
    if to.path.startswith(area.path):
        raise AreaRefused(_("%(area)s cannot be moved below itself.") % {"area": area})
    if _rank(to.kind) >= _rank(area.kind):
        raise AreaRefused(
            _("%(area)s (%(kind)s) cannot stand below %(parent)s (%(parent_kind)s).")
            % {"area": area, "kind": area.get_kind_display(), "parent": to, "parent_kind": to.get_kind_display()}
        )
    Area.objects.move(area, to, "last-child")
    area.refresh_from_db()
    _restamp([area])
    return area


def _lock_tree():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])


def _rank(kind):
    return AreaKind.values.index(kind)


def _check(records, known):
    kinds = {code: area.kind for code, area in known.items()} | {record.code: record.kind for record in records}
    seen = set()
    for record in records:
        if record.code in seen:
            raise AreaRefused(_("The code %(code)s stands there twice.") % {"code": record.code})
        seen.add(record.code)
        if not (record.code and record.name_uk and record.name_en):
            raise AreaRefused(_("An area needs a code and a name in both languages."))
        if record.time_zone and record.time_zone not in zoneinfo.available_timezones():
            raise AreaRefused(_("There is no time zone “%(zone)s”.") % {"zone": record.time_zone})
        if record.parent_code is None:
            if record.kind != AreaKind.COUNTRY:
                raise AreaRefused(_("%(area)s needs an area above it.") % {"area": record.name_uk})
        elif record.parent_code not in kinds:
            raise AreaRefused(
                _("The area %(parent)s above %(area)s is not there.")
                % {"parent": record.parent_code, "area": record.name_uk}
            )
        elif _rank(kinds[record.parent_code]) >= _rank(record.kind):
            raise AreaRefused(
                _("%(area)s (%(kind)s) cannot stand below %(parent)s (%(parent_kind)s).")
                % {
                    "area": record.name_uk,
                    "kind": AreaKind(record.kind).label,
                    "parent": record.parent_code,
                    "parent_kind": AreaKind(kinds[record.parent_code]).label,
                }
            )


def _new_area(record, known, steps, slugs):
    """Return an unsaved area at the next free place below its parent."""
    parent = known.get(record.parent_code)
    base, depth = (parent.path, parent.depth + 1) if parent else ("", 1)
    if base not in steps:
        siblings = Area.objects.filter(depth=depth, path__startswith=base)
        last = siblings.aggregate(last=Max("path"))["last"]
        steps[base] = Area._str2int(last[-Area.steplen :]) if last else 0
    steps[base] += 1
    area = Area(
        code=record.code,
        slug=_free_slug(record, parent, slugs),
        path=Area._get_path(base, depth, steps[base]),
        depth=depth,
        time_zone=parent.time_zone if parent else Area._meta.get_field("time_zone").default,
    )
    _apply(record, area)
    return area


def _free_slug(record, parent, slugs):
    """Return a page address nobody has: the name, else the name with the parent's, else with a number."""
    stem = slug_of(record.name_uk) or slug_of(record.code) or "area"
    candidates = [stem, f"{stem}-{parent.slug}"[:80].strip("-") if parent else stem]
    number = 2
    while (slug := candidates.pop(0)) in slugs:
        if not candidates:
            candidates.append(f"{stem[:74]}-{number}")
            number += 1
    slugs.add(slug)
    return slug


def _apply(record, area):
    """Put the record onto the area (not saved); return whether that changes it."""
    wanted = {"kind": record.kind, "name_uk": record.name_uk, "name_en": record.name_en}
    kept = {
        "time_zone": record.time_zone,
        "description_uk": record.description_uk,
        "description_en": record.description_en,
    }
    wanted |= {field: value for field, value in kept.items() if value is not None}
    changed = {field: value for field, value in wanted.items() if getattr(area, field) != value}
    for field, value in changed.items():
        setattr(area, field, value)
    if record.boundary is None or (area.boundary is not None and area.boundary.wkb == record.boundary.wkb):
        return bool(changed)
    area.boundary = record.boundary
    centroid = record.boundary.centroid
    area.centre = centroid if record.boundary.contains(centroid) else record.boundary.point_on_surface
    return True


def _insert(new):
    Area.objects.bulk_create(new, batch_size=200)
    children = defaultdict(int)
    for area in new:
        children[area.path[: -Area.steplen]] += 1
    for path, count in children.items():
        Area.objects.filter(path=path).update(numchild=F("numchild") + count)


def _changes(records, known):
    """Apply records to areas that exist; return the codes changed and {code: new parent} of those that move."""
    changed, moved = set(), {}
    for record in records:
        area = known[record.code]
        if _apply(record, area):
            changed.add(record.code)
        parent = known.get(record.parent_code)
        if parent is not None and area.path[: -Area.steplen] != parent.path:
            moved[record.code] = parent
    return changed, moved


def _restamp(areas):
    """Write the ancestor columns of every row that stands in these areas or below them anew."""
    stamped = [model for model in apps.get_models() if issubclass(model, AreaStamped)]
    for root in areas:
        for area in Area.objects.filter(path__startswith=root.path):
            columns = dict.fromkeys(AreaKind.values) | {ancestor.kind: ancestor for ancestor in area.lineage()}
            for model in stamped:
                model._base_manager.filter(area=area).update(**columns)
