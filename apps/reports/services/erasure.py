"""What is erased of a report: all that its reporter told, or only who they are. Files go along, keys are destroyed.

What stays of an erased report is its kind, its area, its states with their days, and what an officer released in words
of their own: the figures of an area still add up.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.attachments.services import discard
from apps.events import services as events
from apps.events.enums import Audience
from apps.reports.enums import (
    OPEN_STATUSES,
    TRANSITIONS,
    MessageAudience,
    Registration,
    ReleaseState,
    ReportEvent,
    Status,
)
from apps.reports.errors import ErasureRefused
from apps.reports.models import Category, Report, Told
from apps.reports.selectors import contact_of
from apps.reports.services.appeals import appeal_of
from apps.reports.services.drafts import discard_draft
from apps.reports.services.moves import changing, move, tell
from apps.reports.services.referral import forget_consent, forget_referrals, recall
from apps.reports.services.release import remove_public_photos
from apps.reports.services.split import cut_off

MONTH = timedelta(days=30)
_TOGETHER = 200  # reports looked at by the clock at a time

# What the reporter told or can be found by, with what stands there afterwards.
_ERASED = {
    "sealed_words": b"",
    "sealed_identity": b"",
    "data_key": None,
    "point": None,
    "desk_key": None,
    "snap_point": None,
    "happened_on": None,
    "reporter": None,
    "phone_index": "",
    "email_index": "",
    "receipt_hash": None,
    "source_id": None,
    "satisfaction": None,
    "unread_reply": False,
}
_UNRELEASED = ("public_title_uk", "public_title_en", "public_summary_uk", "public_summary_en")


def erase_report(report):
    """Erase everything that its reporter told; an open report is withdrawn by it.

    Only its reporter asks for it, so nothing notes who did: that would lead to them. Raises ErasureRefused while the
    police record, an appeal or a supervisor's hold keeps it.
    """
    with changing(report, by=None) as locked:
        if why := why_kept(locked):
            raise ErasureRefused(why)
        _end(locked)
        _erase_conversation(locked)
        forget_referrals(locked)
        for field in Told.of(Report):
            column = Report._meta.get_field(field.column)
            setattr(locked, field.column, column.get_default())
        forget_person(locked)
        cut_off(locked)
        for name, value in _ERASED.items():
            setattr(locked, name, value)
        if locked.release_state != ReleaseState.RELEASED:
            for name in _UNRELEASED:
                setattr(locked, name, "")
            locked.release_revisions.update(title_uk="", title_en="", summary_uk="", summary_en="")
        locked.contact_openings.all().delete()
        locked.earlier_tellings.all().delete()
        locked.erased_at = timezone.now()
        tell(locked, ReportEvent.ERASED, by=None, audience=Audience.INTERNAL)


def why_kept(report):
    """Return the sentence that says why a report cannot be erased now, or "" when it can."""
    if report.hold_reason:
        return _("A supervisor has ordered that this report is kept for now. Ask the unit that has it.")
    if report.registration != Registration.NOT_NEEDED:
        return _("This report stands in the police record, or has to: the law keeps it, and it cannot be erased here.")
    if appeal_of(report) is not None:
        return _("A statutory appeal has a name and an address, and the law wants them kept.")
    return ""


def keep_without_account(report):
    """Write on a report that the law keeps who its reporter is, before the account that says so is erased."""
    with changing(report, by=None) as locked:
        locked.set_identity(contact_of(locked))
        forget_person(locked)
        locked.reporter = None


def hold_report(report, *, by, reason, version=None):
    """Order that nothing of a report is erased, and why, until the hold is lifted."""
    with changing(report, by=by, version=version) as locked:
        locked.hold_reason = reason.strip()
        tell(locked, ReportEvent.HELD, by=by, audience=Audience.INTERNAL)


def lift_hold(report, *, by, version=None):
    """Let the ordinary terms of a report go on."""
    with changing(report, by=by, version=version) as locked:
        locked.hold_reason = ""
        tell(locked, ReportEvent.HOLD_LIFTED, by=by, audience=Audience.INTERNAL)


def remove_past_identities(now=None):
    """Take the identity from each report that has been at rest for as long as its kind says; return how many.

    At rest: ended, and nothing has happened to it since. What stands in the police record, is an appeal or is held is
    left alone.
    """
    now, removed = now or timezone.now(), 0
    for months, pks in _categories_by_term().items():
        rows = Report.objects.identified().filter(category__in=pks, hold_reason="", appeal=None)
        ended = rows.filter(registration=Registration.NOT_NEEDED).exclude(status__in=(*OPEN_STATUSES, Status.RESOLVED))
        for report in ended.quiet_since(now - months * MONTH).iterator(chunk_size=_TOGETHER):
            _remove_identity(report)
            removed += 1
    return removed


def _remove_identity(report):
    """Take from a report who its reporter is; what they told stays, and nobody can follow it up any more."""
    with changing(report, by=None) as locked:
        forget_person(locked)
        cut_off(locked)
        locked.reporter, locked.receipt_hash = None, None
        locked.set_identity({})
        forget_consent(locked)
        locked.contact_openings.all().delete()
        tell(locked, ReportEvent.IDENTITY_REMOVED, by=None, audience=Audience.INTERNAL)


def _categories_by_term():
    terms = {}
    for pk, months in Category.objects.values_list("pk", "identity_months"):
        terms.setdefault(months, []).append(pk)
    return terms


def _end(locked):
    """Bring an open report to its end by the moves that the table allows."""
    told = {"by": None, "audience": Audience.INTERNAL}
    if locked.status == Status.RESOLVED:
        move(locked, Status.CLOSED, event=ReportEvent.CLOSED, confirmed=False, **told)
        locked.closed_at = timezone.now()
    elif locked.status in OPEN_STATUSES:
        recall(locked, by=None)
        if Status.WITHDRAWN not in TRANSITIONS[Status(locked.status)]:
            move(locked, Status.IN_PROGRESS, event=ReportEvent.STARTED, **told)
        move(locked, Status.WITHDRAWN, event=ReportEvent.WITHDRAWN, **told)
    locked.next_news_on = locked.paused_at = None


def forget_person(locked):
    """Take the account out of what hangs on a report, and throw away its draft (inside `changing`)."""
    locked.messages.filter(from_reporter=True).update(author=None)
    if locked.reporter_id is not None:
        events.forget_actor(locked, locked.reporter_id)
    if (draft := getattr(locked, "draft", None)) is not None:
        discard_draft(draft)


def _erase_conversation(locked):
    """Delete what was written between reporter and police and inside the police, and every photo with its files."""
    remove_public_photos(locked.public_photos)
    attachments = [photo.attachment for photo in locked.photos.select_related("attachment")]
    locked.photos.all().delete()
    for attachment in attachments:
        discard(attachment)
    locked.messages.exclude(audience=MessageAudience.PUBLIC).delete()
