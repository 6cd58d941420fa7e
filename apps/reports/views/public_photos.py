"""Photos for everybody: what is covered before they are released, and the released files themselves."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.attachments.responses import serve
from apps.core.errors import DomainError
from apps.core.permissions import shown_to
from apps.events import services as events
from apps.reports.errors import StaleReport
from apps.reports.models import PublicPhoto, PublicReport, Report
from apps.reports.services import photos
from apps.reports.staff.covering import CoverForm


@require_http_methods(["GET", "HEAD", "POST"])
@shown_to("reports.work_reports")
def cover(request, reference, number):
    """Choose what is covered of a photo and release it, cover it anew, or take it back."""
    report = get_object_or_404(Report.objects.handled_by(request.user).for_detail(), reference=reference)
    if not request.user.has_perm("reports.release_report", report) or report.is_sealed:
        raise Http404
    offered = report.photos.for_reporter().select_related("attachment", "public")
    photo = get_object_or_404(offered, pk=number)
    if request.method != "POST":
        return _page(request, report, photo, CoverForm(report=report, by=request.user, photo=photo))
    form = CoverForm(request.POST, report=report, by=request.user, photo=photo)
    try:
        if "withdraw" in request.POST:
            photos.withdraw_photo(report, by=request.user, photo=photo)
            messages.success(request, _("The photo is taken back, and its file is deleted."))
        elif form.is_valid():
            version = form.cleaned_data["version"]
            photos.release_photo(report, by=request.user, photo=photo, version=version, **form.values)
            messages.success(request, _("The photo is released. What you covered is gone from the file."))
        else:
            return _page(request, report, photo, form, status=422)
    except DomainError as refusal:
        if isinstance(refusal, StaleReport):
            form.renew(Report.objects.get(pk=report.pk))
        return _page(request, report, photo, form, status=refusal.status, refusal=refusal)
    return redirect("reports_staff:detail", reference)


@require_safe
def public_photo(request, reference, number, variant):
    """Answer everybody with a released photo of a released report; 404, always the same, for anything else."""
    report = get_object_or_404(PublicReport, reference=reference)
    shown = get_object_or_404(PublicPhoto.objects.select_related("attachment"), report_id=report.pk, pk=number)
    return serve(shown.attachment, variant)


def _page(request, report, photo, form, *, status=200, **shown):
    events.audit("report.read", actor=request.user, subject=report, area=report.area, data={"photo": photo.pk})
    context = {"report": report, "photo": photo, "form": form, **shown}
    return render(request, "reports/staff/cover.html", context, status=status)
