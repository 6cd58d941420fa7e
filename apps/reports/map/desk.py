"""The desk's live map: every open report that somebody may work on, at its exact place, asked of the database."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from apps.areas.models import Area
from apps.core.references import normalise_reference
from apps.reports.map.answers import found_by, tiles_of
from apps.reports.map.filters import Unclear
from apps.reports.map.keys import ranges_of
from apps.reports.map.live import LiveRows
from apps.reports.map.viewport import POINTS_ZOOM, desk_card_of, extent_of
from apps.reports.models import Report
from apps.reports.staff.choices import police_areas
from apps.reports.staff.queue import Queue
from apps.reports.views.staff import for_police

CARDS = 20


@require_safe
@for_police
def desk_map(request):
    """Answer with the map, opened around its reports, and the way to the queue, its twin as a list."""
    handled = Report.objects.handled_by(request.user).open()
    bounds = extent_of(handled, "point") or extent_of(_areas_of(request.user), "boundary")
    unplaced = handled.filter(desk_key__isnull=True).count()
    return render(request, "reports/staff/map.html", {"bounds": bounds, "unplaced": unplaced})


@require_safe
@for_police
def desk_map_data(request):
    """Answer with points and cells as JSON, of open reports alone; 400 with a sentence for a rectangle that is none."""
    try:
        tiles = tiles_of(request.GET.dict())
    except Unclear as unclear:
        return unclear.as_answer()
    handled = Report.objects.handled_by(request.user).open().placed_in(ranges_of(tiles))
    return JsonResponse(found_by(LiveRows(handled, key="desk_key"), level=tiles[0]))


@require_safe
@for_police
def desk_map_cards(request):
    """Answer with what the popups say: of restricted reports the kind alone, as in the queue.

    They are those of `refs`, or the first twenty in a rectangle with their whole number as "total"; 400 with a sentence
    for a rectangle that is none.
    """
    handled = Report.objects.handled_by(request.user).open()
    if "bbox" not in request.GET:
        return JsonResponse({"reports": _cards(handled.filter(reference__in=_asked_for(request, CARDS)))})
    try:
        tiles = tiles_of(request.GET)
    except Unclear as unclear:
        return unclear.as_answer()
    found = handled.placed_in(ranges_of(tiles))
    return JsonResponse({"reports": _cards(found), "total": found.count()})


@require_safe
@for_police
def desk_map_rows(request):
    """Answer with the points of the rows that a page of the queue shows, open or not, and a word on the others."""
    rows = Report.objects.handled_by(request.user).filter(reference__in=_asked_for(request, Queue.SIZE))
    found = found_by(LiveRows(rows.filter(desk_key__isnull=False), key="desk_key"), level=POINTS_ZOOM)
    unplaced = rows.count() - found["total"]
    words = ngettext("%(count)s has no exact place.", "%(count)s have no exact place.", unplaced)
    return JsonResponse(found | {"words": words % {"count": unplaced} if unplaced else ""})


def _cards(found):
    rows = found.select_related("category", "area").order_by("due_at", "pk")[:CARDS]
    return [desk_card_of(report) for report in rows]


def _asked_for(request, most):
    """The references in the address, as many as are answered at once."""
    return [normalise_reference(text) for text in request.GET.get("refs", "").split(",")[:most]]


def _areas_of(user):
    return Area.objects.filter(pk__in=[area.pk for area in police_areas(user)])
