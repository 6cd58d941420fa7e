"""The first page, the page of an area, and search."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.areas.models import Area
from apps.areas.selectors import only_hromada, search_places
from apps.core.errors import DomainError
from apps.core.references import normalise_reference
from apps.portal import personal_data, selectors
from apps.portal.forms import EraseAccountForm
from apps.reports.models import PublicReport
from apps.reports.services.personal import kept_of

LONGEST_QUERY = 120


@require_safe
def home(request):
    """Answer with what happens where people live: the map at a glance, figures, the latest answers and reports."""
    context = {
        "hromada": only_hromada(),
        "figures": selectors.figures_of(),
        "bounds": selectors.bounds_of(),
        **selectors.lists_of(),
    }
    return render(request, "portal/home.html", context)


@require_safe
def area_page(request, slug):
    """Answer with who serves an area, what was reported and solved there, and what was done."""
    area = get_object_or_404(Area.objects.defer("boundary"), slug=slug)
    context = {
        "area": area,
        "figures": selectors.figures_of(area),
        "bounds": selectors.bounds_of(area),
        **selectors.surroundings_of(area),
        **selectors.lists_of(area),
    }
    return render(request, "portal/area.html", context)


@require_safe
def search(request):
    """Find a released report by its reference or the words of its title, a place, or an area.

    A reference that was not released is answered like one that nobody has.
    """
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    if reference := normalise_reference(asked):
        report = PublicReport.objects.filter(reference=reference).first()
        if report is not None:
            return redirect(report)
    found = {"places": [], "areas": [], "reports": []}
    if len(asked) > 1:
        found = {
            "places": search_places(asked),
            "areas": Area.objects.named(asked).defer("boundary")[:8],
            "reports": PublicReport.objects.titled(asked).for_list().order_by("-published_at", "-pk")[:10],
        }
    context = {"asked": asked, "found": found, "nothing": not any(len(rows) for rows in found.values())}
    return render(request, "portal/search.html", context)


@login_required
@reauthentication_required(app="apps.accounts")
def my_data(request):
    """Say what the portal holds of a person and what would stay, and erase them when they ask for it."""
    form = EraseAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            personal_data.erase(request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            logout(request)
            messages.success(request, _("Your account and what you told are erased."))
            return redirect("portal:home")
    context = {"form": form, "kept": kept_of(request.user)}
    return render(request, "portal/my_data.html", context, status=422 if form.errors else 200)


@login_required
@reauthentication_required(app="apps.accounts")
@require_safe
def my_data_download(request):
    """Answer with a ZIP of all that the portal holds of a person."""
    archive = personal_data.download_of(request.user)
    return FileResponse(archive, as_attachment=True, filename="my-data.zip", content_type="application/zip")
