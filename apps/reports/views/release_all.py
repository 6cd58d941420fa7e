"""The release of all reports that were ticked in the queue, from one page."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts import kept_words
from apps.events import services as events
from apps.reports.staff.bulk import do_to_all
from apps.reports.staff.release_all import Release, cards_of
from apps.reports.views.ticked import back_to_queue, from_queue, say_gone, ticked_reports


@kept_words.looked_at_again(without="release")
@from_queue
def release_all(request):
    """Gather the ticked reports that can be released, or release them; a card with an error stays as it was typed."""
    reports = ticked_reports(request, whole=True)
    cards, refused = cards_of(reports, request.POST, by=request.user)
    if not cards:
        for report in refused:
            messages.error(request, f"{report.reference}: {report.refusal}")
        return back_to_queue(request)
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
            say_gone(request, card.prefix)
    if not chosen:
        messages.warning(request, _("All of them are left out, so nothing was released."))
    left = [card for card in cards if not card.is_released and card.report is not None]
    if not chosen or any(not card.is_left_out for card in left):
        return _page(request, left, refused, status=409 if refusals else 422)
    if left:
        words = ngettext("%(count)s report was left out.", "%(count)s reports were left out.", len(left))
        messages.info(request, words % {"count": len(left)})
    return back_to_queue(request)


def _page(request, cards, refused, *, status=200):
    """The page of the cards, which says on top what of that which was typed is to be mended.

    Whoever sees it reads these reports: an audit row for each says so.
    """
    events.audit_each("report.read", actor=request.user, subjects=[card.report for card in cards])
    typed = any(card.is_bound for card in cards)
    complaints = [(card, complaint) for card in cards if typed for complaint in card.complaints]
    context = {"cards": cards, "refused": refused, "complaints": complaints, "typed": typed}
    context["query"] = request.GET.urlencode()
    return render(request, "reports/staff/release_all.html", context, status=status)
