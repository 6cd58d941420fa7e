"""Outlines and names of areas: as lines for a map at its zoom, and as a drawing for pages without scripts."""

import math

import numpy as np
from django.contrib.gis.geos import GeometryCollection, LineString, Polygon

from apps.areas.basemap.ground import project
from apps.areas.enums import AreaKind
from apps.areas.models import Area
from apps.reports.map.keys import corners

# Which areas a map shows, from which zoom on.
KINDS = (
    (12, (AreaKind.CITY_DISTRICT, AreaKind.NEIGHBOURHOOD)),
    (9, (AreaKind.HROMADA,)),
    (7, (AreaKind.RAION,)),
    (0, (AreaKind.OBLAST,)),
)
TILE = 256  # pixels a side
EXACT = 1.5  # pixels by which a line may be off
DRAWING = (480, 360)  # width and greatest height of the drawing without scripts
MARGIN = 4


def outlines_at(tiles, zoom, *, chosen=None):
    """Return {"zoom", "lines", "chosen", "names"} of the areas that a map shows in some tiles, of a `chosen` one too.

    Tiles of a much smaller zoom than the one asked for are no screen of it: they get the outlines of their own.
    A line is [x, y, and then steps to the next point] in pixels of the zoom level; a name is [x, y, name, width of the
    area]. Only what lies in the tiles is there, as exact as eyes want it.
    """
    zoom = min(zoom, tiles[0] + 1)
    west, south, east, north = corners(tiles)
    box = Polygon.from_bbox((west, south, east, north))
    box.srid = 4326
    kinds = next(kinds for least, kinds in KINDS if zoom >= least)
    shown = Area.objects.filter(kind__in=kinds, boundary__bboverlaps=box)
    lines, names = [], []
    for area in shown:
        lines += _lines(area.boundary, box, zoom)
        if area.centre and west <= area.centre.x <= east and south <= area.centre.y <= north:
            left, _south, right, _north = area.boundary.extent
            names.append(
                [*_pixels([area.centre.coords], zoom)[0], area.name, round((right - left) * _scale(zoom) / 360)]
            )
    around = _lines(chosen.boundary, box, zoom) if chosen and chosen.boundary else []
    return {"zoom": zoom, "lines": lines, "chosen": around, "names": names}


def drawing_of(areas):
    """Return {"width", "height", "shapes"} of areas drawn together, the shapes those of areas with a boundary.

    A shape is {"area": its id, "path", "x", "y"}: what an SVG path is made of, and where a word inside it stands.
    """
    areas = list(Area.objects.filter(pk__in=[area.pk for area in areas], boundary__isnull=False))
    if not areas:
        return {"width": 0, "height": 0, "shapes": []}
    edges = np.array([area.boundary.extent for area in areas])
    (left, bottom), (right, top) = project([edges[:, :2].min(axis=0), edges[:, 2:].max(axis=0)])
    scale = min((DRAWING[0] - 2 * MARGIN) / (right - left), (DRAWING[1] - 2 * MARGIN) / (bottom - top))
    degrees = 360 / scale  # that are as wide as a pixel

    def place(positions):
        return np.rint((project(positions) - (left, top)) * scale).astype(int) + MARGIN

    shapes = []
    for area in areas:
        simple = area.boundary.simplify(degrees, preserve_topology=True)
        rings = [place(ring.coords) for part in _parts(simple, Polygon) for ring in part]
        x, y = place([area.boundary.point_on_surface.coords])[0].tolist()
        shapes.append({"area": area.pk, "path": "".join(map(_path, rings)), "x": x, "y": y})
    width, height = math.ceil((right - left) * scale), math.ceil((bottom - top) * scale)
    return {"width": width + 2 * MARGIN, "height": height + 2 * MARGIN, "shapes": shapes}


def _path(points):
    first, *steps = _steps(points)
    return f"M{first[0]} {first[1]}l{' '.join(f'{x} {y}' for x, y in steps)}z" if len(steps) > 2 else ""


def _lines(boundary, box, zoom):
    """The border of a boundary inside a box, as flat lists of pixels and steps."""
    border = boundary.simplify(EXACT * 360 / _scale(zoom), preserve_topology=True).boundary.intersection(box)
    found = []
    for line in _parts(border, LineString):
        steps = _steps(_pixels(line.coords, zoom))
        if len(steps) > 1:
            found.append([number for step in steps for number in step])
    return found


def _steps(points):
    """The first of some points and the steps between them, those of no length left out."""
    points = np.asarray(points)
    steps = np.diff(points, axis=0)
    return [points[0].tolist(), *steps[steps.any(axis=1)].tolist()]


def _parts(geometry, kind):
    """The lines or polygons of a geometry, whatever it is a collection of."""
    if isinstance(geometry, GeometryCollection):
        return [part for member in geometry for part in _parts(member, kind)]
    return [geometry] if isinstance(geometry, kind) and not geometry.empty else []


def _pixels(positions, zoom):
    return np.rint(project(positions) * _scale(zoom)).astype(int).tolist()


def _scale(zoom):
    """Pixels around the world."""
    return TILE << zoom
