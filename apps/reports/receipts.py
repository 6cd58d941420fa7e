"""Following a report by its secret code: a session of half an hour, without an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from apps.reports.models import Report

SESSION_KEY = "receipt"
RECEIPT_LIFE = timedelta(minutes=30)


class ReceiptHolder(AnonymousUser):
    """Whoever entered the secret code of one report: rules and `visible_to` know them by `report_id`."""

    def __init__(self, report_id):
        super().__init__()
        self.report_id = report_id

    def __eq__(self, other):
        return isinstance(other, ReceiptHolder) and other.report_id == self.report_id

    def __hash__(self):
        return hash(("receipt", self.report_id))


@dataclass(frozen=True)
class Receipt:
    """The code that is in force in a session: of which report, and until when."""

    report_id: int
    reference: str
    until: datetime

    @property
    def address(self):
        """The page of its report; everything below it belongs to the report too."""
        return reverse("reports:detail", args=[self.reference])


def open_receipt(request, report):
    """Let this browser follow one report for half an hour, under a new session key; an account in it stays."""
    request.session.cycle_key()
    until = timezone.now() + RECEIPT_LIFE
    request.session[SESSION_KEY] = {"report": report.pk, "reference": report.reference, "until": until.isoformat()}
    request.receipt, request.user = Receipt(report.pk, report.reference, until), ReceiptHolder(report.pk)


def close_receipt(request):
    """Forget the report that this browser followed."""
    request.session.pop(SESSION_KEY, None)


class ReceiptMiddleware:
    """Make `request.user` a ReceiptHolder while a code is in force, and `request.receipt` that code.

    Whoever is signed in stays who they are, but for the pages of the report itself: there they are its anonymous
    reporter, so that their account never stands beside it. `request.receipt_over` tells whether the page belongs to a
    report whose half hour has ended since a page was last shown: an address that only leads on, or an error, leaves it
    to be said by what comes next.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.receipt, request.receipt_over = None, False
        held = request.session.get(SESSION_KEY)
        if not held:
            return self.get_response(request)
        receipt = Receipt(held["report"], held["reference"], parse_datetime(held["until"]))
        if receipt.until > timezone.now():
            request.receipt = receipt
            if not request.user.is_authenticated or _is_of(receipt, request.path_info):
                request.user = ReceiptHolder(receipt.report_id)
            return self.get_response(request)
        request.receipt_over = _is_of(receipt, request.path_info)
        response = self.get_response(request)
        if response.status_code == 200 and request.session.get(SESSION_KEY) == held:
            close_receipt(request)
        return response


def _is_of(receipt, path):
    """Whether a page belongs to the report of a receipt, or to a part that was split from it."""
    addresses = [receipt.address]
    if not path.startswith(receipt.address) and path.startswith("/reports/"):
        addresses = [part.get_absolute_url() for part in Report.objects.filter(split_from=receipt.report_id)]
    return any(path.startswith(address) for address in addresses)
