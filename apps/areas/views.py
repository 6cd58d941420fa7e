"""Answers about places, for everybody."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.areas.models import Area
from apps.areas.selectors import search_places

LONGEST_QUERY = 120


@require_safe
def places(request):
    """Answer `?q=` (and `area=` a slug) with up to 8 places as JSON: label, kind, area, longitude and latitude.

    What a person types may be their own address, so the answer is kept by nobody (`no-store`) and logged nowhere.
    """
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
    answer = JsonResponse({"results": [_as_json(entry) for entry in search_places(text, area=area)]})
    answer["Cache-Control"] = "no-store"
    return answer


def _refused(sentence):
    answer = JsonResponse({"detail": sentence}, status=400)
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
