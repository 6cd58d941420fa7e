"""The one address of a report: for everybody what was released, for its reporter their own view."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.core.errors import DomainError
from apps.core.planning import Question
from apps.core.qr import qr_svg
from apps.core.rate_limits import limited
from apps.core.references import normalise_reference
from apps.reports.models import PublicReport, Report
from apps.reports.selectors import public_photos_of, public_updates_of
from apps.reports.services.support import has_supported, support_report
from apps.reports.supporters import SUPPORT_LIMIT, keep_supporter, supporter_of
from apps.reports.views import own

RELEASED = Question(lambda reference: PublicReport.objects.for_page().filter(reference=reference), str)


@require_safe
def report_page(request, reference):
    """Answer with the reporter's own view, else with the released report; 404, always the same, for anything else.

    Whoever works on a report that is not released goes on to it at the desk.
    """
    if (report := own.own_report(request, reference)) is not None:
        return own.own_page(request, report)
    if request.receipt_over:
        return own.ask_again(request)
    reader = request.user
    at_desk = reader.is_authenticated and Report.objects.visible_to(reader).filter(reference=reference).exists()
    report = RELEASED.first(reference)
    if report is None and not at_desk:
        raise Http404
    desk = reverse("reports_staff:detail", args=[reference]) if at_desk else ""
    if report is None:
        return redirect(desk)
    supporter = supporter_of(request, report)
    context = {
        "report": report,
        "photos": list(public_photos_of(report)) if report.has_photos else [],
        "updates": list(public_updates_of(report)) if report.has_updates else [],
        "supports": supporter is not None and has_supported(report, supporter=supporter),
        "desk": desk,
        "address": _address(report),
    }
    return render(request, "reports/public.html", context)


@require_safe
def qr_code(request, reference):
    """Answer with the address of a released report as a QR code (SVG); 404 for anything else."""
    report = get_object_or_404(PublicReport, reference=reference)
    return HttpResponse(qr_svg(_address(report)), content_type="image/svg+xml")


@require_safe
def typed_reference(request, typed, page="reports:detail"):
    """Lead from a reference as people type it (kv47rm92) to the page of its report, whether there is one or not.

    So the way there tells nothing of what was reported.
    """
    try:
        return redirect(reverse(page, args=[normalise_reference(typed)]))
    except NoReverseMatch:
        raise Http404 from None


@limited(SUPPORT_LIMIT)
@require_POST
def support(request, reference):
    """Count “me too” once for this browser or person."""
    report = get_object_or_404(PublicReport, reference=reference)
    supporter = supporter_of(request, report, make=True)
    try:
        new = support_report(report, supporter=supporter)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Counted: it concerns you too.") if new else _("You have said so already."))
    return keep_supporter(redirect(report), request)


def _address(report):
    """The whole address of a report's page, as it stands on paper."""
    return f"{settings.SITE_URL}{report.get_absolute_url()}"
