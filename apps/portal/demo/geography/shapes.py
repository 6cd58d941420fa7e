"""Plane geometry of the plan, in metres."""

import math

from django.contrib.gis.geos import LineString, Polygon

LONGITUDE, LATITUDE = 33.60, 49.40  # of the Rynok square
_METRES_PER_DEGREE = 111_195
_NARROWING = math.cos(math.radians(LATITUDE))


def degrees(position, decimals=5):
    """Return [lon, lat] of a position in metres from the square."""
    x, y = position[:2]
    lon = LONGITUDE + x / (_METRES_PER_DEGREE * _NARROWING)
    lat = LATITUDE + y / _METRES_PER_DEGREE
    return [round(lon, decimals), round(lat, decimals)]


def smooth(points, *, closed=False, step=40):
    """Return points on the Catmull-Rom curve through the given ones, about `step` metres apart."""
    count = len(points)
    curve = []
    for index in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(index + offset) % count] for offset in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(max(index + offset, 0), count - 1)] for offset in (-1, 0, 1, 2))
        pieces = max(1, round(math.dist(b, c) / step))
        curve += [_between(a, b, c, d, piece / pieces) for piece in range(pieces)]
    return [*curve, curve[0] if closed else tuple(points[-1])]


def _between(a, b, c, d, t):
    return tuple(
        0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)
        for p, q, r, s in zip(a, b, c, d, strict=True)
    )


def curve(points):
    """Return a smooth LineString through the points."""
    return LineString(smooth(points))


def blob(points):
    """Return a smooth Polygon through the points."""
    return Polygon(smooth(points, closed=True))


def polygon(points):
    """Return a Polygon with these corners."""
    return Polygon([*points, points[0]])


def rectangle(x, y, width, depth, angle):
    """Return a Polygon around (x, y), `width` metres along the angle (radians from east)."""
    along = (math.cos(angle) * width / 2, math.sin(angle) * width / 2)
    across = (-math.sin(angle) * depth / 2, math.cos(angle) * depth / 2)
    corners = [
        (x + i * along[0] + j * across[0], y + i * along[1] + j * across[1])
        for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    return polygon(corners)


def lines_of(geometry):
    """Return the LineStrings that an intersection left, the longest first."""
    parts = [geometry] if geometry.geom_type == "LineString" else list(geometry)
    lines = [part for part in parts if part.geom_type == "LineString" and not part.empty]
    return sorted(lines, key=lambda line: -line.length)


def longest(geometry):
    """Return the longest LineString that an intersection left, or None."""
    return next(iter(lines_of(geometry)), None)


def heading(line, distance):
    """Return (x, y, angle) at a distance along a line: where one stands and looks."""
    here = line.interpolate(distance)
    ahead = line.interpolate(min(distance + 2, line.length))
    behind = line.interpolate(max(distance - 2, 0))
    return here.x, here.y, math.atan2(ahead.y - behind.y, ahead.x - behind.x)
