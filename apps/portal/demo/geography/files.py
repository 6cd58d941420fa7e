"""Writing the town as GeoJSON: what the imports read, and the base map."""

import gzip
import json

from django.contrib.gis.geos import MultiPolygon, Point

from apps.portal.demo.geography import plan
from apps.portal.demo.geography.shapes import degrees, polygon
from apps.portal.demo.geography.town import Town


def write_town(data, base):
    """Draw the town and write its files: areas, gazetteer and snap points into the folder `data`, the map to `base`.

    Return {file name: number of features}.
    """
    town = Town()
    collections = {
        data / "areas.geojson": _areas(),
        data / "streets.geojson": _streets(town),
        data / "places.geojson": _places(),
        data / "addresses.geojson.gz": _addresses(town),
        data / "snap_points.geojson": _snap_points(town),
        base: _base(town),
    }
    for path, features in collections.items():
        collection = {"type": "FeatureCollection", "features": features}
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).replace(
            '{"type":"Feature",', '\n{"type":"Feature",'
        )
        content = f"{text}\n".encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)
    return {path.name: len(features) for path, features in collections.items()}


def _feature(shape, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": shape, "coordinates": coordinates}}


def _point(point, **properties):
    return _feature("Point", degrees((point[0], point[1])), **properties)


def _line(line, layer, **properties):
    return _feature(
        "LineString", [degrees(position) for position in line.simplify(0.7).coords], layer=layer, **properties
    )


def _polygons(shapes, layer, *, decimals=5, tolerance=0.7, **properties):
    parts = [part for shape in shapes for part in _parts(shape)]
    if tolerance:
        parts = [part.simplify(tolerance) for part in parts]
    rings = [[[degrees(position, decimals) for position in ring] for ring in part.coords] for part in parts]
    return _feature("MultiPolygon", rings, layer=layer, **properties)


def _border(name):
    points = [plan.NODES[point] if isinstance(point, str) else point for point in plan.BORDERS[name.lstrip("-")]]
    return points[::-1] if name.startswith("-") else points


def _ring(names):
    corners = [point for name in names for point in _border(name)[:-1]]
    return [degrees(point) for point in [*corners, corners[0]]]


def _areas():
    features = []
    parent = plan.COUNTRY[0]
    for (code, name, name_en, corners), kind in ((plan.OBLAST, "oblast"), (plan.RAION, "raion")):
        ring = [degrees((x * 1000, y * 1000)) for x, y in [*corners, corners[0]]]
        names = {"code": code, "name": name, "name_en": name_en}
        features.append(_feature("Polygon", [ring], **names, kind=kind, parent=parent))
        parent = code
    code, name, name_en, borders = plan.HROMADA
    names = {"code": code, "name": name, "name_en": name_en}
    features.append(_feature("Polygon", [_ring(borders)], **names, kind="hromada", parent=parent))
    for own, name, name_en, _, borders in plan.NEIGHBOURHOODS:
        about_uk, about_en = plan.ABOUT[name]
        names = {"code": own, "name": name, "name_en": name_en, "description": about_uk, "description_en": about_en}
        features.append(_feature("Polygon", [_ring(borders)], **names, kind="neighbourhood", parent=code))
    return features


def _streets(town):
    features = []
    for index, street in enumerate(town.streets):
        if street.name:
            full, _, english = street.names()
            middle = street.line.interpolate_normalized(0.5)
            features.append(_point((middle.x, middle.y), code=f"street-{index}", name=full, name_en=english))
    return features


def _places():
    return [
        _point((x, y), code=f"place-{index}", name=name, name_en=name_en)
        for index, (x, y, name, name_en, _, _, _) in enumerate(plan.LANDMARKS)
    ]


def _addresses(town):
    features = []
    for index, (street, number, point) in enumerate(town.addresses()):
        full, _, english = street.names()
        names = {"name": f"{full}, {number}", "name_en": f"{english}, {number.replace('А', 'A')}"}
        features.append(_point((point.x, point.y), code=f"address-{index}", **names))
    return features


def _snap_points(town):
    return [
        _point((point.x, point.y), code=code, name=name, name_en=name_en, addresses=count)
        for code, name, name_en, point, count in town.public_points()
    ]


def _base(town):
    built = MultiPolygon(
        *[part for shape, _ in town.districts.values() for part in _parts(shape.buffer(12))]
    ).unary_union
    features = [
        _polygons([built], "built"),
        _polygons(town.forests, "forest"),
        _polygons(town.parks.values(), "park"),
        _polygons([polygon(plan.PITCH)], "pitch"),
        _feature("MultiPoint", [degrees(tree) for tree in _trees(town)], layer="tree"),
        _polygons([town.river, *town.ponds], "water"),
    ]
    features += [_line(stream, "stream") for stream in town.streams]
    features.append(_polygons(town.buildings, "building", decimals=6, tolerance=0))
    features.append(_line(town.railway, "rail"))
    for street in sorted(town.streets, key=lambda street: ("lane", "minor", "road", "main").index(street.rank)):
        names = dict(zip(("name", "name_en"), street.names()[1:], strict=True)) if street.name else {}
        features.append(_line(street.line, "street", rank=street.rank, **names))
    river = {"name": "Тиха", "name_en": "Tykha"}
    features.append(_line(town.river_line, "river-name", **river))
    for _, name, name_en, (x, y), _ in plan.NEIGHBOURHOODS:
        features.append(_point((x, y), layer="district", name=name, name_en=name_en))
    for x, y, name, name_en, _, _, zoom in plan.LANDMARKS:
        features.append(
            _point((x, y), layer="place", name=name, name_en=name_en, zoom=zoom, green=_is_green(town, x, y))
        )
    return features


def _parts(shape):
    return [shape] if shape.geom_type == "Polygon" else list(shape)


def _trees(town):
    """Return where the dots for trees stand in the parks."""
    spots = []
    for name in ("dubky", "station", "lisovyi", "mill"):
        park = town.parks[name].buffer(-10)
        west, south, east, north = park.extent
        for row in range(int((north - south) // 46) + 1):
            for column in range(int((east - west) // 46) + 1):
                jitter = ((row * 37 + column * 61) % 37 - 18, (row * 53 + column * 29) % 37 - 18)
                spot = (west + column * 46 + jitter[0], south + row * 46 + jitter[1])
                if park.contains(Point(*spot)) and (row * 7 + column * 11) % 5 < 3:
                    spots.append(spot)
    return spots


def _is_green(town, x, y):
    return any(park.contains(Point(x, y)) for park in town.parks.values())
