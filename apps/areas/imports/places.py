"""From the features of a GeoJSON file to the gazetteer and to snap points."""

from dataclasses import dataclass

from apps.areas.enums import PlaceKind
from apps.areas.imports.geojson import FeatureRefused, point, read_features
from apps.areas.imports.locator import AreaLocator
from apps.areas.imports.report import ImportReport
from apps.areas.models import GazetteerEntry
from apps.areas.names import transliterate
from apps.areas.services import AddressPlace, PublicPoint, publish_snap_points, upsert_gazetteer

SNAP = "snap"
KINDS = [*PlaceKind.values, SNAP]


@dataclass(frozen=True)
class PlaceFields:
    """Which property of a feature says what."""

    code: str = "code"
    name_uk: str = "name"
    name_en: str = "name_en"
    addresses: str = "addresses"


def import_places(path, *, kind, fields=PlaceFields(), area=None):
    """Create or change gazetteer entries or snap points of one kind and return an `ImportReport`, in your transaction.

    Each place stands in the deepest area that covers it. With `area` the file is the complete list of that area: places
    outside are refused, and those it no longer names are removed (snap points: retired). Raises `ImportRefused`.
    """
    report = ImportReport()
    places = {}
    locator = AreaLocator(area)
    for feature in read_features(path):
        try:
            place = _place(feature, kind, fields, locator)
            if place.code in places:
                raise FeatureRefused(f"its code {place.code} stands there twice")
            places[place.code] = place
        except FeatureRefused as refusal:
            report.refuse(feature, feature.text(fields.name_uk) or feature.text(fields.code), refusal)
    if kind == SNAP:
        report.outcome = publish_snap_points(list(places.values()), complete_for=area)
    else:
        report.outcome = upsert_gazetteer(list(places.values()), complete_for=(area, kind) if area else None)
    return report


def _place(feature, kind, fields, locator):
    code = feature.text(fields.code)
    if not code:
        raise FeatureRefused(f"it has no code: its property “{fields.code}” is absent or empty")
    name_uk = feature.text(fields.name_uk)
    if not name_uk:
        raise FeatureRefused(f"it has no name: its property “{fields.name_uk}” is absent or empty")
    name_en = feature.text(fields.name_en) or transliterate(name_uk)
    for field, value in (("code", code), ("name", name_uk), ("name", name_en)):
        longest = GazetteerEntry._meta.get_field(field).max_length
        if len(value) > longest:
            raise FeatureRefused(f"its {field} is longer than {longest} characters")
    where = point(feature)
    standing = {"code": code, "name_uk": name_uk, "name_en": name_en, "point": where, "area": locator.area_of(where)}
    if kind == SNAP:
        return PublicPoint(address_count=_count(feature, fields), **standing)
    return AddressPlace(kind=kind, **standing)


def _count(feature, fields):
    text = feature.text(fields.addresses)
    if not text.isdecimal():
        raise FeatureRefused(
            f"its property “{fields.addresses}” is “{text}”; the number of addresses it stands for is wanted"
        )
    return int(text)
