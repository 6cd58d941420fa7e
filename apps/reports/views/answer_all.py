"""One answer to the reporters of all reports that were ticked in the queue."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import ngettext

from apps.core.errors import DomainError
from apps.reports.staff.answer_all import AnswerAllForm, answer_one
from apps.reports.views.ticked import back_to_queue, from_queue, ticked_reports


@from_queue
def answer_all(request):
    """Ask for the words of an answer to the ticked reports, or send it; those that were refused stay on the page."""
    reports = ticked_reports(request)
    if not reports:
        return back_to_queue(request)
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
    return back_to_queue(request)


def _page(request, reports, form, *, status):
    context = {"reports": reports, "form": form, "query": request.GET.urlencode()}
    return render(request, "reports/staff/answer_all.html", context, status=status)
