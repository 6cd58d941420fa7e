"""Becoming anonymous: the reporter takes name and contacts out of a report and goes on following it by a code."""

from django.utils.translation import gettext as _

from apps.events import services as events
from apps.events.enums import Audience
from apps.reports.enums import Registration, ReportEvent
from apps.reports.errors import MoveRefused
from apps.reports.models import Message
from apps.reports.services.appeals import appeal_of
from apps.reports.services.drafts import discard_draft
from apps.reports.services.intake import receipt_hash
from apps.reports.services.moves import changing, tell
from apps.reports.services.referral import forget_consent


def why_not_anonymous(report):
    """Return a sentence that says why the law or the report's state keeps the name with it, or ""."""
    if report.is_anonymous:
        return _("There is no name and no contact in this report.")
    if report.registration != Registration.NOT_NEEDED:
        return _("A crime report stands in the police record together with whoever made it, and the law wants it kept.")
    if appeal_of(report) is not None:
        return _("A statutory appeal has a name and an address, and the law wants them kept.")
    return ""


def become_anonymous(report, *, code=""):
    """Take account, name, contacts and every trace of the person out of the report; a secret code opens it from now on.

    `code` is a new one, of which a keyed hash is kept; "" leaves in force the one that the report has. What was said
    stays, and so does who opened the contacts. Raises MoveRefused when the law wants the name kept, or without a code.
    """
    with changing(report, by=None) as locked:
        if refusal := why_not_anonymous(locked):
            raise MoveRefused(refusal)
        locked.receipt_hash = receipt_hash(code) or locked.receipt_hash
        if not locked.receipt_hash:
            raise MoveRefused(_("Keep a secret code first: without it nobody could follow the report."))
        if locked.reporter_id is not None:
            Message.objects.filter(report=locked, author=locked.reporter_id).update(author=None)
            events.forget_actor(locked, locked.reporter_id)
        locked.reporter, locked.sealed_identity = None, b""
        forget_consent(locked)
        tell(locked, ReportEvent.ANONYMISED, by=None, audience=Audience.REPORTER)
        if (draft := getattr(locked, "draft", None)) is not None:
            discard_draft(draft)
