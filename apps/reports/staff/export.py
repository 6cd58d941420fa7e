"""The queue as a file: what its rows tell, for supervisors, and never more than that."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from apps.core.errors import DomainError
from apps.core.sheets import CSV_TYPE, MOST_XLSX_ROWS, XLSX_TYPE, csv_chunks, xlsx_chunks
from apps.events import services as events
from apps.reports.enums import Registration
from apps.reports.presentation import owed, state_of

_TOGETHER = 500  # reports fetched at a time

# suffix of the file: (how it is made, its type, how many rows it takes)
FORMATS = {
    "csv": (csv_chunks, CSV_TYPE, None),
    "xlsx": (xlsx_chunks, XLSX_TYPE, MOST_XLSX_ROWS),
}


def export_queue(queue, suffix, *, by):
    """Return the answer that sends the queue as it is narrowed, all its pages, as a "csv" or "xlsx" file.

    An audit row says how many reports it were and by which filters, before the first of them leaves. Raises
    DomainError when they are more than the format takes.
    """
    make, content_type, most = FORMATS[suffix]
    reports = queue.exported
    count = reports.count()
    if most is not None and count > most:
        raise DomainError(_("These are more reports than such a file takes. Narrow the queue, or choose CSV."))
    asked = {"format": suffix, "tab": queue.tab, "filters": sorted(queue.chosen), "count": count}
    events.audit("report.exported", actor=by, subject=by, area=queue.area, data=asked)
    answer = StreamingHttpResponse(_in_language(get_language(), make, reports), content_type=content_type)
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="reports-{day}.{suffix}"'
    return answer


def _in_language(language, make, reports):
    """Yield the file; it is sent when the request, and its language, are over."""
    with override(language):
        yield from make(_header(), map(_row, reports.iterator(chunk_size=_TOGETHER)))


def _header():
    return [
        _("Reference"),
        pgettext("column", "Received"),
        _("Kind"),
        _("Area"),
        _("First words"),
        _("State"),
        _("Who has it"),
        _("What is owed next"),
        _("Due"),
        _("Police record"),
        pgettext("column", "Release"),
    ]


def _row(report):
    """The cells of a report: of a restricted one its kind alone, of none who wrote it."""
    zone, debt, sealed = report.area.zone, owed(report), report.is_sealed
    recorded = report.registration != Registration.NOT_NEEDED
    return [
        report.reference,
        timezone.localtime(report.submitted_at, zone),
        str(report.category),
        str(report.area),
        None if sealed else report.headline,
        _("Restricted") if sealed else state_of(report)[0],
        str(report.assignee) if report.assignee else None,
        debt["words"],
        timezone.localtime(debt["at"], zone) if debt["at"] else None,
        report.get_registration_display() if recorded else None,
        None if sealed else report.get_release_state_display(),
    ]
