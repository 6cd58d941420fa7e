"""Reading a base map: our own GeoJSON, projected once to the square of the Web Mercator world (0 to 1 on both axes)."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.contrib.staticfiles import finders


@dataclass(frozen=True)
class Shape:
    """Rings or lines of one shape as arrays of (x, y) in the world square, with its box (west, north, east, south)."""

    rings: tuple
    box: tuple
    properties: dict


def project(positions):
    """Project positions (lon, lat in degrees, shape (n, 2)) to the world square."""
    degrees = np.asarray(positions, dtype=float)
    sine = np.sin(np.radians(degrees[:, 1]))
    return np.column_stack([degrees[:, 0] / 360 + 0.5, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)])


def load_ground(name):
    """Return {layer: [Shape]} of the base map among the static files; {} for no name. Kept until the file changes.

    Raises FileNotFoundError, which says which setting to mend.
    """
    if not name:
        return {}
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"BASE_MAP names {name}, which is not among the static files.")
    return _read(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path, changed):
    ground = defaultdict(list)
    for feature in json.loads(Path(path).read_text(encoding="utf-8"))["features"]:
        properties, geometry = feature["properties"], feature["geometry"]
        for rings in _parts(geometry["type"], geometry["coordinates"]):
            arrays = tuple(project(ring) for ring in rings)
            every = np.vstack(arrays)
            box = (*every.min(axis=0).tolist(), *every.max(axis=0).tolist())
            ground[properties["layer"]].append(Shape(arrays, box, properties))
    return dict(ground)


def _parts(kind, coordinates):
    """Return the shapes of a geometry, each a list of rings."""
    return {
        "Point": lambda: [[[coordinates]]],
        "MultiPoint": lambda: [[coordinates]],
        "LineString": lambda: [[coordinates]],
        "MultiLineString": lambda: [[line] for line in coordinates],
        "Polygon": lambda: [coordinates],
        "MultiPolygon": lambda: coordinates,
    }[kind]()
