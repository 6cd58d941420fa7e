"""Entering and leaving a report by its secret code."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.core.rate_limits import Limit, limited
from apps.reports.forms import ReceiptForm
from apps.reports.receipts import close_receipt, open_receipt
from apps.reports.services.intake import report_by_receipt

RECEIPT_LIMIT = Limit("receipt", each=10, overall=1000, seconds=900)


@limited(RECEIPT_LIMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request):
    """Take a secret code by POST; a wrong, an expired and an erased one get the same answer."""
    form = ReceiptForm(request.POST or None)
    if form.is_valid():
        report = report_by_receipt(form.cleaned_data["code"])
        if report is not None:
            open_receipt(request, report)
            return redirect(report)
        form.add_error("code", _("No report has this code. Check each group; the code stands on your receipt."))
    return render(request, "reports/receipt.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def leave(request):
    """End the half hour at once."""
    close_receipt(request)
    return redirect("reports:receipt")
