"""The police record of what the law treats as a crime report; its clock never pauses."""

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.events.enums import Audience
from apps.reports.deadlines import REGISTRATION_TERM
from apps.reports.enums import REGISTRATION_TRANSITIONS, Registration, ReportEvent
from apps.reports.errors import AppealDue, MoveRefused, RegistrationDue
from apps.reports.models import RegistrationStep
from apps.reports.services.moves import changing, tell

NUMBERED = (Registration.RECORDED, Registration.INVESTIGATION)


def require_registration(report, *, by, version=None):
    """The facts turn out to be a crime report: the 24 hours begin now."""
    with changing(report, by=by, version=version) as locked:
        begin_registration(locked, by=by)


def begin_registration(locked, *, by):
    """Start the clock of a locked report (inside `changing`)."""
    _step(locked, Registration.DUE, by=by)
    locked.registration_due_at = timezone.now() + REGISTRATION_TERM
    tell(locked, ReportEvent.REGISTRATION_DUE, by=by, audience=Audience.INTERNAL)


def register_report(report, *, by, state, number="", version=None):
    """Enter the next step of the police record; the reporter is told the number.

    Raises MoveRefused for a step that does not follow and for a missing number.
    """
    with changing(report, by=by, version=version) as locked:
        state, number = Registration(state), number.strip()
        if state in NUMBERED and not number:
            raise MoveRefused(_("Enter the number under which it was registered."))
        _step(locked, state, by=by, number=number)
        tell(locked, ReportEvent.REGISTERED, by=by, audience=Audience.REPORTER, state=state.value)


def refuse_while_due(locked):
    """Refuse to end a report for which the law still asks its registration or its answer (inside `changing`)."""
    if locked.registration == Registration.DUE:
        raise RegistrationDue(_("This is a crime report that is not registered yet. Enter its number first."))
    if locked.appeal_due_at is not None:
        raise AppealDue(_("It is a statutory appeal that is not answered yet. Answer or forward the appeal first."))


def _step(locked, state, *, by, number=""):
    before = Registration(locked.registration)
    if state not in REGISTRATION_TRANSITIONS[before]:
        raise MoveRefused.between(before, state)
    locked.registration = state
    RegistrationStep.objects.create(report=locked, state=state, number=number, by=by)
