"""Writing a report down for somebody who calls or stands there."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.attachments.responses import serve
from apps.core.errors import DomainError
from apps.core.permissions import shown_to
from apps.reports.models import Draft
from apps.reports.services.drafts import is_page_of, photo_of
from apps.reports.staff.on_behalf import TakenDown


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@shown_to("reports.file_for_somebody")
def take_down(request):
    """Ask all on one page, and answer its sending with the reference and the secret code, which no address shows again.

    The buttons that look a place up, show the questions of a kind or keep photos lead back to the same page.
    """
    page = TakenDown(*([request.POST, request.FILES] if request.method == "POST" else []), by=request.user)
    page.photos.take()
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


@require_safe
@shown_to("reports.file_for_somebody")
def taken_photo(request, token):
    """Answer with the thumbnail of a photo that is kept for a page which one writes and has not filed."""
    draft = Draft.objects.filter(photos__token=token).first()
    if draft is None or draft.has_expired or not is_page_of(draft, request.user):
        raise Http404
    return serve(photo_of(draft, token), "thumbnail")
