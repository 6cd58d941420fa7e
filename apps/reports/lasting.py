"""The link in the mail that asks, four weeks after the closing, whether it is still solved."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from apps.reports.models import Report

_SIGNER = Signer(salt="reports.lasting")


def lasting_path(report):
    """Return the address at which whoever holds it answers for this closing of the report, and can do nothing else."""
    return reverse("reports:lasting", args=[_SIGNER.sign(f"{report.pk}.{_closing(report)}")])


def report_of_lasting(link):
    """Return the report for which a link was made, as long as that closing holds, else None; `link` may be any text."""
    try:
        pk, closing = _SIGNER.unsign(link).split(".")
    except BadSignature:
        return None
    report = (
        Report.objects.select_related("area").defer("area__boundary").filter(pk=pk, closed_at__isnull=False).first()
    )
    return report if report is not None and _closing(report) == closing else None


def _closing(report):
    return str(int(report.closed_at.timestamp()))
