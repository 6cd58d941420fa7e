"""How the states and events of reports look and read on every page: icon, tone and words, in one place."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from apps.accounts.enums import OrganisationKind
from apps.core import dates
from apps.reports.deadlines import REOPEN_TERM, SILENCE_TERM, can_reopen
from apps.reports.enums import ReferralState, Registration, ReportEvent, Status

# status: (icon, tone)
STATUS_LOOK = {
    Status.RECEIVED: ("inbox", "quiet"),
    Status.ACKNOWLEDGED: ("eye", "quiet"),
    Status.IN_PROGRESS: ("arrow-repeat", "open"),
    Status.WAITING_FOR_REPORTER: ("hourglass-split", "waiting"),
    Status.REFERRED: ("signpost-split", "waiting"),
    Status.HANDED_OVER: ("box-arrow-right", "quiet"),
    Status.RESOLVED: ("check-circle", "solved"),
    Status.CLOSED: ("check-circle", "solved"),
    Status.DECLINED: ("x-circle", "quiet"),
    Status.DUPLICATE: ("link-45deg", "quiet"),
    Status.WITHDRAWN: ("arrow-counterclockwise", "quiet"),
}

# event name: (icon, sentence without its actor)
EVENT_LOOK = {
    ReportEvent.RECEIVED: ("inbox", gettext_lazy("Received")),
    ReportEvent.ACKNOWLEDGED: ("eye", gettext_lazy("Acknowledged")),
    ReportEvent.ASSIGNED: ("person-plus", gettext_lazy("Assigned")),
    ReportEvent.STARTED: ("arrow-repeat", gettext_lazy("Work goes on")),
    ReportEvent.ASKED: ("hourglass-split", gettext_lazy("The reporter was asked; the clock stands")),
    ReportEvent.REFERRED: ("signpost-split", gettext_lazy("Passed on to another organisation")),
    ReportEvent.REFERRAL_ACCEPTED: ("check-lg", gettext_lazy("Accepted by the other organisation")),
    ReportEvent.REFERRAL_MOVED: ("calendar3", gettext_lazy("The other organisation promised another day")),
    ReportEvent.REFERRAL_ANSWERED: ("reply", gettext_lazy("Answered by the other organisation")),
    ReportEvent.REFERRAL_RETURNED: ("arrow-counterclockwise", gettext_lazy("Returned by the other organisation")),
    ReportEvent.REFERRAL_RECALLED: ("arrow-counterclockwise", gettext_lazy("Taken back from the other organisation")),
    ReportEvent.IDENTITY_SHARED: ("key", gettext_lazy("Named, with the reporter’s consent, to the other organisation")),
    ReportEvent.IDENTITY_WITHDRAWN: ("eye-slash", gettext_lazy("The reporter took the consent to be named back")),
    ReportEvent.HANDED_OVER: ("box-arrow-right", gettext_lazy("Handed over to another service")),
    ReportEvent.RESOLVED: ("check-circle", gettext_lazy("Marked as solved")),
    ReportEvent.DECLINED: ("x-circle", gettext_lazy("Closed without action")),
    ReportEvent.JOINED: ("link-45deg", gettext_lazy("Joined to another report")),
    ReportEvent.SEPARATED: ("link-45deg", gettext_lazy("Separated from another report")),
    ReportEvent.SPLIT: ("diagram-3", gettext_lazy("A part of it is a report of its own now")),
    ReportEvent.SPLIT_OFF: ("diagram-3", gettext_lazy("Split from another report")),
    ReportEvent.WITHDRAWN: ("arrow-counterclockwise", gettext_lazy("Withdrawn by the reporter")),
    ReportEvent.CLOSED: ("patch-check", gettext_lazy("Closed as solved")),
    ReportEvent.DISPUTED: ("exclamation-circle", gettext_lazy("The reporter says that it is not solved")),
    ReportEvent.OBJECTED: ("exclamation-circle", gettext_lazy("The reporter objects to the closing")),
    ReportEvent.REOPENED: ("arrow-clockwise", gettext_lazy("Opened again")),
    ReportEvent.ANSWERED: ("reply", gettext_lazy("The reporter was answered")),
    ReportEvent.REPLIED: ("chat-left-text", gettext_lazy("The reporter wrote")),
    ReportEvent.NOTED: ("lock", gettext_lazy("Internal note")),
    ReportEvent.PUBLIC_UPDATE: ("megaphone", gettext_lazy("Public update")),
    ReportEvent.RELEASED: ("megaphone", gettext_lazy("Released to the public")),
    ReportEvent.PUBLISHED: ("megaphone", gettext_lazy("Public from now on")),
    ReportEvent.RELEASE_EDITED: ("pencil", gettext_lazy("The released words were changed")),
    ReportEvent.RELEASE_WITHDRAWN: ("eye-slash", gettext_lazy("The release was withdrawn")),
    ReportEvent.PHOTO_RELEASED: ("images", gettext_lazy("A photo was released, with what identifies people covered")),
    ReportEvent.PHOTO_WITHDRAWN: ("eye-slash", gettext_lazy("A released photo was taken back")),
    ReportEvent.WITHHELD: ("eye-slash", gettext_lazy("Not released")),
    ReportEvent.REGISTRATION_DUE: ("clipboard", gettext_lazy("Must be entered in the police record")),
    ReportEvent.REGISTERED: ("clipboard-check", gettext_lazy("Entered in the police record")),
    ReportEvent.APPEALED: ("file-earmark-text", gettext_lazy("Asked for as a statutory appeal")),
    ReportEvent.APPEAL_REGISTERED: ("clipboard-check", gettext_lazy("Entered in the register of appeals")),
    ReportEvent.APPEAL_EXTENDED: ("calendar3", gettext_lazy("The term of the appeal is extended")),
    ReportEvent.APPEAL_REDATED: ("calendar3", gettext_lazy("The day of the appeal is corrected")),
    ReportEvent.APPEAL_FORWARDED: ("box-arrow-right", gettext_lazy("The appeal is forwarded to the competent body")),
    ReportEvent.APPEAL_ANSWERED: ("patch-check", gettext_lazy("The appeal is answered")),
    ReportEvent.APPEAL_DUE_SOON: (
        "hourglass-split",
        gettext_lazy("The term of the appeal ends soon; the police are reminded"),
    ),
    ReportEvent.APPEAL_OVERDUE: (
        "exclamation-circle",
        gettext_lazy("The term of the appeal is over; supervisors are told"),
    ),
    ReportEvent.NEXT_NEWS: ("calendar3", gettext_lazy("News promised")),
    ReportEvent.CATEGORISED: ("layers", gettext_lazy("Put under another category")),
    ReportEvent.CORRECTED: ("pencil", gettext_lazy("Corrected by the reporter")),
    ReportEvent.ANONYMISED: ("incognito", gettext_lazy("The reporter removed name and contacts")),
    ReportEvent.CONTACT_OPENED: ("key", gettext_lazy("Contacts opened")),
    ReportEvent.REMINDED: ("hourglass-split", gettext_lazy("The reporter was reminded of the question")),
    ReportEvent.CLOSES_SOON: ("hourglass-split", gettext_lazy("The reporter was reminded that it closes soon")),
    ReportEvent.LASTING_ASKED: ("question-circle", gettext_lazy("The reporter was asked whether it is still solved")),
    ReportEvent.LASTS: ("check-circle", gettext_lazy("Still solved after four weeks, says the reporter")),
    ReportEvent.CAME_BACK: ("exclamation-circle", gettext_lazy("Not solved after four weeks, says the reporter")),
    ReportEvent.ANSWER_OVERDUE: (
        "exclamation-circle",
        gettext_lazy("The first answer is overdue; supervisors are told"),
    ),
    ReportEvent.REFERRAL_OVERDUE: (
        "exclamation-circle",
        gettext_lazy("The answer of the other organisation is overdue; it is told"),
    ),
    ReportEvent.REGISTRATION_OVERDUE: (
        "exclamation-circle",
        gettext_lazy("The registration is overdue; supervisors are told"),
    ),
    ReportEvent.HELD: ("lock", gettext_lazy("A supervisor ordered that it is kept")),
    ReportEvent.HOLD_LIFTED: ("lock", gettext_lazy("It need not be kept any longer")),
    ReportEvent.IDENTITY_REMOVED: ("incognito", gettext_lazy("The reporter’s identity was removed")),
    ReportEvent.ERASED: ("x-circle", gettext_lazy("What the reporter told was erased")),
}


def status_words(report, *, own=False):
    """Return the state in words, with whom it is when it was passed on: "with the council"; `own` for its reporter."""
    if own and report.status == Status.WAITING_FOR_REPORTER:
        return _("waiting for you")
    if report.status == Status.REFERRED and report.referred_to is not None:
        if report.referred_to.kind == OrganisationKind.AUTHORITY:
            return _("with the council")
        return _("with %(name)s") % {"name": report.referred_to}
    return Status(report.status).label


def state_of(report, *, own=False):
    """Return (word, icon, tone) of a report's chip; `own` for its reporter."""
    icon, tone = STATUS_LOOK[report.status]
    words = str(status_words(report, own=own))
    return words[:1].upper() + words[1:], icon, tone


