"""Answering by a link in a mail whether it is still solved: nothing of the report is shown here."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.core.errors import DomainError
from apps.core.rate_limits import limited
from apps.reports.deadlines import asks_whether_it_lasts
from apps.reports.forms import LastingForm
from apps.reports.lasting import report_of_lasting
from apps.reports.services.followup import say_whether_it_lasts
from apps.reports.views.own import REPLY_LIMIT


@limited(REPLY_LIMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def lasting(request, link):
    """Ask, take the answer, and say that it was taken; a mail program that opens the link answers nothing."""
    report = report_of_lasting(link)
    if report is None:
        raise Http404
    if request.method != "POST":
        context = {"report": report, "asks": asks_whether_it_lasts(report)}
        return render(request, "reports/lasting.html", context)
    form = LastingForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/lasting.html", {"report": report, "asks": True, "form": form}, status=422)
    try:
        say_whether_it_lasts(report, by=None, lasts=form.cleaned_data["lasts"])
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect(request.path)
