"""“Me too”: how many others a released report concerns."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.reports.errors import MoveRefused
from apps.reports.models import PublicReport, Report, Support


def support_report(report, *, supporter):
    """Count one more supporter (an opaque key of a browser or person) of a released open report, once.

    Returns whether it was new. Raises MoveRefused when the report is not public or no longer open.
    """
    if not PublicReport.objects.open().filter(pk=report.pk).exists():
        raise MoveRefused(_("This report is closed. If it happens again, please file a new one."))
    with transaction.atomic():
        _support, new = Support.objects.get_or_create(report_id=report.pk, supporter=supporter)
        if new:
            Report.objects.filter(pk=report.pk).update(support_count=F("support_count") + 1)
    return new


def has_supported(report, *, supporter):
    """Whether this supporter (an opaque key) is counted for the report."""
    return Support.objects.filter(report_id=report.pk, supporter=supporter).exists()
