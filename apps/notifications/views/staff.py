"""How deliveries stand, for supervisors and administrators in their areas."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.core.pagination import KeysetPage
from apps.core.permissions import shown_to
from apps.notifications import selectors
from apps.notifications.models import Delivery
from apps.notifications.services import outbox

for_keepers = shown_to("notifications.view_delivery")


@require_safe
@for_keepers
def deliveries(request):
    """Show how deliveries stand, and those that were given up with the reason, newest first."""
    mine = Delivery.objects.visible_to(request.user).outgoing()
    page = KeysetPage(mine.dead().for_list(), fields=("-pk",), cursor=request.GET.get("page", ""), size=50)
    selectors.label(page.rows)
    context = {
        "figures": selectors.figures(mine),
        "hour": selectors.arrivals(mine, step=timedelta(minutes=5), count=12),
        "day": selectors.arrivals(mine, step=timedelta(hours=1), count=24),
        "page": page,
    }
    return render(request, "notifications/deliveries.html", context)


@require_POST
@for_keepers
def send_again(request, pk=None):
    """Give one dead delivery, or all of them, a fresh start."""
    chosen = Delivery.objects.visible_to(request.user)
    if pk is not None:
        chosen = chosen.filter(pk=pk)
        if not chosen.exists():
            raise Http404
    count = outbox.replay(chosen, by=request.user)
    messages.success(
        request,
        ngettext("%(count)s message is sent again.", "%(count)s messages are sent again.", count) % {"count": count},
    )
    return redirect("notifications_staff:deliveries")
