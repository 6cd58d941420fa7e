"""What is done with all ticked reports of the queue at once, and its undoing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.core.errors import DomainError
from apps.core.permissions import shown_to
from apps.core.references import normalise_reference
from apps.reports.models import Report
from apps.reports.staff.answer_all import ticked_reports
from apps.reports.staff.bulk import Join, JoinAllForm, deed_of, do_to_all, last_deed, undo_last

for_police = shown_to("reports.work_reports")


@require_POST
@for_police
def bulk(request):
    """Acknowledge, take on or give away the ticked reports; say how many it was, and why not the others."""
    reports = ticked_reports(request.user, request.POST.getlist("report"))
    if not reports:
        messages.warning(request, _("Tick the reports first."))
        return _back(request)
    try:
        deed = deed_of(request.POST.get("do"), by=request.user, officer=request.POST.get("officer", ""))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return _back(request)
    return _done(request, deed, reports)


@require_POST
@for_police
def join_all(request):
    """Ask to which report the ticked ones are joined, or join them."""
    reports = ticked_reports(request.user, request.POST.getlist("report"))
    if not reports:
        messages.warning(request, _("Tick the reports first."))
        return _back(request)
    form = JoinAllForm(request.POST if "join" in request.POST else None, reports=reports, by=request.user)
    if not form.is_valid():
        context = {"reports": reports, "form": form, "query": request.GET.urlencode()}
        return render(request, "reports/staff/join_all.html", context, status=422 if form.is_bound else 200)
    return _done(request, Join(form.target), form.joined)


@require_POST
@for_police
def undo(request):
    """Undo what was done last with several reports, as far as that can be."""
    try:
        words, refusals = undo_last(request.session, by=request.user)
    except DomainError as refusal:
        words, refusals = "", [refusal.message]
    _say(request, words, refusals)
    return _back(request)


def _done(request, deed, reports):
    done, refusals = do_to_all(deed, reports, by=request.user, session=request.session)
    # What can be undone stands above the queue with its button.
    words = deed.words(done) if done and last_deed(request.session) is None else ""
    _say(request, words, refusals)
    return _back(request)


def _say(request, words, refusals):
    if words:
        messages.success(request, words)
    for sentence in refusals:
        messages.error(request, sentence)


def _back(request):
    """Go to the queue as it was, and to the report that was open beside it."""
    chosen = normalise_reference(request.POST.get("chosen", ""))
    if chosen and Report.objects.handled_by(request.user).filter(reference=chosen).exists():
        address = reverse("reports_staff:detail", args=[chosen])
    else:
        address = reverse("reports_staff:queue")
    return redirect(f"{address}?{request.GET.urlencode()}")
