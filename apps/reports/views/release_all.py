"""The release of all reports that were ticked in the queue, from one page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.core.permissions import shown_to
from apps.events import services as events
from apps.reports.staff.answer_all import ticked_reports
from apps.reports.staff.bulk import do_to_all
from apps.reports.staff.release_all import Release, cards_of


@require_POST
@shown_to("reports.work_reports")
def release_all(request):
    """Gather the ticked reports that can be released, or release them; a card with an error stays as it was typed."""
    reports = ticked_reports(request.user, request.POST.getlist("report"), whole=True)
    cards, refused = cards_of(reports, request.POST, by=request.user)
    if not cards:
        if not reports:
            messages.warning(request, _("Tick the reports first."))
        for report in refused:
            messages.error(request, f"{report.reference}: {report.refusal}")
        return _back(request)
    if "release" not in request.POST:
        return _page(request, cards, refused)
    return _released(request, cards, refused)


def _released(request, cards, refused):
    """Release what is in order; answer with the cards that are not, or with the queue when none of them is left."""
    chosen = [card for card in cards if not card.is_left_out]
    sound = [card for card in chosen if card.is_valid()]
    deed = Release(sound)
    done, refusals = do_to_all(deed, [card.report for card in sound], by=request.user, session=request.session)
    if done:
        messages.success(request, deed.words(done))
    for card in chosen:
        if card.report is None:
            messages.error(request, f"{card.prefix}: {card.refusal}")
    if not chosen:
        messages.warning(request, _("All of them are left out, so nothing was released."))
    left = [card for card in cards if not card.is_released and card.report is not None]
    if not chosen or any(not card.is_left_out for card in left):
        return _page(request, left, refused, tried=True, status=409 if refusals else 422)
    if left:
        words = ngettext("%(count)s was left out.", "%(count)s were left out.", len(left))
        messages.info(request, words % {"count": len(left)})
    return _back(request)


def _back(request):
    return redirect(f"{reverse('reports_staff:queue')}?{request.GET.urlencode()}")


def _page(request, cards, refused, *, tried=False, status=200):
    """The page of the cards, which says on top what is to be mended when it was `tried` to release them.

    Whoever sees it reads these reports: an audit row for each says so.
    """
    events.audit_each("report.read", actor=request.user, subjects=[card.report for card in cards])
    context = {"cards": cards, "refused": refused, "tried": tried, "query": request.GET.urlencode()}
    return render(request, "reports/staff/release_all.html", context, status=status)
