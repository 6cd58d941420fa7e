"""Z-order keys: every tile of every zoom is one contiguous range of them."""

import math

LEVELS = 26  # of the quadtree: a cell of the last level is 0.6 m at the equator
MAX_LATITUDE = 85.0
EVERYWHERE = (0, 1 << 2 * LEVELS)  # the range [low, high) of all keys
MAX_TILES = 64  # of one viewport; more only make the query longer


def z_order(lon, lat):
    """Return the key of a place (degrees): its Web Mercator cell at 26 levels, bits interleaved, x lowest.

    A cell of zoom z is `key >> 2 * (26 - z)`. Raises ValueError beyond 85° of latitude or 180° of longitude.
    """
    if not (abs(lat) <= MAX_LATITUDE and abs(lon) <= 180.0):
        raise ValueError("The place lies outside the map.")
    return _interleave(*_cell(lon, lat, LEVELS))


def covering(bbox, zoom):
    """Return (level, left, top, right, bottom): the tiles that cover (west, south, east, north) degrees.

    They are of the zoom, or of a smaller one where it would take more than 64 tiles.
    """
    west, south, east, north = bbox
    for level in range(min(zoom, LEVELS), -1, -1):
        (left, top), (right, bottom) = _cell(west, north, level), _cell(east, south, level)
        if (right - left + 1) * (bottom - top + 1) <= MAX_TILES:
            break
    return level, left, top, right, bottom


def ranges(bbox, zoom):
    """Return the merged ranges [low, high) of keys of the tiles around (west, south, east, north) degrees, in order."""
    return ranges_of(covering(bbox, zoom))


def ranges_of(tiles_covered):
    """Return the merged ranges [low, high) of keys of the tiles that `covering` names, in order."""
    level, left, top, right, bottom = tiles_covered
    size = 1 << 2 * (LEVELS - level)
    tiles = sorted(_interleave(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
    merged = []
    for tile in tiles:
        if merged and merged[-1][1] == tile * size:
            merged[-1][1] += size
        else:
            merged.append([tile * size, (tile + 1) * size])
    return [tuple(pair) for pair in merged]


def corners(tiles_covered):
    """Return [west, south, east, north] degrees of the tiles that `covering` names."""
    level, left, top, right, bottom = tiles_covered
    west, north = _degrees(left, top, level)
    east, south = _degrees(right + 1, bottom + 1, level)
    return [west, south, east, north]


def cell_centre(cell, level):
    """Return [lon, lat] degrees of the middle of a cell of a level (5 decimals, about a metre)."""
    lon, lat = _degrees(_gather(cell) + 0.5, _gather(cell >> 1) + 0.5, level)
    return [round(lon, 5), round(lat, 5)]


def column_and_row(cell):
    """Return (x, y) of a cell in the grid of its level."""
    return _gather(cell), _gather(cell >> 1)


def place_in_cell(key, shift, parts=64):
    """Return (x, y) of a key within its cell `key >> shift`, which is so many parts wide and high."""
    inside = key & ((1 << shift) - 1)
    return _gather(inside) * parts >> shift // 2, _gather(inside >> 1) * parts >> shift // 2


def _cell(lon, lat, level):
    """Column and row of a place in the grid of 2^level cells a side."""
    cells = 1 << level
    x = min(int((lon + 180.0) / 360.0 * cells), cells - 1)
    y = min(int((1.0 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2.0 * cells), cells - 1)
    return max(x, 0), max(y, 0)


def _degrees(x, y, level):
    """Undo `_cell`: (lon, lat) of a place in the grid of 2^level cells a side, counted in cells."""
    count = 1 << level
    return x / count * 360.0 - 180.0, math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y / count))))


def _interleave(x, y):
    return _spread(x) | _spread(y) << 1


def _spread(number):
    """Put a zero between each two bits of a 26-bit number (Morton, by halving masks)."""
    number = (number | number << 16) & 0x0000FFFF0000FFFF
    number = (number | number << 8) & 0x00FF00FF00FF00FF
    number = (number | number << 4) & 0x0F0F0F0F0F0F0F0F
    number = (number | number << 2) & 0x3333333333333333
    return (number | number << 1) & 0x5555555555555555


def _gather(number):
    """Undo `_spread`: take every second bit."""
    number &= 0x5555555555555555
    number = (number | number >> 1) & 0x3333333333333333
    number = (number | number >> 2) & 0x0F0F0F0F0F0F0F0F
    number = (number | number >> 4) & 0x00FF00FF00FF00FF
    number = (number | number >> 8) & 0x0000FFFF0000FFFF
    return (number | number >> 16) & 0x00000000FFFFFFFF
