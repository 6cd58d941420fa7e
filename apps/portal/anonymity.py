"""Becoming anonymous: reports take the person out, notifications forget what they told them of it."""

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.core.errors import DomainError
from apps.core.rate_limits import limited
from apps.core.references import new_secret_code
from apps.notifications.services.inbox import forget_reporters
from apps.reports.forms import AnonymousForm
from apps.reports.receipts import open_receipt
from apps.reports.services.anonymity import become_anonymous, why_not_anonymous
from apps.reports.views import own

_SALT = "portal.anonymous"
_A_DAY = 24 * 3600


@limited(own.REPLY_LIMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def anonymous(request, reference):
    """Show a secret code to keep, then take the person out of their report and let the code open it.

    The code stands on the page before anything is removed: no reload and no lost answer can take it away. It is
    signed, so that nobody brings their own. Whoever has a code already keeps it.
    """
    report = own.own_report(request, reference)
    if report is None:
        return own.not_theirs(request)
    if reason := why_not_anonymous(report):
        messages.info(request, reason)
        return redirect(report)
    shown = _read(report, request.POST.get("token", ""))
    code = shown or ("" if report.receipt_hash else new_secret_code())
    form = AnonymousForm(request.POST if request.method == "POST" else None)
    if not form.is_valid() or code != shown:
        if form.is_bound and code != shown:
            messages.warning(request, _("That code is not valid any more. Here is a new one: write it down."))
        context = {"report": report, "form": form, "code": code, "token": _sign(report, code)}
        return render(request, "portal/anonymous.html", context, status=422 if form.is_bound else 200)
    try:
        with transaction.atomic():
            forget_reporters([report.pk])
            become_anonymous(report, code=code)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(report)
    open_receipt(request, report)
    messages.success(request, _("Your name and contacts are removed. From now on the secret code opens this report."))
    return redirect(report)


def _sign(report, code):
    return signing.dumps([report.pk, code], salt=_SALT) if code else ""


def _read(report, token):
    """The code of a token that was made for this report within a day, else ""."""
    try:
        pk, code = signing.loads(token, salt=_SALT, max_age=_A_DAY)
    except signing.BadSignature:
        return ""
    return code if pk == report.pk else ""
