"""From what a person chose as the place to the place of a report."""

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Point
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.areas.models import Area, GazetteerEntry
from apps.areas.selectors import nearest_address, search_places, snap
from apps.reports.selectors import served_area_at, served_areas

NAMED = 4  # so many served areas are named in a sentence


class OutsideEveryArea(Exception):
    """The place lies where no police unit of this portal serves."""


def place_at(lon, lat):
    """Return the answer for a pin (degrees); raises OutsideEveryArea."""
    point = Point(lon, lat, srid=4326)
    address = nearest_address(point)
    return _answer(point, address.name if address else _("a point on the map"))


def place_of_entry(code):
    """Return the answer for an entry of the gazetteer, or None for a code that is none; raises OutsideEveryArea."""
    entry = GazetteerEntry.objects.filter(code=code).first()
    return entry and _answer(entry.point, entry.name, entry=code)


def whole_area(slug):
    """Return the answer for “somewhere in this area”, or None for one that is not served."""
    area = next((area for area in list_of_areas() if area.slug == slug), None)
    return area and {"area": area.pk, "label": area.name}


def search(text):
    """Return the entries of the gazetteer in served areas for what a person typed."""
    served = list(served_areas())
    found = search_places(text, area=served[0] if len(served) == 1 else None)
    return [entry for entry in found if any(entry.area.is_in(area) for area in served)]


def list_of_areas():
    """Return the served areas and all below them, in the order of the tree."""
    return list(Area.objects.within_any(served_areas()).defer("boundary"))


def extent(*areas):
    """Return [west, south, east, north] degrees around some areas, else around the served ones, or None without any."""
    around = Area.objects.filter(pk__in=[area.pk for area in areas]) if areas else served_areas()
    return around.aggregate(all=Extent("boundary"))["all"]


def near(*, area="", lat=None, lon=None):
    """Return where to begin looking for a place: {"area": slug}, of a point (degrees) with its "lat" and "lon".

    {} for what is not served.
    """
    if lat is not None and lon is not None and (found := served_area_at(Point(lon, lat, srid=4326))):
        return {"area": found.slug, "lat": lat, "lon": lon}
    return {"area": area} if area and any(each.slug == area for each in list_of_areas()) else {}


def outside_sentence():
    """Say what the portal covers, for somebody whose place lies elsewhere."""
    names = [area.name for area in served_areas()[: NAMED + 1]]
    if not names:
        return _("No police unit takes reports on this portal yet. In danger call 102 or 112.")
    covered = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
    return _(
        "This place is outside what the portal covers: %(areas)s. Choose a place inside, or call 102 for another one."
    ) % {"areas": covered}


def with_note(answer, note):
    """Return the answer with the person's own words about the place, and both together as the report keeps them."""
    words = f"{answer['label']}, {note}" if note else answer["label"]
    return answer | {"note": note, "words": Truncator(words).chars(200)}


def _answer(point, label, *, entry=""):
    area = served_area_at(point)
    if area is None:
        raise OutsideEveryArea
    public = snap(point, area)
    return {
        "lon": point.x,
        "lat": point.y,
        "label": label,
        "entry": entry,
        "area": area.pk,
        "snap": public and public.pk,
        "metres": public and round(public.distance.m),
    }
