"""Reading GeoJSON that others made: plain or gzipped, degrees only, and every refusal says why and where."""

import gzip
import json
from dataclasses import dataclass

import numpy as np
from django.contrib.gis.geos import GEOSException, GEOSGeometry, LineString, MultiPolygon, Point, Polygon

from apps.core.errors import DomainError

_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")
_LIMITS = np.array([180.0, 90.0])
_FEET_FROM = 100_000  # State Plane coordinates in feet are this large, and so are metres of most national grids


class ImportRefused(DomainError):
    """A whole file that cannot be imported."""

    code = "import_refused"


class FeatureRefused(DomainError):
    """One feature that cannot be imported; the others can."""

    code = "feature_refused"


@dataclass(frozen=True)
class Feature:
    """One feature of a file, its geometry not yet looked at."""

    position: int  # counted from 1
    properties: dict
    geometry: dict | None

    def text(self, field):
        """The property as text without outer spaces; "" when it is absent or null."""
        value = self.properties.get(field)
        return "" if value is None else " ".join(str(value).split())


def read_features(path):
    """Return the features of a GeoJSON file (`.gz` too).

    Raises `ImportRefused` when the file cannot be read, is no FeatureCollection, or is not in degrees (lon, lat).
    """
    collection = _load(path)
    rows = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(rows, list) or collection.get("type") != "FeatureCollection":
        raise ImportRefused(f"{path} is JSON but not a GeoJSON FeatureCollection.")
    _check_declared_system(path, collection.get("crs"))
    features = []
    for position, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or row.get("type") != "Feature":
            raise ImportRefused(f"{path}: entry {position} of its features is not a GeoJSON Feature.")
        properties = row.get("properties") or {}
        features.append(Feature(position, properties, row.get("geometry")))
    if not features:
        raise ImportRefused(f"{path} has no features.")
    firsts = [first for feature in features if (first := _first_position(feature.geometry)) is not None]
    outside = [first for first in firsts if not _in_degrees(np.array([first]))]
    if firsts and len(outside) == len(firsts):
        raise ImportRefused(f"{path} is not imported: {_not_degrees(outside[0])}")
    return features


def multipolygon(feature, *, repair=False):
    """Return the feature's boundary as a valid MultiPolygon (EPSG:4326).

    With `repair` unclosed rings are closed and invalid boundaries made valid. Raises `FeatureRefused`.
    """
    kind, coordinates = _parts(feature)
    if kind == "Polygon":
        coordinates = [coordinates]
    elif kind != "MultiPolygon":
        raise FeatureRefused(f"its geometry is a {kind}; a boundary is a Polygon or a MultiPolygon")
    if not isinstance(coordinates, list) or not coordinates:
        raise FeatureRefused("its geometry has no coordinates")
    polygons = []
    for rings in coordinates:
        if not isinstance(rings, list) or not rings:
            raise FeatureRefused("one of its polygons has no rings")
        polygons.append(Polygon(*(_ring(ring, repair) for ring in rings), srid=4326))
    boundary = MultiPolygon(*polygons, srid=4326)
    if boundary.valid:
        return boundary
    if not repair:
        raise FeatureRefused(f"its boundary is invalid: {boundary.valid_reason} (lon lat); --repair would mend it")
    return _polygons_of(boundary.make_valid())


def point(feature):
    """Return the feature as one Point (EPSG:4326): a line by its middle, a polygon by a point inside it.

    Raises `FeatureRefused`.
    """
    kind, coordinates = _parts(feature)
    if kind == "Point":
        return Point(*_positions([coordinates])[0].tolist(), srid=4326)
    if kind == "LineString":
        line = LineString(_positions(coordinates, least=2), srid=4326)
        return line.interpolate_normalized(0.5)
    if kind == "MultiLineString" and isinstance(coordinates, list) and coordinates:
        lines = [LineString(_positions(line, least=2), srid=4326) for line in coordinates]
        return max(lines, key=lambda line: line.length).interpolate_normalized(0.5)
    return multipolygon(feature).point_on_surface


