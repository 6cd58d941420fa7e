"""What is done with all ticked reports of the queue at once, and its undoing."""

from django.contrib import messages
from django.shortcuts import render

from apps.core.errors import DomainError
from apps.reports.staff.bulk import Join, JoinAllForm, deed_of, do_to_all, last_deed, undo_last
from apps.reports.views.ticked import back_to_queue, from_queue, ticked_reports


@from_queue
def bulk(request):
    """Acknowledge, take on or give away the ticked reports; say how many it was, and why not the others."""
    reports = ticked_reports(request)
    if not reports:
        return back_to_queue(request)
    try:
        deed = deed_of(request.POST.get("do"), by=request.user, officer=request.POST.get("officer", ""))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return back_to_queue(request)
    return _done(request, deed, reports)


@from_queue
def join_all(request):
    """Ask to which report the ticked ones are joined, or join them."""
    reports = ticked_reports(request)
    if not reports:
        return back_to_queue(request)
    form = JoinAllForm(request.POST if "join" in request.POST else None, reports=reports, by=request.user)
    if not form.is_valid():
        context = {"reports": reports, "form": form, "query": request.GET.urlencode()}
        return render(request, "reports/staff/join_all.html", context, status=422 if form.is_bound else 200)
    return _done(request, Join(form.target), form.joined)


@from_queue
def undo(request):
    """Undo what was done last with several reports, as far as that can be."""
    try:
        words, refusals = undo_last(request.session, by=request.user)
    except DomainError as refusal:
        words, refusals = "", [refusal.message]
    _say(request, words, refusals)
    return back_to_queue(request)


def _done(request, deed, reports):
    done, refusals = do_to_all(deed, reports, by=request.user, session=request.session)
    # What can be undone stands above the queue with its button.
    words = deed.words(done) if done and last_deed(request.session) is None else ""
    _say(request, words, refusals)
    return back_to_queue(request)


def _say(request, words, refusals):
    if words:
        messages.success(request, words)
    for sentence in refusals:
        messages.error(request, sentence)
