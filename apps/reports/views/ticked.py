"""The reports that were ticked in the queue, and the way back to it from whatever is done with them."""

import functools

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.core.permissions import shown_to
from apps.core.references import normalise_reference
from apps.reports.models import Report

MOST_AT_ONCE = 50


def from_queue(view):
    """Decorate what is done with ticked reports, for whoever works on reports.

    Its address alone (where somebody is who had to sign in again) leads back to the queue.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @shown_to("reports.work_reports")
    @functools.wraps(view)
    def sent(request):
        return view(request) if request.method == "POST" else back_to_queue(request)

    return sent


def ticked_reports(request, *, whole=False):
    """Return the reports that were ticked and that a person works on, the most urgent first; say what is missing.

    What is ticked are references; with a dot and a version behind it one stands for the report as its reader saw it,
    which is kept as the attribute `seen_version` (else the present one). They have what a row of the queue shows or,
    `whole`, what a page of one report does.
    """
    seen = {}
    for value in request.POST.getlist("report"):
        reference, _dot, version = value.partition(".")
        if reference := normalise_reference(reference):
            seen[reference] = int(version) if version.isdecimal() else None
    taken = list(seen)[:MOST_AT_ONCE]
    rows = Report.objects.handled_by(request.user).filter(reference__in=taken)
    if whole:
        rows = rows.for_detail().prefetch_related("snap_point", "public_place", "organisation", "referred_to")
    else:
        rows = rows.for_list()
    reports = list(rows.order_by("due_at", "pk"))
    for report in reports:
        report.seen_version = seen[report.reference] or report.version
    if not seen:
        messages.warning(request, _("Tick the reports first."))
    if len(seen) > MOST_AT_ONCE:
        words = _("Only the first %(most)s of the ticked reports are taken at once; the others stay as they are.")
        messages.warning(request, words % {"most": MOST_AT_ONCE})
    found = {report.reference for report in reports}
    for reference in taken:
        if reference not in found:
            say_gone(request, reference)
    return reports


def say_gone(request, reference):
    """Say of a report that was ticked why nothing is done with it: it left this person's hands."""
    words = _("It is not in your hands any more, so nothing was done with it.")
    messages.error(request, f"{reference}: {words}")


def back_to_queue(request):
    """Go to the queue as it was, and to the report that was open beside it."""
    chosen = normalise_reference(request.POST.get("chosen", ""))
    if chosen and Report.objects.handled_by(request.user).filter(reference=chosen).exists():
        address = reverse("reports_staff:detail", args=[chosen])
    else:
        address = reverse("reports_staff:queue")
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)