# state of a referral: (icon, tone)
REFERRAL_LOOK = {
    ReferralState.SENT: ("send", "waiting"),
    ReferralState.ACCEPTED: ("check-lg", "open"),
    ReferralState.DONE: ("check-circle", "solved"),
    ReferralState.RETURNED: ("reply", "quiet"),
    ReferralState.PASSED_ON: ("signpost-split", "quiet"),
    ReferralState.RECALLED: ("arrow-counterclockwise", "quiet"),
}


# what is owed: its word before the term
_DEBTS = {
    "registration": pgettext_lazy("due", "register"),
    "appeal": pgettext_lazy("due", "appeal"),
    "answer": pgettext_lazy("due", "answer"),
    "news": pgettext_lazy("due", "news"),
    "resolution": pgettext_lazy("due", "solve"),
}


def owed(report):
    """Return what is owed next, for the desk: {"at", "words", "paused", "others"}; at None for nothing."""
    of_law = report.registration == Registration.DUE or report.appeal_due_at is not None
    if report.status == Status.WAITING_FOR_REPORTER and not of_law:
        return {"at": None, "words": "", "paused": True, "others": False}
    debt = report.due
    if debt is None:
        return {"at": None, "words": "", "paused": False, "others": False}
    what, when = debt
    return {"at": when, "words": str(_DEBTS[what]), "paused": False, "others": report.status == Status.REFERRED}


