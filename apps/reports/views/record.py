"""The copy of a crime report for the register of the police."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.core.errors import DomainError
from apps.core.permissions import shown_to
from apps.events import services as events
from apps.reports.enums import Registration
from apps.reports.models import Report
from apps.reports.selectors import answers_in_words
from apps.reports.services.contacts import open_contact
from apps.reports.staff.contact_forms import ContactForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@shown_to("reports.work_reports")
def copy_for_record(request, reference):
    """Answer with the facts of a crime report as plain text; with the contacts alone for a reason that is kept.

    An audit row says that they left the portal.
    """
    report = get_object_or_404(Report.objects.handled_by(request.user).for_detail(), reference=reference)
    if report.registration == Registration.NOT_NEEDED or not request.user.has_perm("reports.register_report", report):
        raise Http404
    form = ContactForm(request.POST if request.method == "POST" else None, report=report, by=request.user)
    contact, status = {}, 200
    if request.method == "POST" and form.is_valid():
        try:
            contact = open_contact(report, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
    elif request.method == "POST":
        status = 422
    events.audit("report.copied_for_record", actor=request.user, subject=report, area=report.area)
    context = {"report": report, "text": _text(report, contact), "contact": contact, "form": form}
    return render(request, "reports/staff/record.html", context, status=status)


def _text(report, contact):
    """The facts in the present language, one in a line."""
    facts = {
        "report": report,
        "answers": answers_in_words(report.category, report.answers),
        "photos": report.photos.filter(message=None).count(),
        "contact": contact,
        "known": [contact[name] for name in ("name", "address", "phone", "email") if contact.get(name)],
    }
    return render_to_string("reports/staff/record.txt", facts).strip()
