"""What a person was told, in the portal itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.core.pagination import KeysetPage
from apps.notifications import selectors
from apps.notifications.models import Delivery
from apps.notifications.services import inbox as services


@never_cache
@require_safe
@login_required
def inbox(request):
    """List what a person was told, newest first; what may not be read any more is named so and says nothing."""
    rows = Delivery.objects.inbox_of(request.user).select_related("event")
    page = KeysetPage(rows, fields=("-pk",), cursor=request.GET.get("page", ""), size=30)
    entries = list(zip(page.rows, selectors.messages_of(page.rows), strict=True))
    unread = any(delivery.read_at is None for delivery in page.rows)
    return render(request, "notifications/inbox.html", {"entries": entries, "page": page, "unread": unread})


@never_cache
@require_safe
@login_required
def entry(request, pk):
    """Go on to what an entry is about, and count it as read."""
    found = get_object_or_404(Delivery.objects.inbox_of(request.user).select_related("event"), pk=pk)
    services.mark_read(Delivery.objects.filter(pk=found.pk))
    (message,) = selectors.messages_of([found])
    address = message.url.removeprefix(settings.SITE_URL) if message else ""
    return redirect(address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else "notifications:inbox")


@require_POST
@login_required
def read_all(request):
    """Count everything in a person's inbox as read."""
    services.mark_read(Delivery.objects.inbox_of(request.user))
    return redirect("notifications:inbox")
