"""Writing a report down for somebody who calls or stands there."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.core.errors import DomainError
from apps.core.permissions import shown_to
from apps.reports.staff.on_behalf import TakenDown


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@shown_to("reports.file_for_somebody")
def take_down(request):
    """Ask all on one page, and answer its sending with the reference and the secret code, which no address shows again.

    The buttons that look a place up or show the questions of a kind lead back to the same page.
    """
    page = TakenDown(request.POST if request.method == "POST" else None, by=request.user)
    status = 422 if page.errors else 200
    if page.is_valid():
        try:
            filed = page.file()
        except DomainError as refusal:
            page.details.add_error(None, refusal.message)
            status = refusal.status
        else:
            may_read = request.user.has_perm("reports.triage_report", filed.report)
            return render(request, "reports/staff/taken.html", {"filed": filed, "may_read": may_read})
    return render(request, "reports/staff/take_down.html", {"page": page}, status=status)
