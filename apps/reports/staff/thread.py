"""What happened to a report and what was said, as one thread."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.accounts.models import Organisation, Person
from apps.core import dates
from apps.reports.enums import MessageAudience, Registration, ReportEvent
from apps.reports.models import Category, Message, Report
from apps.reports.presentation import EVENT_LOOK
from apps.reports.selectors import conversation_of
from apps.reports.services.moves import report_events

# Said by the message itself.
SAID = (ReportEvent.ANSWERED, ReportEvent.REPLIED, ReportEvent.NOTED, ReportEvent.PUBLIC_UPDATE, ReportEvent.ASKED)


@dataclass(frozen=True)
class Entry:
    """A line of the thread: a message, or a fact with the name of its event, its icon, its sentence and who did it."""

    at: datetime
    message: Message | None = None
    name: str = ""
    icon: str = ""
    sentence: str = ""
    actor: Person | None = None


def thread_of(report):
    """Return the facts and the messages of a report as entries, oldest first."""
    messages = conversation_of(report, *MessageAudience.values)
    events = [event for event in report_events(report) if event.name not in SAID]
    details = _details(report, events)
    numbers = {step.state: step.number for step in report.registration_steps.all()}
    facts = [
        Entry(
            at=event.created_at,
            name=event.name,
            icon=EVENT_LOOK[event.name][0],
            sentence=_sentence(report, event, details, numbers),
            actor=_colleague(report, event.actor),
        )
        for event in reversed(events)
    ]
    said = [Entry(at=message.created_at, message=message) for message in messages]
    # A stable sort: what happened in the same moment stands before what was said in it.
    return sorted([*facts, *said], key=lambda entry: entry.at)


def changes_in_words(report, changes):
    """Return a sentence for each (event name, actor) that somebody else did meanwhile."""
    told = [(str(EVENT_LOOK[name][1]), _colleague(report, actor)) for name, actor in changes]
    return [f"{words}, {colleague}" if colleague else words for words, colleague in told]


def _colleague(report, actor):
    """Who did it, unless that was the reporter: their name is a contact, and opened with a reason alone."""
    return actor if actor is not None and actor.pk != report.reporter_id else None


def _sentence(report, event, details, numbers):
    """What happened, with whom or what it names."""
    words = str(EVENT_LOOK[event.name][1])
    data = event.data
    if event.name == ReportEvent.RECEIVED and report.erased_at is None:
        told = _("anonymously, with a secret code") if report.is_anonymous else _("with contacts")
        return f"{words}, {told}"
    if event.name == ReportEvent.ASSIGNED:
        person = details.get(("officer", data.get("officer")))
        return _("Given to %(name)s") % {"name": person} if person else _("Nobody has it any more")
    if event.name == ReportEvent.REGISTERED:
        state = Registration(data["state"])
        number = numbers.get(state.value, "")
        return _("Police record: %(state)s") % {"state": f"{state.label} {number}".strip()}
    if event.name in (ReportEvent.NEXT_NEWS, ReportEvent.APPEAL_REDATED):
        return _with_days(event, report.area.zone)
    for key in ("organisation", "category", "other"):
        if named := details.get((key, data.get(key))):
            return f"{words}: {named}"
    return words


def _with_days(event, zone):
    """What happened, with the days that it names."""
    named = {name: date.fromisoformat(event.data[name]) for name in ("day", "before") if name in event.data}
    if event.name == ReportEvent.NEXT_NEWS:
        return _("News promised by %(day)s") % {"day": dates.day_in_words(named["day"], zone=zone)}
    days = {name: dates.date_in_words(day, zone=zone) for name, day in named.items()}
    return _("The appeal came in on %(day)s, not on %(before)s") % days


def _details(report, events):
    """Return what the events name by id, as {(key, id): words}; a query for each kind of thing that is named."""
    sources = {
        "officer": Person.objects,
        "organisation": Organisation.objects,
        "category": Category.objects,
        "other": Report.objects.only("reference"),
    }
    found = {}
    for key, rows in sources.items():
        ids = {event.data[key] for event in events if event.data.get(key)}
        if ids:
            found |= {(key, row.pk): str(row) for row in rows.filter(pk__in=ids)}
    return found
