"""Answers about places, for everybody."""

import math

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from apps.areas.basemap import picture
from apps.areas.models import Area
from apps.areas.selectors import search_places
from apps.core.rate_limits import Limit, TooManyRequests, check

LONGEST_QUERY = 120
MOST_AREAS = 4
TYPING = Limit("places", each=180, overall=20_000, seconds=60)


@require_safe
def places(request):
    """Answer `?q=` (and `area=` a slug) with up to 8 places as JSON: label, kind, area, longitude and latitude.

    With `areas` the answer has up to 4 areas too: slug, label and kind.
    What a person types may be their own address, so the answer is kept by nobody (`no-store`) and logged nowhere.
    """
    try:
        check(request, TYPING)
    except TooManyRequests as refusal:
        answer = _refused(refusal.message, status=refusal.status)
        answer["Retry-After"] = str(refusal.retry_after)
        return answer
    text, slug = request.GET.get("q", "").strip(), request.GET.get("area", "")
    if not text:
        return _refused(_("Write a street, an address or a place after “q=”."))
    if len(text) > LONGEST_QUERY:
        return _refused(
            _("That is too long for an address: up to %(longest)d characters.") % {"longest": LONGEST_QUERY}
        )
    if "\0" in text + slug:
        return _refused(_("An address has only letters, digits and signs."))
    area = Area.objects.filter(slug=slug).first() if slug else None
    if slug and area is None:
        return _refused(_("There is no area “%(slug)s”.") % {"slug": slug})
    found = {"results": [_as_json(entry) for entry in search_places(text, area=area)]}
    if "areas" in request.GET:
        named = Area.objects.named(text).defer("boundary", "centre")[:MOST_AREAS]
        found["areas"] = [{"slug": area.slug, "label": area.name, "kind": area.get_kind_display()} for area in named]
    answer = JsonResponse(found)
    answer["Cache-Control"] = "no-store"
    return answer


def _refused(sentence, status=400):
    answer = JsonResponse({"detail": sentence}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _as_json(entry):
    return {
        "code": entry.code,
        "label": entry.name,
        "kind": entry.kind,
        "area": entry.area.name,
        "lon": entry.point.x,
        "lat": entry.point.y,
    }


@gzip_page
@require_safe
def map_picture(request):
    """Answer `?lon=&lat=` (degrees) with the base map there as SVG; also `zoom`, `w`, `h`, `scheme`, `lang`, `pin`.

    The address is written by pages around public points only. Sizes and zooms are brought within bounds, the point is
    rounded to 4 decimals (about 10 m), so that a picture can be kept by everybody for a day. With `kept=0` nobody keeps
    it: on a shared computer the browser's copy would tell which place a report was about.
    """
    try:
        lon, lat = (round(_number(request, name, None), 4) for name in ("lon", "lat"))
        asked = {
            "zoom": _within(_number(request, "zoom", 15), picture.ZOOMS),
            "width": _within(_number(request, "w", 720), picture.WIDTHS),
            "height": _within(_number(request, "h", 360), picture.HEIGHTS),
        }
    except ValueError:
        return _not_a_picture(_("A map needs numbers: “lon”, “lat” and, if you like, “zoom”, “w” and “h”."))
    if abs(lon) > 180 or abs(lat) > 85:
        return _not_a_picture(_("There is no map there: longitude is −180 to 180, latitude −85 to 85."))
    scheme = "dark" if request.GET.get("scheme") == "dark" else "light"
    language = request.GET.get("lang")
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    drawn = picture.map_picture(lon, lat, **asked, scheme=scheme, language=language, pin=request.GET.get("pin") == "1")
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    if request.GET.get("kept") == "0":
        answer["Cache-Control"] = "no-store"
    else:
        patch_cache_control(answer, public=True, max_age=86_400)
    return answer


def _number(request, name, default):
    """Return a finite number of the query; raise ValueError for anything else."""
    text = request.GET.get(name)
    if text is None and default is not None:
        return default
    number = float(text or "x")
    if not math.isfinite(number):
        raise ValueError(name)
    return number


def _within(number, bounds):
    return int(min(max(number, bounds[0]), bounds[1]))


def _not_a_picture(sentence):
    return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
