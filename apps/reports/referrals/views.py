"""The inbox of an organisation: what was passed on to it, and its answers. It never shows a report."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.core.errors import DomainError
from apps.core.pagination import KeysetPage
from apps.core.permissions import shown_to
from apps.events import services as events
from apps.reports.models import Referral
from apps.reports.referrals.deeds import DEEDS, possible_deeds
from apps.reports.selectors import identity_for

PAGE_SIZE = 25

for_authorities = shown_to("reports.work_referrals")


@require_safe
@for_authorities
def inbox(request):
    """Answer with what waits for the reader's organisation, the most urgent first; `?tab=ended` with what is over."""
    mine = Referral.objects.visible_to(request.user)
    ended = request.GET.get("tab") == "ended"
    page = KeysetPage(
        (mine.ended() if ended else mine.open()).for_organisation(),
        fields=("-ended_at", "-pk") if ended else ("due_on", "pk"),
        cursor=request.GET.get("page", ""),
        size=PAGE_SIZE,
    )
    context = {"page": page, "ended": ended, "waiting": mine.open().count()}
    return render(request, "reports/referrals/inbox.html", context)


@require_safe
@for_authorities
def detail(request, referral):
    """Answer with one referral and what can be done with it."""
    return _page(request, _referral(request, referral))


@require_POST
@for_authorities
def answer(request, referral, deed):
    """Do with a referral what its organisation has decided; a refusal keeps what was typed."""
    asked, chosen = _referral(request, referral), DEEDS.get(deed)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST, referral=asked, prefix_of_ids=chosen.name)
    if not form.is_valid():
        return _page(request, asked, status=422, refused=chosen, form=form)
    try:
        chosen.act(asked, by=request.user, **form.cleaned_data)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return _page(request, _referral(request, referral), status=refusal.status, refused=chosen, form=form)
    messages.success(request, chosen.said)
    return redirect("referrals:inbox" if chosen.ends_it else asked)


def _referral(request, pk):
    """The referral when it was passed on to an organisation of this person's, else 404."""
    return get_object_or_404(Referral.objects.visible_to(request.user).for_organisation(), pk=pk)


def _page(request, referral, *, status=200, refused=None, form=None):
    """The page of a referral; whoever of the organisation opens it leaves an audit row."""
    identity = identity_for(referral)
    events.audit(
        "referral.read",
        actor=request.user,
        subject=referral,
        area=referral.report.area,
        data={"identity": bool(identity)},
    )
    possible = possible_deeds(referral)
    deeds = [
        (deed, form if deed is refused else deed.form(referral=referral, prefix_of_ids=deed.name)) for deed in possible
    ]
    context = {
        "referral": referral,
        "report": referral.report,
        "identity": identity,
        "deeds": deeds,
        "refused": refused,
        "kept": _words_of(form) if refused is not None and refused not in possible else "",
    }
    return render(request, "reports/referrals/detail.html", context, status=status)


def _words_of(form):
    """What was written in a form, whatever its deed calls it."""
    return form.data.get("answer") or form.data.get("reason", "")
