"""How every change of a report is made: one lock, one version, one event, in one transaction."""

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.planning import Question
from apps.events import services as events
from apps.events.models import Event
from apps.reports.deadlines import set_due
from apps.reports.enums import TRANSITIONS, Status
from apps.reports.errors import MoveRefused, StaleReport
from apps.reports.models import Report

_EVENTS_OF = Question(lambda pk: Event.objects.of(Report(pk=pk)).select_related("actor"), int)
_WITH_AREA = Report.objects.select_related("area", "category").defer("area__boundary")
_LOCKED = Question(lambda pk: _WITH_AREA.select_for_update(of=("self",)).filter(pk=pk), int)


@contextmanager
def changing(report, *, by, version=None):
    """Yield the report locked for change; save it and raise its version when the block ends.

    `version` is the one that the person saw: StaleReport when somebody has saved since. The audit row names the fields
    that changed when `by` is a member of staff, never what stood in them.
    """
    with transaction.atomic():
        locked = _locked(report)
        if version is not None and locked.version != version:
            raise StaleReport(
                _("Somebody changed this report while you had it open. Nothing of yours is lost: look and send again."),
                changes=changes_since(locked, version),
            )
        before = _values(locked)
        yield locked
        set_due(locked)
        changed = sorted(name for name, value in _values(locked).items() if before[name] != value)
        locked.version += 1
        locked.save(update_fields=[*changed, "version"])
        if getattr(by, "pk", None) and locked.reporter_id != by.pk:
            events.audit(
                "report.changed",
                actor=by,
                subject=locked,
                area=locked.area,
                data={"fields": changed, "version": locked.version},
            )
    for name, value in _values(locked).items():
        setattr(report, name, value)


@contextmanager
def noting(report):
    """Yield the report locked, for what is noted beside it: its version stays, for to read it is not to change it."""
    with transaction.atomic():
        yield _locked(report)


def _locked(report):
    found = _LOCKED.first(report.pk)
    if found is None:
        raise Report.DoesNotExist
    return found


def _values(report):
    """The columns by attribute name; binary ones as bytes, so that they compare."""
    values = {}
    for field in Report._meta.concrete_fields:
        value = getattr(report, field.attname)
        values[field.attname] = bytes(value) if isinstance(value, memoryview) else value
    return values


def changes_since(report, version):
    """Return the event names recorded since the report had this version, oldest first, with who did them."""
    entries = [event for event in report_events(report) if event.data.get("version", 0) > version]
    return [(event.name, event.actor) for event in reversed(entries)]


def report_events(report):
    """The report's events, newest first, with their actors."""
    return _EVENTS_OF.all(report.pk)


def tell(report, name, *, by, audience, **data):
    """Record what happened to a report inside `changing`; `data` holds ids and plain facts, never words.

    Inside `noting` say its `version`, which does not rise there.
    """
    return events.record(
        name,
        subject=report,
        audience=audience,
        actor=by,
        area=report.area,
        data={"version": report.version + 1, **data},
    )


def decide(locked, by, outcome):
    """Note who ended a locked report and with which words; with that a dispute is decided, and the clock is done."""
    locked.decided_by, locked.outcome = by, outcome.strip()
    locked.decision_disputed = False
    locked.first_answered_at = locked.first_answered_at or timezone.now()
    locked.next_news_on = locked.paused_at = None


def disputes_decision_of(report, person):
    """Whether the reporter disputes, or objects to, the last decision, and it was this person's."""
    return report.decision_disputed and report.decided_by_id is not None and report.decided_by_id == person.pk


def move(report, to, *, by, event, audience, **data):
    """Bring a locked report into another state when the table allows it, and record the event.

    Raises MoveRefused. Called inside `changing` by the public verbs alone.
    """
    before, to = Status(report.status), Status(to)
    if to not in TRANSITIONS[before]:
        raise MoveRefused.between(before, to)
    report.status = to
    tell(report, event, by=by, audience=audience, before=before.value, **data)
