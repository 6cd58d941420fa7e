"""Opening a reporter's contacts: with a reason, and with a trace that the reporter sees."""

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.errors import DomainError
from apps.events import services as events
from apps.events.enums import Audience
from apps.reports.contacts import phone_index
from apps.reports.enums import ReportEvent
from apps.reports.models import ContactOpening, Report
from apps.reports.selectors import contact_of

MOST_FOUND = 50
MOST_OTHERS = 5


def find_by_phone(phone, *, by, reason):
    """Return the reports at this person's desk whose reporter left this phone number, the newest first, 50 at most.

    To learn whose number it is, is to open contacts: each report found bears the trace that its reporter sees. Raises
    DomainError without a reason, or for what is no phone number.
    """
    reason = _checked(reason)
    if not phone_index(phone):
        raise DomainError(_("A phone number has at least six digits, such as 067 123 45 67."))
    given = Report.objects.handled_by(by).with_phone(phone).for_list().order_by("-submitted_at", "-pk")
    found = list(given[:MOST_FOUND])
    for report in found:
        _leave_trace(report, by=by, reason=reason)
    return found


def others_by_contact(report, *, by, reason):
    """Return the newest five other reports at this person's desk that have the same phone number or e-mail address.

    That one person wrote them, is learnt from what was left with each: each bears the trace that its reporter sees.
    Those of the reporter's own account are known without it and are left out. Raises DomainError without a reason.
    """
    reason, known = _checked(reason), contact_of(report)
    desk = Report.objects.handled_by(by).exclude(pk=report.pk)
    if report.reporter_id is not None:
        desk = desk.exclude(reporter=report.reporter_id)
    same = desk.with_phone(known.get("phone", "")) | desk.with_email(known.get("email", ""))
    found = list(same.for_list().order_by("-submitted_at", "-pk")[:MOST_OTHERS])
    for other in found:
        _leave_trace(other, by=by, reason=reason)
    return found


def open_contact(report, *, by, reason):
    """Return the reporter's name and contacts as a dict; a reason of a few words is asked and kept.

    Raises DomainError without a reason or when there is nothing to open.
    """
    reason = _checked(reason)
    found = contact_of(report)
    if not found:
        raise DomainError(_("The reporter is anonymous: there are no contacts. Write in the conversation instead."))
    _leave_trace(report, by=by, reason=reason)
    return found


def _checked(reason):
    reason = reason.strip()
    if len(reason) < 5:
        raise DomainError(_("Say in a few words why you need the contacts: the reporter will read it."))
    return reason


def _leave_trace(report, *, by, reason):
    """Note who opened the contacts and why. The report keeps its version: to read it is not to change it."""
    with transaction.atomic():
        rows = Report.objects.select_related("area").defer("area__boundary").select_for_update(of=("self",))
        locked = rows.get(pk=report.pk)
        ContactOpening.objects.create(report=locked, by=by, reason=reason[:200])
        events.record(
            ReportEvent.CONTACT_OPENED,
            subject=locked,
            audience=Audience.REPORTER,
            actor=by,
            area=locked.area,
            data={"version": locked.version},
        )
        events.audit("report.contact_opened", actor=by, subject=locked, area=locked.area)
