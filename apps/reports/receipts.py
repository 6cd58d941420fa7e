"""Following a report by its secret code: a session of half an hour, without an account."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

SESSION_KEY = "receipt"
RECEIPT_LIFE = timedelta(minutes=30)


class ReceiptHolder(AnonymousUser):
    """Whoever entered the secret code of one report: rules and `visible_to` know them by `report_id`."""

    def __init__(self, report_id, until):
        super().__init__()
        self.report_id = report_id
        self.until = until

    def __eq__(self, other):
        return isinstance(other, ReceiptHolder) and other.report_id == self.report_id

    def __hash__(self):
        return hash(("receipt", self.report_id))


def open_receipt(request, report):
    """Let this browser follow one report for half an hour, under a new session key."""
    request.session.cycle_key()
    until = timezone.now() + RECEIPT_LIFE
    request.session[SESSION_KEY] = {"report": report.pk, "until": until.isoformat()}


def close_receipt(request):
    """Forget the report that this browser followed."""
    request.session.pop(SESSION_KEY, None)


class ReceiptMiddleware:
    """Make `request.user` a ReceiptHolder while a code is in force; whoever is signed in stays who they are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        held = request.session.get(SESSION_KEY)
        if held and not request.user.is_authenticated:
            until = parse_datetime(held["until"])
            if until > timezone.now():
                request.user = ReceiptHolder(held["report"], until)
            else:
                close_receipt(request)
        return self.get_response(request)