def stops_of(report):
    """Return the stops of the reporter's state line, each with its date or its promise: {"state", "word", "note"}."""
    zone = report.area.zone
    stops = [_stop("done", _("Received"), dates.day_in_words(report.submitted_at, zone=zone))]
    if report.acknowledged_at:
        stops.append(_stop("done", _("Acknowledged"), dates.day_in_words(report.acknowledged_at, zone=zone)))
    elif report.status == Status.RECEIVED:
        stops[0]["state"] = "now"
        stops.append(_stop("ahead", _("First answer"), _by(report.answer_due_at, zone)))
    if report.status in _ENDED:
        word, _icon, _tone = state_of(report)
        return [*stops, _stop("now", word, "")]
    news = _("news %(when)s") % {"when": _by(report.next_news_on, zone)} if report.next_news_on else ""
    if report.status in (Status.RECEIVED, Status.ACKNOWLEDGED):
        if report.status == Status.ACKNOWLEDGED:
            stops[-1]["state"] = "now"
        stops.append(_stop("ahead", _("In progress"), ""))
    elif report.is_open:
        word, _icon, _tone = state_of(report, own=True)
        stops.append(_stop("now", word, news))
    else:
        stops.append(_stop("done", _("In progress"), ""))
    return [*stops, *_last_stops(report, zone)]


_ENDED = (Status.HANDED_OVER, Status.DECLINED, Status.DUPLICATE, Status.WITHDRAWN)


def _last_stops(report, zone):
    if report.resolved_at is None:
        return [
            _stop("ahead", _("Solved"), _by(report.resolve_due_at, zone)),
            _stop("ahead", _("Closed"), _("when you confirm")),
        ]
    solved = _stop("done", _("Solved"), dates.day_in_words(report.resolved_at, zone=zone))
    if report.status == Status.CLOSED:
        return [solved, _stop("done", _("Closed"), dates.day_in_words(report.closed_at, zone=zone))]
    return [solved | {"state": "now"}, _stop("ahead", _("Closed"), _("when you confirm"))]


_NOTHING_MORE = {
    Status.DUPLICATE: gettext_lazy("It goes on together with another report about the same thing. You will be told."),
    Status.HANDED_OVER: gettext_lazy("The other service deals with it from now on."),
    Status.WITHDRAWN: gettext_lazy("You took it back. Nothing more happens."),
}


