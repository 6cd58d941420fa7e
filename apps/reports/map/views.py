"""The public map: a page with its list twin, and what stands in the rectangle that is shown."""

from django.db.models import Count
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from apps.core.pagination import KeysetPage
from apps.reports.map.filters import MapFilter, ViewportForm, everything_lately
from apps.reports.map.keys import ranges
from apps.reports.map.viewport import bounds_of, viewport

PAGE_SIZE = 20
KEPT_SECONDS = 20  # a withdrawn release has left every browser after that


@require_safe
def public_map(request):
    """Answer with the map and its list; with HTMX with the list alone, of the rectangle in `bbox` when there is one."""
    asked = MapFilter(request.GET)
    reports = asked.reports() if asked.is_valid() else everything_lately()
    view = ViewportForm(request.GET)
    shown = reports.on_map(ranges(**view.cleaned_data)) if view.is_valid() else reports
    cursor = request.GET.get("page", "")
    context = {
        "filter": asked,
        "page": KeysetPage(shown.for_list(), fields=("-published_at", "-pk"), cursor=cursor, size=PAGE_SIZE),
        **reports.aggregate(total=Count("pk"), placed=Count("map_key")),
        "shown": shown.count() if view.is_valid() else None,
        "as_list": "list" in request.GET,
    }
    context["area_only"] = context["total"] - context["placed"]
    if request.htmx:
        return render(request, "reports/map/_list.html", context)
    return render(request, "reports/map/page.html", context | {"start": bounds_of(reports, asked.chosen_area)})


@require_safe
def map_data(request):
    """Answer with places or cells as JSON; 400 with a sentence for a rectangle or filter that cannot be read."""
    asked, view = MapFilter(request.GET), ViewportForm(request.GET)
    if not (asked.is_valid() and view.is_valid()):
        sentences = [text for form in (view, asked) for errors in form.errors.values() for text in errors]
        return JsonResponse({"error": " ".join(sentences)}, status=400)
    answer = JsonResponse(viewport(asked.reports(), **view.cleaned_data))
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    patch_vary_headers(answer, ["Cookie"])
    return answer
