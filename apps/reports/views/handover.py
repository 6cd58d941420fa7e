"""What a colleague who leaves has in hand goes to another one: for supervisors, in their areas."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.enums import RoleKind
from apps.accounts.gate import step_up_required
from apps.accounts.models import Person
from apps.areas.models import Area
from apps.core.errors import DomainError
from apps.core.permissions import shown_to
from apps.reports.models import Handover
from apps.reports.services.handover import hand_on
from apps.reports.staff.handover import HandoverForm, InHand, colleagues_in_hand

SHOWN = 20  # handovers, the newest

for_supervisors = shown_to("reports.hand_on")


@require_safe
@for_supervisors
def colleagues(request):
    """Answer with who has how much in hand, and with what went over lately."""
    supervised = Area.objects.within_any(request.user.areas_as(RoleKind.SUPERVISOR))
    made = Handover.objects.filter(area__in=supervised).select_related("leaving", "officer", "organisation", "by")
    context = {"colleagues": colleagues_in_hand(request.user), "made": made[:SHOWN]}
    return render(request, "reports/staff/handover/colleagues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
@step_up_required
def hand_over(request, pk):
    """Ask to whom all that a colleague has in hand should go, and give it."""
    leaving = get_object_or_404(Person, pk=pk)
    in_hand = InHand(leaving, by=request.user)
    if not (in_hand.counts["reports"] or in_hand.counts["rules"]):
        raise Http404
    form = HandoverForm(request.POST if request.method == "POST" else None, in_hand=in_hand)
    if form.is_valid():
        try:
            made = hand_on(leaving, to=form.cleaned_data["target"], by=request.user)
        except DomainError as refusal:
            form.add_error("target", refusal.message)
        else:
            words = ngettext(
                "%(count)s report went from %(leaving)s to %(target)s.",
                "%(count)s reports went from %(leaving)s to %(target)s.",
                made.report_count,
            )
            told = {"count": made.report_count, "leaving": leaving, "target": made.target}
            messages.success(request, words % told)
            return redirect("handover:colleagues")
    context = {"leaving": leaving, "counts": in_hand.counts, "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "reports/staff/handover/hand_over.html", context, status=status)
