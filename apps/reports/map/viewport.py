"""What stands in a rectangle of the map: single places close in, cells with counts further out."""

from django.contrib.gis.db.models import Extent
from django.urls import reverse

from apps.areas.enums import AreaKind
from apps.areas.models import Area
from apps.reports.map.keys import LEVELS, cell_centre, column_and_row, place_in_cell
from apps.reports.map.snapshot.layout import GROUPS, LATE
from apps.reports.presentation import state_of

POINTS_ZOOM = 14  # from here on few reports come as places
POINTS_LIMIT = 500
ALONE_LIMIT = 150  # of reports that stand alone in their cell, further out
SPLIT = 2  # a cell is a quarter of a quarter of a tile: 64 pixels
STATES = ("late", "open", "waiting", "solved", "ended")


def viewport(rows, *, level):
    """Return {"total", "level", "origin", "cells", "points"} of what `rows` holds of tiles of a level.

    `rows` answers total(), points() and cells(shift): `LiveRows` or the snapshot's `Rows`. A cell is [x, y, across,
    down, a count for each of STATES]: x and y counted from the origin in the grid of "level" (64 pixels on the screen),
    across and down the pixels within it where its middle report is, so that the mark stands where something is. A point
    is [lon, lat, reference, category, state]. At most 500 reports close in come as points alone; further out only those
    that stand alone in their cell. The total is exact.
    """
    total = rows.total()
    answer = {"total": total, "level": min(level + SPLIT, LEVELS), "origin": [0, 0], "cells": [], "points": []}
    if level >= POINTS_ZOOM and total <= POINTS_LIMIT:
        answer["points"] = [_point(*found) for found in rows.points()]
        return answer
    cells, shift = [], 2 * (LEVELS - answer["level"])
    for cell, counts, middle, alone in rows.cells(shift):
        if alone and len(answer["points"]) < ALONE_LIMIT:
            answer["points"].append(_point(*alone))
        else:
            cells.append((*column_and_row(cell), *place_in_cell(middle, shift), *_by_state(counts)))
    if cells:
        left, top = answer["origin"] = [min(cell[0] for cell in cells), min(cell[1] for cell in cells)]
        answer["cells"] = [[x - left, y - top, *counts] for x, y, *counts in cells]
    return answer


def _by_state(counts):
    found = dict.fromkeys(STATES, 0)
    for code, count in counts.items():
        found[_state(code)] += count
    return found.values()


def _state(code):
    return "late" if code >= LATE else GROUPS[code]


def _point(key, reference, category, code):
    return [*cell_centre(key, LEVELS), reference, category, _state(code)]


def bounds_of(reports, area=None):
    """Return the [west, south, east, north] degrees with which a map opens: around the reports, else around an area.

    Without either, around the first hromada; None on a portal that has no boundary at all.
    """
    if around := extent_of(reports, "public_place__point"):
        return around
    areas = Area.objects.filter(pk=area.pk) if area else Area.objects.filter(kind=AreaKind.HROMADA)
    first = areas.filter(boundary__isnull=False).order_by("path")[:1]
    return extent_of(Area.objects.filter(pk__in=first.values("pk")), "boundary")


def extent_of(rows, shape):
    """Return the [west, south, east, north] degrees around a shape of some rows, or None without any."""
    box = rows.aggregate(box=Extent(shape))["box"]
    return list(box) if box else None


def desk_card_of(report):
    """Return what a popup of the desk's map shows of a report: its first words, or the kind of a restricted one."""
    word, icon, tone = state_of(report)
    return {
        "reference": report.reference,
        "url": reverse("reports_staff:detail", args=[report.reference]),
        "title": report.headline,
        "language": report.language,
        "place": f"{report.reference}, {report.area}",
        "kind": report.category.name,
        "state": {"word": word, "icon": icon, "tone": "late" if report.is_overdue else tone},
    }


def pin_of(report):
    """Return what the pin and the popup of one released report show, from its released columns."""
    word, icon, tone = state_of(report)
    return {
        "reference": report.reference,
        "url": report.get_absolute_url(),
        "title": report.public_title,
        "language": report.public_language,
        "place": report.public_place.name,
        "kind": report.category.name,
        "state": {"word": word, "icon": icon, "tone": "late" if report.is_overdue else tone},
    }
