"""Bringing the town into the database, as any town comes in: through the imports."""

from django.db import transaction

from apps.areas.enums import AreaKind, PlaceKind
from apps.areas.imports.areas import import_areas
from apps.areas.imports.places import SNAP, import_places
from apps.areas.models import Area
from apps.areas.services import AreaRecord, upsert_area
from apps.portal.demo import DATA
from apps.portal.demo.geography import plan

_PLACES = {
    PlaceKind.STREET: "streets.geojson",
    PlaceKind.PLACE: "places.geojson",
    PlaceKind.ADDRESS: "addresses.geojson.gz",
    SNAP: "snap_points.geojson",
}


@transaction.atomic
def load_town():
    """Create the areas, streets, places, addresses and snap points of the town, or leave them as they are.

    Return the hromada.
    """
    code, name_uk, name_en = plan.COUNTRY
    upsert_area(AreaRecord(code, AreaKind.COUNTRY, name_uk, name_en))
    reports = [import_areas(DATA / "areas.geojson", parent_code=code)]
    hromada = Area.objects.get(code=plan.HROMADA[0])
    for kind, file in _PLACES.items():
        reports.append(import_places(DATA / file, kind=kind, area=hromada))
    refusals = [refusal for report in reports for refusal in report.refusals]
    assert not refusals, refusals
    return hromada
