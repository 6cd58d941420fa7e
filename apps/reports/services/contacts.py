"""Opening a reporter's contacts: with a reason, and with a trace that the reporter sees."""

from django.utils.translation import gettext as _

from apps.core.errors import DomainError
from apps.events import services as events
from apps.events.enums import Audience
from apps.reports.enums import ReportEvent
from apps.reports.models import ContactOpening
from apps.reports.selectors import contact_of
from apps.reports.services.moves import changing, tell


def open_contact(report, *, by, reason):
    """Return the reporter's name and contacts as a dict; a reason of a few words is asked and kept.

    Raises DomainError without a reason or when there is nothing to open.
    """
    reason = reason.strip()
    if len(reason) < 5:
        raise DomainError(_("Say in a few words why you need the contacts: the reporter will read it."))
    found = contact_of(report)
    if not found:
        raise DomainError(_("The reporter is anonymous: there are no contacts. Write in the conversation instead."))
    with changing(report, by=by) as locked:
        ContactOpening.objects.create(report=locked, by=by, reason=reason[:200])
        tell(locked, ReportEvent.CONTACT_OPENED, by=by, audience=Audience.REPORTER)
        events.audit("report.contact_opened", actor=by, subject=locked, area=locked.area)
    return found
