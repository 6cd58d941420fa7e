"""Finding the reports of whoever calls, by their phone number."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from apps.core.errors import DomainError
from apps.core.permissions import shown_to
from apps.reports.services.contacts import find_by_phone
from apps.reports.staff.contact_forms import PhoneForm


@require_http_methods(["GET", "HEAD", "POST"])
@shown_to("reports.work_reports")
def by_phone(request):
    """Ask for a number and answer with the reports; the number never stands in an address."""
    form, found = PhoneForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            found = find_by_phone(form.cleaned_data["phone"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
    status = 422 if form.errors else 200
    return render(request, "reports/staff/by_phone.html", {"form": form, "found": found}, status=status)
