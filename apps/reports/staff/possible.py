"""What the state of a report allows at the desk: each says of (report, user) whether an action is possible now."""

from apps.reports.deadlines import APPEAL_TERMS
from apps.reports.enums import APPEAL_TRANSITIONS, TRANSITIONS, AppealState, Registration, Status
from apps.reports.services import appeals
from apps.reports.services.release import why_not_public


def to(status):
    """Possible whenever the table of moves allows this state."""
    return lambda report, _user: status in TRANSITIONS[Status(report.status)]


def while_open_to(status):
    """Possible when the table allows this state and the report is open; what ended is opened again by another verb."""
    return lambda report, _user: report.is_open and status in TRANSITIONS[Status(report.status)]


def ends(status):
    """As `while_open_to`, once the registration and the answer to an appeal that the law asks for are done."""
    return lambda report, user: (
        report.registration != Registration.DUE and report.appeal_due_at is None and while_open_to(status)(report, user)
    )


def appeal_to(state):
    """Possible when there is an appeal and the table of its moves allows this state."""

    def possible(report, _user):
        appeal = appeals.appeal_of(report)
        return appeal is not None and state in APPEAL_TRANSITIONS[AppealState(appeal.state)]

    return possible


def appeal_waits(report, _user):
    """Possible while a term of law runs for an appeal."""
    return report.appeal_due_at is not None


def appeal_extends(report, _user):
    """Possible while a registered appeal waits for its answer and has not the longest term yet."""
    appeal = appeals.appeal_of(report)
    return appeal is not None and appeal.state == AppealState.REGISTERED and appeal.term_days < APPEAL_TERMS[-1]


def may_be_public(report):
    """Whether the kind, the state and the investigator allow a release."""
    return not why_not_public(report)
