"""Browsers that take notifications."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from apps.core.errors import DomainError
from apps.notifications.forms import DeviceForm
from apps.notifications.here import remember
from apps.notifications.models import Device
from apps.notifications.services import devices


@require_POST
@login_required
def add(request):
    """Take what the browser's own push service gave it; answers JSON for the script that asks.

    A computer that others use too is refused: the messages would come after its person has left.
    """
    if request.shared_computer:
        sentence = _("On a shared computer notifications stay off: they would come to whoever uses it after you.")
        return JsonResponse({"detail": sentence}, status=409)
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"detail": _("The browser gave no address for notifications.")}, status=422)
    try:
        device = devices.add_device(request.user, **form.cleaned_data)
    except DomainError as refusal:
        return JsonResponse({"detail": refusal.message}, status=refusal.status)
    return remember(JsonResponse({}), device)


@require_POST
@login_required
def remove(request, pk):
    """Send nothing more to one browser."""
    devices.remove_device(get_object_or_404(Device, pk=pk, person=request.user))
    messages.success(request, _("No more notifications on this device."))
    return redirect("notifications:preferences")


@require_safe
@cache_control(no_cache=True)
def worker(request):
    """Answer the script that shows notifications while no page is open; it must come from the root of the site."""
    script = settings.BASE_DIR / "static" / "service-worker.js"
    return HttpResponse(script.read_bytes(), content_type="text/javascript; charset=utf-8")
