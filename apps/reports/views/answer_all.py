"""One answer to the reporters of all reports that were ticked in the queue."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.core.errors import DomainError
from apps.core.permissions import shown_to
from apps.reports.staff.answer_all import AnswerAllForm, answer_one, ticked_reports


@require_POST
@shown_to("reports.work_reports")
def answer_all(request):
    """Ask for the words of an answer to the ticked reports, or send it; those that were refused stay on the page."""
    reports = ticked_reports(request.user, request.POST.getlist("report"))
    queue = reverse("reports_staff:queue")
    if request.GET:
        queue = f"{queue}?{request.GET.urlencode()}"
    if not reports:
        messages.warning(request, _("Tick the reports first."))
        return redirect(queue)
    form = AnswerAllForm(request.POST if "text" in request.POST else None)
    if not form.is_valid():
        return _page(request, reports, form, status=422 if form.is_bound else 200)
    refused = []
    for report in reports:
        try:
            answer_one(report, by=request.user, text=form.cleaned_data["text"])
        except DomainError as refusal:
            report.refusal = refusal.message
            refused.append(report)
    if done := len(reports) - len(refused):
        words = ngettext("Sent to %(count)s reporter.", "Sent to %(count)s reporters.", done)
        messages.success(request, words % {"count": done})
    if refused:
        return _page(request, refused, form, status=409)
    return redirect(queue)


def _page(request, reports, form, *, status):
    context = {"reports": reports, "form": form, "query": request.GET.urlencode()}
    return render(request, "reports/staff/answer_all.html", context, status=status)
