"""GeoJSON files for the imports."""

import json

import pytest


@pytest.fixture
def geojson(tmp_path):
    """Return `geojson([(geometry, properties), …], **members)`: the path of a FeatureCollection on disk."""

    def write(features, **members):
        path = tmp_path / "features.geojson"
        rows = [{"type": "Feature", "geometry": geometry, "properties": values} for geometry, values in features]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": rows, **members}), encoding="utf-8")
        return path

    return write


@pytest.fixture
def box():
    """Return `box(west, south, east, north)`: a rectangle as a GeoJSON Polygon."""

    def polygon(west, south, east, north):
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {"type": "Polygon", "coordinates": [ring]}

    return polygon
