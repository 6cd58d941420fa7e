"""Entering and leaving a report by its secret code."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.core import shared_computer
from apps.core.rate_limits import Limit, limited
from apps.reports.forms import LONGEST_TEXT, ReceiptForm, ReplyForm
from apps.reports.receipts import close_receipt, open_receipt
from apps.reports.services.intake import report_by_receipt
from apps.reports.views import own
from apps.reports.wizard.cookies import may_be_shared

RECEIPT_LIMIT = Limit("receipt", each=10, overall=1000, seconds=900)


@limited(RECEIPT_LIMIT)
@require_http_methods(["GET", "HEAD", "POST"])
@may_be_shared
def receipt(request):
    """Take a secret code by POST; a wrong, an expired and an erased one get the same answer.

    Who says that others use this computer too leaves nothing in it. What the reporter was writing when the half hour
    ended comes along and stands in the form of the report again.
    """
    if request.method != "POST":
        return own.receipt_page(request, ReceiptForm())
    form = ReceiptForm(request.POST)
    if form.is_valid():
        report = report_by_receipt(form.cleaned_data["code"])
        if report is not None:
            open_receipt(request, report)
            if words := request.POST.get("text", "")[:LONGEST_TEXT]:
                return own.own_page(request, report, reply=ReplyForm(initial={"text": words}))
            return redirect(report)
        form.add_error("code", _("No report has this code. Check each group; the code stands on your receipt."))
    return own.receipt_page(request, form, status=422)


@require_POST
def leave(request):
    """End the half hour at once; on a shared computer the whole session."""
    close_receipt(request)
    shared_computer.end(request)
    messages.success(request, _("You have left the report. Without its code it does not open here again."))
    return redirect("reports:receipt")