def _load(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    try:
        with opener(path, "rt", encoding="utf-8-sig") as stream:
            return json.load(stream)
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror or error}.") from error
    except EOFError as error:
        raise ImportRefused(f"{path} cannot be read: the gzip file ends too early.") from error
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path} is not UTF-8 text (byte {error.start}).") from error
    except ValueError as error:
        raise ImportRefused(f"{path} is not JSON: {error}.") from error
    except RecursionError as error:
        raise ImportRefused(f"{path} is nested too deeply to be GeoJSON.") from error


def _check_declared_system(path, crs):
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not name.upper().endswith(_DEGREES):
        raise ImportRefused(
            f"{path} declares the coordinate system {name or json.dumps(crs)}; only WGS 84 in degrees is imported. "
            "Convert the file to EPSG:4326 (ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson)."
        )


def _first_position(geometry):
    """Return the first (x, y) of a geometry, or None when there is none."""
    value = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(value, list) and value and isinstance(value[0], list):
        value = value[0]
    if isinstance(value, list) and len(value) >= 2 and all(isinstance(part, int | float) for part in value[:2]):
        return value[:2]
    return None


def _in_degrees(positions):
    return bool(np.all(np.abs(positions) <= _LIMITS))  # false for NaN too


def _not_degrees(position):
    x, y = position
    guess = "a projected system (State Plane feet or metres of a national grid?)"
    if abs(x) < _FEET_FROM and abs(y) < _FEET_FROM:
        guess = "another system, or latitude and longitude out of order"
    return (
        f"coordinates such as ({x:.1f}, {y:.1f}) are not degrees of longitude and latitude; "
        f"the file looks like {guess}; convert it to EPSG:4326."
    )


def _parts(feature):
    geometry = feature.geometry
    if not isinstance(geometry, dict) or "coordinates" not in geometry:
        raise FeatureRefused("it has no geometry with coordinates")
    return str(geometry.get("type")), geometry["coordinates"]


def _positions(coordinates, least=1):
    """Return positions as an array of shape (n, 2), heights dropped."""
    try:
        positions = np.array([position[:2] for position in coordinates], dtype=float)
    except (TypeError, ValueError) as error:
        raise FeatureRefused("its coordinates are not lists of numbers") from error
    if positions.ndim != 2 or positions.shape[1] != 2:
        raise FeatureRefused("its coordinates are not pairs of numbers")
    if len(positions) < least:
        raise FeatureRefused(f"it has {len(positions)} positions where at least {least} are needed")
    if not _in_degrees(positions):
        bad = positions[~np.all(np.abs(positions) <= _LIMITS, axis=1)][0]
        raise FeatureRefused(_not_degrees(bad.tolist()).rstrip("."))
    return positions


def _ring(coordinates, repair):
    positions = _positions(coordinates, least=3)
    if not np.array_equal(positions[0], positions[-1]):
        if not repair:
            lon, lat = positions[0].tolist()
            raise FeatureRefused(
                f"the ring that starts at {lon} {lat} (lon lat) is not closed; --repair would close it"
            )
        positions = np.vstack([positions, positions[:1]])
    if len(positions) < 4:
        raise FeatureRefused("one of its rings has fewer than three corners")
    return positions


def _polygons_of(geometry: GEOSGeometry):
    """Return the polygons of a mended geometry; raise `FeatureRefused` when nothing with an area is left."""
    parts = geometry if geometry.geom_type in {"MultiPolygon", "GeometryCollection"} else [geometry]
    polygons = []
    for part in parts:
        polygons += [part] if part.geom_type == "Polygon" else part if part.geom_type == "MultiPolygon" else []
    try:
        mended = MultiPolygon(*polygons, srid=4326)
    except GEOSException as error:
        raise FeatureRefused("its boundary cannot be repaired") from error
    if mended.empty or not mended.valid:
        raise FeatureRefused("its boundary cannot be repaired: it encloses nothing")
    return mended
