"""The statutory appeal: asked for by the reporter, registered, answered or forwarded in terms that nothing pauses."""

from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.core import dates
from apps.events.enums import Audience
from apps.reports.deadlines import APPEAL_TERMS
from apps.reports.enums import APPEAL_TRANSITIONS, AppealState, MessageAudience, ReportEvent
from apps.reports.errors import MoveRefused
from apps.reports.models import Appeal
from apps.reports.services.conversation import write_message
from apps.reports.services.moves import changing, tell

EARLIEST = timedelta(days=365)  # before today: when an appeal that waits can have come in


def appeal_of(report):
    """Return the appeal of a report, or None."""
    return getattr(report, "appeal", None)


def can_appeal(report):
    """Whether the reporter may still ask for it: once, and while the report is dealt with."""
    return report.is_open and report.data_key is not None and appeal_of(report) is None


def ask_for_appeal(report, *, by, name, address):
    """The reporter wants it treated as an appeal, and says who and where they are, as the law asks.

    From now on the report is not anonymous to the police: name and address stand in its encrypted identity.
    """
    with changing(report, by=by) as locked:
        if not can_appeal(locked):
            raise MoveRefused(_("This can be asked for once, and only while the report is dealt with."))
        locked.set_identity(locked.identity | {"name": name.strip(), "address": address.strip()})
        appeal = Appeal.objects.create(report=locked)
        locked.appeal_due_at = appeal.due_at
        tell(locked, ReportEvent.APPEALED, by=by, audience=Audience.REPORTER)


def register_appeal(report, *, by, number, term_days, version=None):
    """Enter the number of the register, and whether the answer takes 15 days or a month; the reporter is told.

    Raises MoveRefused without a number.
    """
    with changing(report, by=by, version=version) as locked:
        if not number.strip():
            raise MoveRefused(_("Enter the number under which the appeal was registered."))
        appeal = _appeal(locked)
        appeal.number, appeal.term_days = number.strip(), int(term_days)
        appeal.registered_at, appeal.registered_by = timezone.now(), by
        _move(locked, appeal, AppealState.REGISTERED, by=by, event=ReportEvent.APPEAL_REGISTERED)


def extend_appeal(report, *, by, text, version=None):
    """Take up to 45 days in all, which the reporter is told with the reason. Raises MoveRefused the second time."""
    longest = APPEAL_TERMS[-1]
    with changing(report, by=by, version=version) as locked:
        appeal = _appeal(locked)
        if appeal.state != AppealState.REGISTERED or appeal.term_days == longest:
            raise MoveRefused(_("The term can be extended once, after the appeal is registered and before its answer."))
        appeal.term_days = longest
        appeal.save(update_fields=["term_days"])
        locked.appeal_due_at = appeal.due_at
        message = write_message(locked, MessageAudience.REPORTER, by=by, text=text)
        tell(locked, ReportEvent.APPEAL_EXTENDED, by=by, audience=Audience.REPORTER, message=message.pk)


def redate_appeal(report, *, by, day, text, version=None):
    """Correct the day on which the appeal came in, and with it the ends of its terms.

    The reporter is told both days and the reason; the event keeps both days for the desk. Raises MoveRefused for a
    day that no appeal that waits can have come in on, and for the one that stands there already.
    """
    with changing(report, by=by, version=version) as locked:
        appeal, zone = _appeal(locked), locked.area.zone
        before, today = dates.local_day(appeal.asked_at, zone=zone), timezone.localdate(timezone=zone)
        if appeal.due_at is None:
            raise MoveRefused(_("The appeal has ended, and no term of it runs any more."))
        if day == before:
            raise MoveRefused(_("That day stands there already."))
        if not today - EARLIEST <= day <= today:
            raise MoveRefused(_("Choose a day that has come, and not more than a year ago."))
        appeal.asked_at = datetime.combine(day, appeal.asked_at.astimezone(zone).time(), tzinfo=zone)
        appeal.save(update_fields=["asked_at"])
        locked.appeal_due_at = appeal.due_at
        with translation.override(locked.language):
            days = {"day": dates.date_in_words(day, zone=zone), "before": dates.date_in_words(before, zone=zone)}
            corrected = _("Your appeal came in on %(day)s, not on %(before)s; its term counts from there.") % days
        words = f"{corrected} {text.strip()}"
        message = write_message(locked, MessageAudience.REPORTER, by=by, text=words)
        facts = {"message": message.pk, "day": day.isoformat(), "before": before.isoformat()}
        tell(locked, ReportEvent.APPEAL_REDATED, by=by, audience=Audience.REPORTER, **facts)


def forward_appeal(report, *, by, body, version=None):
    """Send the appeal to the body that is competent; the reporter is told to which. The report itself goes on."""
    with changing(report, by=by, version=version) as locked:
        appeal = _appeal(locked)
        appeal.forwarded_to = body.strip()
        _move(locked, appeal, AppealState.FORWARDED, by=by, event=ReportEvent.APPEAL_FORWARDED)


def answer_appeal(report, *, by, text, version=None):
    """Give the answer that the law asks for, in the conversation with the reporter. Returns the message."""
    with changing(report, by=by, version=version) as locked:
        message = write_message(locked, MessageAudience.REPORTER, by=by, text=text)
        locked.first_answered_at = locked.first_answered_at or timezone.now()
        locked.unread_reply = False
        event = ReportEvent.APPEAL_ANSWERED
        _move(locked, _appeal(locked), AppealState.ANSWERED, by=by, event=event, message=message.pk)
        return message


def withdraw_appeal(locked):
    """End the appeal of a locked report that its reporter takes back (inside `changing`); nothing without one."""
    appeal = appeal_of(locked)
    if appeal is not None and appeal.due_at is not None:
        _end(locked, appeal, AppealState.WITHDRAWN)


def _appeal(locked):
    if (appeal := appeal_of(locked)) is None:
        raise MoveRefused(_("The reporter has not asked for a statutory appeal."))
    return appeal


def _move(locked, appeal, to, *, by, event, **data):
    before = AppealState(appeal.state)
    if to not in APPEAL_TRANSITIONS[before]:
        raise MoveRefused.between(before, to)
    _end(locked, appeal, to)
    tell(locked, event, by=by, audience=Audience.REPORTER, **data)


def _end(locked, appeal, to):
    """Bring the appeal into a state, and its clock to where that state has it."""
    appeal.state = to
    appeal.ended_at = None if appeal.due_at else timezone.now()
    appeal.save()
    locked.appeal_due_at = appeal.due_at
