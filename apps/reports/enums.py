"""States of a report, of its release and of its registration, the moves between them, and the names of its events."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a report stands in its life."""

    RECEIVED = "received", _("received")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    IN_PROGRESS = "in_progress", _("in progress")
    WAITING_FOR_REPORTER = "waiting_for_reporter", _("waiting for the reporter")
    REFERRED = "referred", _("passed on")
    HANDED_OVER = "handed_over", _("handed over")
    RESOLVED = "resolved", _("solved")
    CLOSED = "closed", _("closed")
    DECLINED = "declined", _("closed without action")
    DUPLICATE = "duplicate", _("joined")
    WITHDRAWN = "withdrawn", _("withdrawn")


_FROM_WORK = {
    Status.IN_PROGRESS,
    Status.WAITING_FOR_REPORTER,
    Status.REFERRED,
    Status.HANDED_OVER,
    Status.RESOLVED,
    Status.DECLINED,
    Status.DUPLICATE,
    Status.WITHDRAWN,
}

TRANSITIONS = {
    Status.RECEIVED: _FROM_WORK | {Status.ACKNOWLEDGED},
    Status.ACKNOWLEDGED: _FROM_WORK,
    Status.IN_PROGRESS: _FROM_WORK - {Status.IN_PROGRESS},
    Status.WAITING_FOR_REPORTER: _FROM_WORK - {Status.WAITING_FOR_REPORTER},
    Status.REFERRED: {Status.REFERRED, Status.IN_PROGRESS, Status.RESOLVED, Status.DECLINED, Status.DUPLICATE},
    Status.RESOLVED: {Status.CLOSED, Status.IN_PROGRESS},
    Status.CLOSED: {Status.IN_PROGRESS},
    Status.DECLINED: {Status.RECEIVED},
    # Received anew; right after a mistake, the state in which it was joined.
    Status.DUPLICATE: {Status.RECEIVED, Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.WAITING_FOR_REPORTER},
    Status.HANDED_OVER: set(),
    Status.WITHDRAWN: set(),
}


class ReferralState(models.TextChoices):
    """Where the request to another organisation stands; only while it is open is it that organisation's turn."""

    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    DONE = "done", pgettext_lazy("referral", "done")
    RETURNED = "returned", _("returned")
    PASSED_ON = "passed_on", pgettext_lazy("referral", "passed on")
    RECALLED = "recalled", _("taken back")


_ENDS_OF_REFERRALS = {
    ReferralState.DONE,
    ReferralState.RETURNED,
    ReferralState.PASSED_ON,
    ReferralState.RECALLED,
}

REFERRAL_TRANSITIONS = {
    ReferralState.SENT: _ENDS_OF_REFERRALS | {ReferralState.ACCEPTED},
    ReferralState.ACCEPTED: _ENDS_OF_REFERRALS,
    ReferralState.DONE: set(),
    ReferralState.RETURNED: set(),
    ReferralState.PASSED_ON: set(),
    ReferralState.RECALLED: set(),
}

OPEN_REFERRAL_STATES = (ReferralState.SENT, ReferralState.ACCEPTED)

# Open: somebody still owes an answer or a deed.
OPEN_STATUSES = (
    Status.RECEIVED,
    Status.ACKNOWLEDGED,
    Status.IN_PROGRESS,
    Status.WAITING_FOR_REPORTER,
    Status.REFERRED,
)


class StateGroup(models.TextChoices):
    """What the map and the public lists tell apart."""

    OPEN = "open", _("open")
    WAITING = "waiting", _("waiting for someone")
    SOLVED = "solved", _("solved")
    ENDED = "ended", _("closed without action")


STATE_GROUPS = {
    StateGroup.OPEN: (Status.RECEIVED, Status.ACKNOWLEDGED, Status.IN_PROGRESS),
    StateGroup.WAITING: (Status.WAITING_FOR_REPORTER, Status.REFERRED),
    StateGroup.SOLVED: (Status.RESOLVED, Status.CLOSED),
    StateGroup.ENDED: (Status.HANDED_OVER, Status.DECLINED, Status.DUPLICATE, Status.WITHDRAWN),
}


class Nature(models.TextChoices):
    """What the law makes of a category."""

    CRIME = "crime", _("crime")
    PUBLIC_ORDER = "public_order", _("public order")
    MUNICIPAL = "municipal", _("municipal matter")
    OTHER = "other", _("other")


class Sensitivity(models.TextChoices):
    """How much of a report may ever become public."""

    OPEN = "open", _("released at an approximate place")
    AREA_ONLY = "area_only", _("released for its area, without a place")
    SEALED = "sealed", _("restricted, never released")


class Registration(models.TextChoices):
    """The police record of what the law treats as a crime report; separate from the status."""

    NOT_NEEDED = "not_needed", _("not needed")
    DUE = "due", _("due")
    RECORDED = "recorded", _("recorded")
    INVESTIGATION = "investigation", _("under investigation")
    ADMINISTRATIVE = "administrative", _("administrative case")
    NO_OFFENCE = "no_offence", _("no offence found")


REGISTRATION_TRANSITIONS = {
    Registration.NOT_NEEDED: {Registration.DUE},
    Registration.DUE: {Registration.RECORDED},
    Registration.RECORDED: {Registration.INVESTIGATION, Registration.ADMINISTRATIVE, Registration.NO_OFFENCE},
    Registration.INVESTIGATION: {Registration.ADMINISTRATIVE, Registration.NO_OFFENCE},
    Registration.ADMINISTRATIVE: set(),
    Registration.NO_OFFENCE: {Registration.INVESTIGATION},
}