def next_step(report):
    """Return what comes next for the reporter: {"yours": whether it is their turn, "late", "words"}."""
    zone, late = report.area.zone, False
    if report.status in _NOTHING_MORE:
        words = str(_NOTHING_MORE[report.status])
    elif report.status == Status.WAITING_FOR_REPORTER:
        words = _("It is your turn: answer the question. The promised days move on until then.")
    elif report.status == Status.RESOLVED:
        words = _("It is your turn: say whether it is solved. Without a word from you it closes on %(day)s")
        words %= {"day": dates.day_in_words(report.resolved_at + SILENCE_TERM, zone=zone)}
    elif report.status == Status.CLOSED and report.still_solved is False and can_reopen(report):
        words = _back(report)
    elif report.status == Status.CLOSED and can_reopen(report):
        words = _("It is closed. If it comes back, you can open it again until %(day)s")
        words %= {"day": dates.day_in_words(report.closed_at + REOPEN_TERM, zone=zone)}
    elif report.status == Status.CLOSED:
        words = _("It is closed. If it comes back, please file a new report.")
    elif report.status == Status.DECLINED and report.objected_at is None:
        words = _("It is closed without action. You can object once, and then somebody else decides.")
    elif report.status == Status.DECLINED:
        words = _("It is closed without action, for the second time and by somebody else.")
    else:
        words, late = _promise(report, zone)
    yours = report.status in (Status.WAITING_FOR_REPORTER, Status.RESOLVED)
    return {"yours": yours, "late": late, "words": words}


def _back(report):
    """What comes of it that the reporter said, weeks after the closing, that it is not solved."""
    day = dates.day_in_words(report.closed_at + REOPEN_TERM, zone=report.area.zone)
    if report.unread_reply:
        words = _("You said that it is back. An officer looks at it; you can also open it again yourself until %(day)s")
    else:
        words = _("You said that it is back, and the police have read it. You can open it again until %(day)s")
    return words % {"day": day}


def _promise(report, zone):
    """The next thing that somebody else owes the reporter of an open report: its words, and whether it is late."""
    due, who = report.next_news_on or report.resolve_due_at, report.referred_to
    if report.first_answered_at is None:
        due = report.answer_due_at
        on_time, missed = _("The police answer you %(when)s"), _("The promised first answer: %(when)s")
    elif report.status == Status.REFERRED:
        who = who or _("the other organisation")
        on_time, missed = _("It is the turn of %(who)s: %(when)s"), _("The promised answer of %(who)s: %(when)s")
    elif report.next_news_on:
        on_time, missed = _("The police write to you %(when)s"), _("The promised news: %(when)s")
    else:
        on_time, missed = _("The police work on it and solve it %(when)s"), _("The promised solution: %(when)s")
    late = dates.urgency(due, zone=zone) is dates.Urgency.LATE
    return (missed if late else on_time) % {"who": who, "when": _by(due, zone)}, late


def public_stops_of(report):
    """Return the stops of a released report's state line, from its released columns alone."""
    zone = report.area.zone
    word, _icon, _tone = state_of(report)
    stops = [_stop("done", _("Received"), dates.day_in_words(report.public_day, zone=zone))]
    if report.status in _ENDED:
        return [*stops, _stop("now", word, "")]
    if report.resolved_at is not None:
        solved = _stop("now", _("Solved"), dates.day_in_words(report.resolved_at, zone=zone))
        return [*stops, _stop("done", _("In progress"), ""), solved]
    if report.status == Status.RECEIVED:
        stops[0]["state"] = "now"
        stops.append(_stop("ahead", _("In progress"), ""))
    else:
        news = _("news %(when)s") % {"when": _by(report.next_news_on, zone)} if report.next_news_on else ""
        stops.append(_stop("now", word, news))
    return [*stops, _stop("ahead", _("Solved"), _by(report.resolve_due_at, zone))]


def public_promise(report):
    """Return (moment or day, word) of what the public may expect next of an open released report, or (None, "")."""
    if not report.is_open:
        return None, ""
    if report.next_news_on and report.next_news_on >= timezone.localdate(timezone=report.area.zone):
        return report.next_news_on, pgettext("due", "news")
    return report.resolve_due_at, pgettext("due", "solution")


def _by(value, zone):
    return dates.time_left(value, zone=zone)


def _stop(state, word, note):
    return {"state": state, "word": word, "note": note}
