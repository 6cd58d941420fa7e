"""What the map shows, as files: GeoJSON and CSV of the released columns."""

import json

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.core.sheets import CSV_TYPE, csv_chunks
from apps.reports.map.filters import MapFilter, Unclear, ViewportForm, refuse_unclear
from apps.reports.map.keys import ranges
from apps.reports.presentation import state_of

MOST = 5000  # rows of a file, the newest first; the page says so where there are more


@require_safe
def map_csv(request):
    """Answer with a CSV of what is asked for; 400 with a sentence for a filter or rectangle that cannot be read."""
    try:
        reports = _asked(request.GET)
    except Unclear as unclear:
        return unclear.as_answer()
    header = [_("Reference"), _("Day"), _("Kind"), _("State"), _("Title"), _("Area"), _("Place")]
    header += ["lon", "lat", _("Address")]
    answer = HttpResponse(csv_chunks(header, map(_csv_row, reports)), content_type=CSV_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="reports.csv"'
    return answer


@require_safe
def map_geojson(request):
    """Answer with a FeatureCollection of what is asked for; a report without a public place has no geometry."""
    try:
        reports = _asked(request.GET)
    except Unclear as unclear:
        return unclear.as_answer()
    features = []
    for report in reports:
        row = _columns(report)
        at = row.pop("at")
        geometry = {"type": "Point", "coordinates": at} if at else None
        features.append({"type": "Feature", "geometry": geometry, "properties": row})
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    answer = HttpResponse(text, content_type="application/geo+json")
    answer["Content-Disposition"] = 'attachment; filename="reports.geojson"'
    return answer


def _asked(query):
    """The reports of filters and, when there is one, of a rectangle; raises Unclear."""
    asked, view = MapFilter(query), ViewportForm(query)
    within = bool(query.get("bbox"))
    refuse_unclear(asked, *([view] if within else []))
    reports = asked.reports().on_map(ranges(**view.cleaned_data)) if within else asked.reports()
    return reports.for_places().order_by("-published_at", "-pk")[:MOST]


def _csv_row(report):
    row = _columns(report)
    at, url = row.pop("at"), row.pop("url")
    return [*row.values(), *(at or (None, None)), url]


def _columns(report):
    place = report.public_place
    return {
        "reference": report.reference,
        "day": report.public_day.isoformat(),
        "kind": str(report.category),
        "state": str(state_of(report)[0]),
        "title": report.public_title,
        "area": str(report.area),
        "place": place.name if place else "",
        "at": list(place.point.coords) if place else None,
        "url": settings.SITE_URL + report.get_absolute_url(),
    }