class AppealState(models.TextChoices):
    """Where a statutory appeal stands; separate from the status of its report."""

    ASKED = "asked", _("asked for, not registered yet")
    REGISTERED = "registered", pgettext_lazy("appeal", "registered")
    FORWARDED = "forwarded", _("forwarded to the competent body")
    ANSWERED = "answered", pgettext_lazy("appeal", "answered")
    WITHDRAWN = "withdrawn", _("taken back by the reporter")


APPEAL_TRANSITIONS = {
    AppealState.ASKED: {AppealState.REGISTERED, AppealState.FORWARDED, AppealState.WITHDRAWN},
    AppealState.REGISTERED: {AppealState.FORWARDED, AppealState.ANSWERED, AppealState.WITHDRAWN},
    AppealState.FORWARDED: set(),
    AppealState.ANSWERED: set(),
    AppealState.WITHDRAWN: set(),
}


class ReleaseState(models.TextChoices):
    """Whether an officer has released a report to the public."""

    PENDING = "pending", _("not decided")
    RELEASED = "released", _("released")
    WITHHELD = "withheld", _("withheld")


class Channel(models.TextChoices):
    """How a report reached us."""

    WEB = "web", _("web")
    PHONE = "phone", _("by phone")
    IN_PERSON = "in_person", _("in person")
    IMPORT = "import", _("import")


class Recurrence(models.TextChoices):
    """How often it happens, in the reporter's own terms."""

    ONCE = "once", _("It happened once")
    REPEATED = "repeated", _("It keeps coming back")
    LASTING = "lasting", _("It is there all the time")
    FEELING = "feeling", _("Nothing happened, I do not feel safe")


class MessageAudience(models.TextChoices):
    """Who reads a message; the word on the tab of the composer."""

    REPORTER = "reporter", _("to the reporter")
    INTERNAL = "internal", _("internal note")
    PUBLIC = "public", _("public update")


class ReportEvent:
    """Names of the events of a report, as they stand in the log."""

    RECEIVED = "report.received"
    ACKNOWLEDGED = "report.acknowledged"
    ASSIGNED = "report.assigned"
    STARTED = "report.started"
    ASKED = "report.asked"
    REFERRED = "report.referred"
    REFERRAL_ACCEPTED = "report.referral_accepted"
    REFERRAL_MOVED = "report.referral_moved"  # another day is promised
    REFERRAL_ANSWERED = "report.referral_answered"
    REFERRAL_RETURNED = "report.referral_returned"
    REFERRAL_RECALLED = "report.referral_recalled"
    IDENTITY_SHARED = "report.identity_shared"
    IDENTITY_WITHDRAWN = "report.identity_withdrawn"
    HANDED_OVER = "report.handed_over"
    RESOLVED = "report.resolved"
    DECLINED = "report.declined"
    JOINED = "report.joined"
    SEPARATED = "report.separated"
    SPLIT = "report.split"  # a part of it is another report now
    SPLIT_OFF = "report.split_off"  # it is that other report
    WITHDRAWN = "report.withdrawn"
    CLOSED = "report.closed"
    DISPUTED = "report.disputed"
    OBJECTED = "report.objected"
    REOPENED = "report.reopened"
    ANSWERED = "report.answered"  # the police wrote to the reporter
    REPLIED = "report.replied"  # the reporter wrote to the police
    NOTED = "report.noted"
    PUBLIC_UPDATE = "report.public_update"
    RELEASED = "report.released"
    PUBLISHED = "report.published"  # by the clock: the released words are public now
    RELEASE_EDITED = "report.release_edited"
    RELEASE_WITHDRAWN = "report.release_withdrawn"
    PHOTO_RELEASED = "report.photo_released"
    PHOTO_WITHDRAWN = "report.photo_withdrawn"
    WITHHELD = "report.withheld"
    REGISTRATION_DUE = "report.registration_due"
    REGISTERED = "report.registered"
    APPEALED = "report.appealed"  # the reporter wants it treated as a statutory appeal
    APPEAL_REGISTERED = "report.appeal_registered"
    APPEAL_EXTENDED = "report.appeal_extended"
    APPEAL_REDATED = "report.appeal_redated"  # it came in on another day than was entered
    APPEAL_FORWARDED = "report.appeal_forwarded"
    APPEAL_ANSWERED = "report.appeal_answered"
    APPEAL_DUE_SOON = "report.appeal_due_soon"  # by the clock
    APPEAL_OVERDUE = "report.appeal_overdue"
    NEXT_NEWS = "report.next_news"
    CATEGORISED = "report.categorised"
    CORRECTED = "report.corrected"  # the reporter told it anew, before the police had read it
    ANONYMISED = "report.anonymised"  # the reporter took name and contacts out of it
    CONTACT_OPENED = "report.contact_opened"
    REMINDED = "report.reminded"  # by the clock: the reporter's answer is awaited
    CLOSES_SOON = "report.closes_soon"
    LASTING_ASKED = "report.lasting_asked"  # four weeks after the closing
    LASTS = "report.lasts"
    CAME_BACK = "report.came_back"
    ANSWER_OVERDUE = "report.answer_overdue"
    REGISTRATION_OVERDUE = "report.registration_overdue"
    REFERRAL_OVERDUE = "report.referral_overdue"
    HELD = "report.held"
    HOLD_LIFTED = "report.hold_lifted"
    IDENTITY_REMOVED = "report.identity_removed"
    ERASED = "report.erased"


class HandoverEvent:
    """Names of the events of handovers."""

    MADE = "handover.made"
