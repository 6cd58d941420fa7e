"""The public map: a page with its list twin, and what stands in the rectangle that is shown."""

import gzip

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from apps.areas.selectors import areas_below
from apps.core.pagination import KeysetPage
from apps.core.references import normalise_reference
from apps.reports.map.answers import answer_to, tiles_of
from apps.reports.map.counts import count_within, counts_below, counts_of
from apps.reports.map.exports import MOST
from apps.reports.map.filters import MapFilter, Unclear, ViewportForm, readable, refuse_unclear
from apps.reports.map.history import history_of
from apps.reports.map.kept import kept
from apps.reports.map.keys import covering, ranges_of
from apps.reports.map.outlines import drawing_of, outlines_at
from apps.reports.map.viewport import bounds_of, pin_of
from apps.reports.models import PublicReport

PAGE_SIZE = 20
CARDS = 20
OUTLINES_KEPT_SECONDS = 600  # boundaries change with an import, some times a year


@require_safe
def public_map(request):
    """Answer with the map and its list; with HTMX with the list alone, of the rectangle in `bbox` when there is one."""
    asked = MapFilter(request.GET)
    read = readable(asked)
    view = ViewportForm(request.GET)
    tiles = covering(**view.cleaned_data) if view.is_valid() else None
    listed = read.reports().on_map(ranges_of(tiles)) if tiles else read.reports()
    cursor = request.GET.get("page", "")
    context = {
        "filter": asked,
        "said": read.in_words,
        "page": KeysetPage(listed.for_list(), fields=("-published_at", "-pk"), cursor=cursor, size=PAGE_SIZE),
        **counts_of(read),
        "shown": count_within(read, tiles) if tiles else None,
        "as_list": "list" in request.GET,
        "shown_query": urlencode({name: view.data[name] for name in view.fields if view.is_valid()}),
    }
    in_files = context["total"] if context["shown"] is None else context["shown"]
    context["files_stop_at"] = MOST if in_files > MOST else None
    context["area_only"] = context["total"] - context["placed"]
    if request.htmx:
        return render(request, "reports/map/_list.html", context)
    if not context["as_list"]:
        context |= {"start": _bounds(read)} | _parts(read)
    return render(request, "reports/map/page.html", context)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def map_embed(request):
    """Answer with the map alone, for the pages of others: the same for everybody, with nothing to press but links."""
    asked = MapFilter(request.GET)
    read = readable(asked)
    context = {"filter": asked, "bounds": _bounds(read), "total": counts_of(read)["placed"]}
    return render(request, "reports/map/embed.html", context)


@require_safe
def map_areas(request):
    """Answer with what the field of areas offers around the chosen one, and where a map of its reports opens.

    400 with a sentence for a filter that cannot be read.
    """
    asked = MapFilter(request.GET)
    try:
        refuse_unclear(asked)
    except Unclear as unclear:
        return unclear.as_answer()
    offered = [[slug, str(name)] for slug, name in asked.fields["area"].choices]
    return JsonResponse({"offered": offered, "bounds": _bounds(asked) or None})


@gzip_page
@require_safe
def map_outlines(request):
    """Answer with the outlines and names of areas in a rectangle, and of the chosen one, as JSON that all may keep.

    400 with a sentence for a rectangle that is none.
    """
    view, asked = ViewportForm(request.GET), MapFilter(request.GET)
    try:
        refuse_unclear(view, asked)
    except Unclear as unclear:
        return unclear.as_answer()
    tiles, zoom, chosen = covering(**view.cleaned_data), view.cleaned_data["zoom"], asked.chosen_area
    language = request.GET.get("lang")
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        found = kept(
            *("outlines", get_language(), tiles, zoom, chosen and chosen.pk),
            answer=lambda: outlines_at(tiles, zoom, chosen=chosen),
            seconds=OUTLINES_KEPT_SECONDS,
        )
    answer = JsonResponse(found)
    patch_cache_control(answer, public=True, max_age=OUTLINES_KEPT_SECONDS)
    return answer


def _parts(read):
    """The areas below the chosen one with their counts and addresses, and their drawing, for pages without scripts."""
    areas = areas_below(read.chosen_area)
    counts = counts_below(read, areas)
    parts = [{"area": area, "count": counts[area.pk], "query": read.query_in(area)} for area in areas]
    of = [area.pk for area in areas]
    drawing = kept("drawing", of, answer=lambda: drawing_of(areas), seconds=OUTLINES_KEPT_SECONDS)
    shapes = [shape | {"count": counts[shape["area"]]} for shape in drawing["shapes"]]
    return {"parts": parts, "drawing": drawing | {"shapes": shapes}}


def _bounds(read):
    """Where a map of a filter's reports opens, a minute old at most: finding it looks at every one of them."""
    return kept("bounds", read.query, answer=lambda: bounds_of(read.reports(), read.chosen_area) or False)


@require_safe
def map_data(request):
    """Answer with points and cells as JSON; 400 with a sentence for a rectangle or filter that cannot be read.

    Every keeper of a copy asks anew whether it still holds (304): a withdrawn release is gone within seconds.
    """
    return _answered(request, answer_to)


@require_safe
def map_history(request):
    """Answer with how many reports there were each week, month or year, as JSON; kept and refused as `map_data` is."""
    return _answered(request, history_of)


def _answered(request, ask):
    try:
        answer = ask(request.GET.dict())
    except Unclear as unclear:
        return unclear.as_answer()
    headers = {"ETag": answer.etag, "Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
    if answer.etag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(
            answer.body, content_type="application/json", headers={"Content-Encoding": "gzip"} | headers
        )
    return HttpResponse(gzip.decompress(answer.body), content_type="application/json", headers=headers)


@require_safe
def map_cards(request):
    """Answer with what the popup of a mark says of released reports, the newest twenty at most.

    They are those of `refs=KV47-RM93,…`, or those that the filters find in the rectangle of `bbox` and `zoom`, then
    with their whole number as "total"; 400 with a sentence for a rectangle or filter that cannot be read.
    """
    if "bbox" not in request.GET:
        references = [normalise_reference(text) for text in request.GET.get("refs", "").split(",")[:CARDS]]
        found = PublicReport.objects.filter(reference__in=references, map_key__isnull=False)
        return JsonResponse({"reports": _cards(found)})
    asked = MapFilter(request.GET)
    try:
        tiles = tiles_of(request.GET)
        refuse_unclear(asked)
    except Unclear as unclear:
        return unclear.as_answer()
    found = asked.reports().on_map(ranges_of(tiles))
    return JsonResponse({"reports": _cards(found), "total": count_within(asked, tiles)})


def _cards(found):
    return [pin_of(report) for report in found.for_list().order_by("-published_at", "-pk")[:CARDS]]
