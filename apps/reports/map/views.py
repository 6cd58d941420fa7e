"""The public map: a page with its list twin, and what stands in the rectangle that is shown."""

import gzip
import hashlib

from csp.decorators import csp_replace
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from apps.core.pagination import KeysetPage
from apps.core.references import normalise_reference
from apps.reports.map.answers import answer_to
from apps.reports.map.counts import count_within, counts_of
from apps.reports.map.exports import MOST
from apps.reports.map.filters import MapFilter, Unclear, ViewportForm, readable, refuse_unclear
from apps.reports.map.history import history_of
from apps.reports.map.keys import covering, ranges_of
from apps.reports.map.viewport import bounds_of, pin_of
from apps.reports.models import PublicReport

PAGE_SIZE = 20
CARDS = 20
KEPT_SECONDS = 60


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
    return render(request, "reports/map/page.html", context | {"start": _bounds(read)})


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
        return JsonResponse({"error": str(unclear)}, status=400)
    offered = [[slug, str(name)] for slug, name in asked.fields["area"].choices]
    return JsonResponse({"offered": offered, "bounds": _bounds(asked) or None})


def _bounds(read):
    """Where a map of a filter's reports opens, a minute old at most: finding it looks at every one of them."""
    key = f"map.bounds.{hashlib.sha256(read.query.encode()).hexdigest()}"
    return caches["recomputed"].get_or_set(
        key, lambda: bounds_of(read.reports(), read.chosen_area) or False, KEPT_SECONDS
    )


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
        return JsonResponse({"error": str(unclear)}, status=400, headers={"Cache-Control": "no-store"})
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
    """Answer with what the popups of released reports say: `refs=KV47-RM93,…`, twenty at most; others are left out."""
    references = [normalise_reference(text) for text in request.GET.get("refs", "").split(",")[:CARDS]]
    reports = PublicReport.objects.filter(reference__in=references, map_key__isnull=False).for_list()
    return JsonResponse({"reports": [pin_of(report) for report in reports.order_by("-published_at", "-pk")]})
