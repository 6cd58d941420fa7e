"""Maps in pages: `{% load maps %}`."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


def attribution():
    """Whose map it is, in the reader's language; the demo's says that it is invented."""
    if settings.TILE_URL:
        return settings.TILE_ATTRIBUTION
    return settings.BASE_MAP_ATTRIBUTION or (_("Invented town, invented map") if settings.DEMO else "")


@register.inclusion_tag("areas/_map_head.html")
def map_head(*, later=False):
    """`{% map_head %}` in the block "head" of a page with a map: Leaflet, its styles, and what our modules read.

    With `later=True` Leaflet itself is fetched when the first map is drawn, by modules that ask map/later for it: for
    pages that are used before their map.
    """
    return {
        "later": static("leaflet/leaflet.js") if later else "",
        "base": static(settings.BASE_MAP) if settings.BASE_MAP and not settings.TILE_URL else "",
        "tiles": settings.TILE_URL,
        "attribution": attribution(),
        "sprite": static("img/icons.svg"),
    }


@register.inclusion_tag("areas/_map_picture.html")
def map_picture(point, label, *, zoom=15, width=720, height=360, pin=True, kept=True):
    """`{% map_picture report.released_point "Where it is" %}`: a map as an image, for pages without scripts.

    The point ends up in an address, so it is only ever a public one: a snap point, a venue, the centre of an area.
    `kept=False` on a page that belongs to one person, whose browser must keep no trace of it.
    """
    asked = {
        "lon": round(point.x, 4),
        "lat": round(point.y, 4),
        "zoom": zoom,
        "w": width,
        "h": height,
        "lang": get_language(),
        "pin": int(pin),
    }
    if not kept:
        asked["kept"] = 0
    address = reverse("areas:map_picture")
    return {
        "light": f"{address}?{urlencode(asked)}",
        "dark": f"{address}?{urlencode(asked | {'scheme': 'dark'})}",
        "label": label,
        "width": width,
        "height": height,
        "attribution": attribution(),
    }
