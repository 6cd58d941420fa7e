"""Becoming anonymous: the reporter takes name and contacts out of a report and goes on following it by a code."""

from django.utils.translation import gettext as _

from apps.events.enums import Audience
from apps.reports.enums import ReportEvent
from apps.reports.errors import MoveRefused
from apps.reports.services.erasure import forget_person, why_kept
from apps.reports.services.intake import receipt_hash
from apps.reports.services.moves import changing, tell
from apps.reports.services.referral import forget_consent
from apps.reports.services.split import cut_off, followed_with


def why_not_anonymous(report):
    """Return a sentence that says why the name stays with the report, or ""."""
    if report.is_anonymous:
        return _("There is no name and no contact in this report.")
    return next(filter(None, map(why_kept, [report, *followed_with(report)])), "")


def become_anonymous(report, *, code=""):
    """Take account, name, contacts and every trace of the person out of the report; a secret code opens it from now on.

    `code` is a new one, of which a keyed hash is kept; "" leaves in force the one that the report has. What was said
    stays, and so does who opened the contacts. Parts of it that the same code opens become anonymous along with it;
    nothing leads to others of the same reporter any more. Raises MoveRefused when the name has to be kept, or without
    a code.
    """
    with changing(report, by=None) as locked:
        if refusal := why_not_anonymous(locked):
            raise MoveRefused(refusal)
        locked.receipt_hash = receipt_hash(code) or locked.receipt_hash
        if not locked.receipt_hash:
            raise MoveRefused(_("Keep a secret code first: without it nobody could follow the report."))
        parts = list(followed_with(locked))
        cut_off(locked, but=parts)
        _take_person_out(locked)
        for part in parts:
            with changing(part, by=None) as locked_part:
                _take_person_out(locked_part)


def _take_person_out(locked):
    forget_person(locked)
    locked.reporter = None
    locked.set_identity({})
    forget_consent(locked)
    tell(locked, ReportEvent.ANONYMISED, by=None, audience=Audience.REPORTER)
