"""Opening a reporter's contacts: with a reason, and with a trace that the reporter sees."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import DomainError
from apps.events import services as events
from apps.events.enums import Audience
from apps.reports.contacts import phone_index
from apps.reports.enums import ReportEvent, Sensitivity
from apps.reports.models import ContactOpening, Report
from apps.reports.selectors import contact_of
from apps.reports.services.moves import noting, tell

MOST_FOUND = 50
MOST_OTHERS = 5
NOT_FROM_RESTRICTED = gettext_lazy(
    "This report is restricted: others with the same contacts are not looked for. Open the contacts alone."
)


@transaction.atomic
def find_by_phone(phone, *, by):
    """Return the reports at this person's desk whose reporter left this phone number, the newest first, 50 at most.

    It opens no contacts: the number was known. Nothing is told to the reporters found, who may share it with somebody
    who calls about them; the audit log names each. Raises DomainError for what is no phone number.
    """
    if not phone_index(phone):
        raise DomainError(_("A phone number has at least six digits, such as 067 123 45 67."))
    given = Report.objects.handled_by(by).with_phone(phone).for_list().order_by("-submitted_at", "-pk")
    found = list(given[:MOST_FOUND])
    for report in found:
        events.audit("report.found_by_phone", actor=by, subject=report, area=report.area)
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


@transaction.atomic
def open_contact_and_find_others(report, *, by, reason):
    """Return what `open_contact` does, and the newest five other reports at this person's desk with the same contacts.

    Same is the phone number or the e-mail address, by their hashes: that is learnt of the others, and no contact of
    theirs is opened. So nothing is told to their reporters, who may be of one household, and the audit log alone names
    them. Those of the reporter's own account are known without it and are left out. Raises DomainError as
    `open_contact`, and for a restricted report: it is tied to no other.
    """
    contact = open_contact(report, by=by, reason=reason)
    if Report.objects.filter(pk=report.pk, sensitivity=Sensitivity.SEALED).exists():
        raise DomainError(NOT_FROM_RESTRICTED)
    desk = Report.objects.handled_by(by).exclude(pk=report.pk)
    if report.reporter_id is not None:
        desk = desk.exclude(reporter=report.reporter_id)
    same = desk.with_phone(contact.get("phone", "")) | desk.with_email(contact.get("email", ""))
    others = list(same.for_list().order_by("-submitted_at", "-pk")[:MOST_OTHERS])
    found = {"found": [other.pk for other in others]}
    events.audit("report.same_contact", actor=by, subject=report, area=report.area, data=found)
    return contact, others


def _checked(reason):
    reason = reason.strip()
    if len(reason) < 5:
        raise DomainError(_("Say in a few words why you need the contacts: the reporter will read it."))
    return reason


def _leave_trace(report, *, by, reason):
    """Note who opened the contacts and why."""
    with noting(report) as noted:
        ContactOpening.objects.create(report=noted, by=by, reason=reason[:200])
        tell(noted, ReportEvent.CONTACT_OPENED, by=by, audience=Audience.REPORTER, version=noted.version)
        events.audit("report.contact_opened", actor=by, subject=noted, area=noted.area)
