"""What whoever watches over the portal asks: is all well, and figures. Neither says anything about anybody."""

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from apps.notifications import selectors
from apps.notifications.metrics import OutboxCollector

LATE = 60.0  # seconds


@never_cache
@require_safe
def health(request):
    """Answer 200 when the database is reached and people are told in time, else 503."""
    try:
        wait = selectors.longest_wait()
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    if wait > LATE:
        return JsonResponse({"status": "deliveries late", "seconds": round(wait)}, status=503)
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def metrics(request):
    """Answer the figures in the text format of Prometheus, to whoever shows METRICS_TOKEN; others find no page."""
    given = request.headers.get("Authorization", "")
    if not (settings.METRICS_TOKEN and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")):
        raise Http404
    registry = CollectorRegistry()
    registry.register(OutboxCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
