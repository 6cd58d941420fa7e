"""Z-order keys: every tile of every zoom is one contiguous range of them."""

import math

LEVELS = 26  # of the quadtree: a cell of the last level is 0.6 m at the equator
MAX_LATITUDE = 85.0


def z_order(lon, lat):
    """Return the key of a place (degrees): its Web Mercator cell at 26 levels, bits interleaved, x lowest.

    A cell of zoom z is `key >> 2 * (26 - z)`. Raises ValueError beyond 85° of latitude or 180° of longitude.
    """
    if not (abs(lat) <= MAX_LATITUDE and abs(lon) <= 180.0):
        raise ValueError("The place lies outside the map.")
    cells = 1 << LEVELS
    x = min(int((lon + 180.0) / 360.0 * cells), cells - 1)
    y = min(int((1.0 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2.0 * cells), cells - 1)
    return _spread(x) | _spread(y) << 1


def _spread(number):
    """Put a zero between each two bits of a 26-bit number (Morton, by halving masks)."""
    number = (number | number << 16) & 0x0000FFFF0000FFFF
    number = (number | number << 8) & 0x00FF00FF00FF00FF
    number = (number | number << 4) & 0x0F0F0F0F0F0F0F0F
    number = (number | number << 2) & 0x3333333333333333
    return (number | number << 1) & 0x5555555555555555
