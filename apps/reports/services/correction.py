"""The reporter corrects what they told, until the police have read it; what stood there first is kept."""

from django.utils.translation import gettext as _

from apps.events.enums import Audience
from apps.reports import war
from apps.reports.enums import Registration, ReleaseState, ReportEvent, Status
from apps.reports.errors import MoveRefused
from apps.reports.models import EarlierTelling
from apps.reports.services.moves import changing, tell

_CORRECTED = ("words", "place", "happened_on", "happened_text", "answers", "recurrence")


def can_correct(report):
    """Whether nobody has begun to deal with the report: what the police act on does not change under their hands."""
    return (
        report.status == Status.RECEIVED
        and not (report.acknowledged_at or report.first_answered_at or report.objected_at)
        and report.registration in (Registration.NOT_NEEDED, Registration.DUE)
        and report.release_state == ReleaseState.PENDING
        and report.data_key is not None
    )


def correct_report(report, *, by, **told):
    """Write words, place, happened_on, happened_text, answers or recurrence anew; return whether anything changed.

    Raises MoveRefused once the police have read the report, and WarRefused for words that tell what is kept secret
    during martial law.
    """
    texts = (told.get(name, "") for name in ("words", "place", "happened_text"))
    war.refuse(*texts, *told.get("answers", {}).values())
    with changing(report, by=by) as locked:
        if not can_correct(locked):
            raise MoveRefused(
                _("The police have read it by now, so it stays as it is. Write to them what is different.")
            )
        before = _told(locked)
        if all(before[name] == value for name, value in told.items()):
            return False
        earlier = EarlierTelling(report=locked)
        earlier.set_told(before | {"happened_on": before["happened_on"] and before["happened_on"].isoformat()})
        earlier.save(force_insert=True)
        for name, value in told.items():
            setattr(locked, name, value)
        tell(locked, ReportEvent.CORRECTED, by=by, audience=Audience.REPORTER)
        return True


def _told(report):
    return {name: getattr(report, name) for name in _CORRECTED}
