"""What stands in a rectangle of the map: single places close in, cells with counts further out."""

from django.contrib.gis.db.models import Extent
from django.db.models import Count, F, Min, Q
from django.utils import timezone

from apps.areas.enums import AreaKind
from apps.areas.models import Area
from apps.reports.enums import OPEN_STATUSES, STATE_GROUPS, StateGroup
from apps.reports.map.keys import LEVELS, cell_centre, ranges
from apps.reports.presentation import state_of

POINTS_ZOOM = 14  # from here on few reports come as places
POINTS_LIMIT = 500
SPLIT = 2  # a cell is a quarter of a quarter of a tile: 64 pixels


def viewport(reports, *, bbox, zoom):
    """Return {"total", "places", "cells"} of released reports in (west, south, east, north) degrees; one list is empty.

    A place is a public place with its reports' count by state; a cell a square of 64 pixels with its middle. The total
    is exact. Late is what is open beyond its promised day.
    """
    found = reports.on_map(ranges(bbox, zoom))
    total = found.count()
    if zoom >= POINTS_ZOOM and total <= POINTS_LIMIT:
        return {"total": total, "places": _places(found), "cells": []}
    return {"total": total, "places": [], "cells": _cells(found, zoom)}


def bounds_of(reports, area=None):
    """Return the [west, south, east, north] degrees with which a map opens: around an area, else around the reports.

    Without either, around the first hromada; None on a portal that has no boundary at all.
    """
    around = None if area else reports.aggregate(box=Extent("public_place__point"))["box"]
    if around is None:
        areas = Area.objects.filter(pk=area.pk) if area else Area.objects.filter(kind=AreaKind.HROMADA)
        first = areas.filter(boundary__isnull=False).order_by("path")[:1]
        around = Area.objects.filter(pk__in=first.values("pk")).aggregate(box=Extent("boundary"))["box"]
    return list(around) if around else None


STATES = ("late", "open", "waiting", "solved", "ended")


def _by_state():
    """Count the reports of a group by what the ring of a cluster shows."""
    late = Q(status__in=OPEN_STATUSES, resolve_due_at__lt=timezone.now())
    return {
        "late": Count("pk", filter=late),
        "open": Count("pk", filter=Q(status__in=STATE_GROUPS[StateGroup.OPEN]) & ~late),
        "waiting": Count("pk", filter=Q(status__in=STATE_GROUPS[StateGroup.WAITING]) & ~late),
        "solved": Count("pk", filter=Q(status__in=STATE_GROUPS[StateGroup.SOLVED])),
        "ended": Count("pk", filter=Q(status__in=STATE_GROUPS[StateGroup.ENDED])),
    }


def _cells(found, zoom):
    """One row a cell; a report alone in its cell stands at its own place, with what its pin needs."""
    level = min(zoom + SPLIT, LEVELS)
    cells = found.annotate(cell=F("map_key").bitrightshift(2 * (LEVELS - level)))
    rows = _grouped(cells, "cell", order=("-count", "cell"))
    alone = _alone(found, rows)
    return [_row(row, cell_centre(row["cell"], level), alone) for row in rows]


def _places(found):
    """One row a public place; of a single report also what its pin needs."""
    rows = _grouped(found, "map_key", "public_place__point", order=("map_key",))
    alone = _alone(found, rows)
    return [_row(row, list(row["public_place__point"].coords), alone) for row in rows]


def _grouped(found, *keys, order):
    return list(found.values(*keys).annotate(count=Count("pk"), only=Min("pk"), **_by_state()).order_by(*order))


def _alone(found, rows):
    """The reports that stand alone in their row, by id; at most as many as pins are readable."""
    ids = [row["only"] for row in rows if row["count"] == 1][:POINTS_LIMIT]
    return {report.pk: report for report in found.filter(pk__in=ids).for_list()}


def _row(row, at, alone):
    found = {"at": at, "count": row["count"], "states": {name: row[name] for name in STATES}}
    if report := alone.get(row["only"]):
        found |= {"at": list(report.public_place.point.coords), "report": pin_of(report)}
    return found


def pin_of(report):
    """Return what the pin and the popup of one released report show, from its released columns."""
    word, icon, tone = state_of(report)
    return {
        "reference": report.reference,
        "url": report.get_absolute_url(),
        "title": report.public_title,
        "language": report.public_language,
        "place": report.public_place.name,
        "icon": report.category.icon,
        "state": {"word": word, "icon": icon, "tone": "late" if report.is_overdue else tone},
    }
