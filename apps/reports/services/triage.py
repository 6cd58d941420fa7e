"""What the police decide about a report."""

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.enums import RoleKind
from apps.events.enums import Audience
from apps.reports.deadlines import resume, set_targets
from apps.reports.enums import Nature, Registration, ReleaseState, ReportEvent, Sensitivity, Status
from apps.reports.errors import MoveRefused, OwnDecision
from apps.reports.models.told import told
from apps.reports.services.moves import changing, decide, disputes_decision_of, move, tell
from apps.reports.services.referral import keep_words, recall
from apps.reports.services.registration import begin_registration, refuse_while_due
from apps.reports.services.release import take_back, take_off_map


def acknowledge_report(report, *, by, version=None):
    """Say that the report was read; whoever does it takes it on when nobody has."""
    with changing(report, by=by, version=version) as locked:
        move(locked, Status.ACKNOWLEDGED, by=by, event=ReportEvent.ACKNOWLEDGED, audience=Audience.REPORTER)
        locked.acknowledged_at = timezone.now()
        locked.assignee = locked.assignee or by


def assign_report(report, *, officer, by, version=None):
    """Give the report to an officer or supervisor of its area, or with None to nobody. Raises MoveRefused otherwise."""
    with changing(report, by=by, version=version) as locked:
        if officer is not None and not officer.holds(RoleKind.OFFICER, RoleKind.SUPERVISOR, area=locked.area):
            raise MoveRefused(_("%(name)s does not work in the area of this report.") % {"name": officer})
        if locked.assignee_id == getattr(officer, "pk", None):
            return
        locked.assignee = officer
        tell(locked, ReportEvent.ASSIGNED, by=by, audience=Audience.INTERNAL, officer=getattr(officer, "pk", None))


def start_report(report, *, by, next_news_on=None, version=None):
    """Begin the work, and promise the reporter a day of the next news."""
    with changing(report, by=by, version=version) as locked:
        recall(locked, by=by)
        move(locked, Status.IN_PROGRESS, by=by, event=ReportEvent.STARTED, audience=Audience.REPORTER)
        resume(locked)
        locked.assignee = locked.assignee or by
        locked.next_news_on = next_news_on or locked.next_news_on


def promise_news(report, *, by, next_news_on, version=None):
    """Promise the reporter news by a day. Raises MoveRefused for a day that has passed."""
    with changing(report, by=by, version=version) as locked:
        if next_news_on < timezone.localdate(timezone=locked.area.zone):
            raise MoveRefused(_("That day has passed. Promise a day that is still to come."))
        locked.next_news_on = next_news_on
        tell(locked, ReportEvent.NEXT_NEWS, by=by, audience=Audience.REPORTER, day=next_news_on.isoformat())


def hand_over_report(report, *, by, service, number, contact, sent_on=None, version=None):
    """Hand the matter to another service for good: its name, number and day of the letter (today), whom to ask."""
    with changing(report, by=by, version=version) as locked:
        refuse_while_due(locked)
        _refuse_own_decision(locked, by)
        move(locked, Status.HANDED_OVER, by=by, event=ReportEvent.HANDED_OVER, audience=Audience.REPORTER)
        decide(locked, by, service)
        locked.handover_number, locked.handover_contact = number, contact
        locked.handed_over_on = sent_on or timezone.localdate(timezone=locked.area.zone)


def resolve_report(report, *, by, outcome, version=None):
    """Say what was done; the reporter confirms or disputes it. Raises OwnDecision after a dispute of one's own."""
    with changing(report, by=by, version=version) as locked:
        refuse_while_due(locked)
        _refuse_own_decision(locked, by)
        recall(locked, by=by)
        move(locked, Status.RESOLVED, by=by, event=ReportEvent.RESOLVED, audience=Audience.REPORTER)
        decide(locked, by, outcome)
        locked.resolved_at = timezone.now()


def decline_report(report, *, by, reason, version=None):
    """Close the report without action and say why; the reporter may object once, and then somebody else decides."""
    with changing(report, by=by, version=version) as locked:
        refuse_while_due(locked)
        _refuse_own_decision(locked, by)
        recall(locked, by=by)
        move(locked, Status.DECLINED, by=by, event=ReportEvent.DECLINED, audience=Audience.REPORTER)
        decide(locked, by, reason)


def join_report(report, *, other, by, version=None):
    """Join a report to another one about the same thing; its reporter goes on being told."""
    with changing(report, by=by, version=version) as locked:
        refuse_while_due(locked)
        _refuse_own_decision(locked, by)
        if other.pk == locked.pk or other.duplicate_of_id is not None:
            raise MoveRefused(_("Choose the other report, one that is not itself joined to a third."))
        recall(locked, by=by)
        move(locked, Status.DUPLICATE, by=by, event=ReportEvent.JOINED, audience=Audience.REPORTER, other=other.pk)
        locked.duplicate_of = other


def separate_report(report, *, by, version=None, back_to=Status.RECEIVED):
    """Undo a joining; `back_to` is the state that the report had, when the joining itself was a mistake.

    What had been passed on to another organisation was taken back by the joining, so the police work on it.
    """
    with changing(report, by=by, version=version) as locked:
        locked.duplicate_of = None
        to = Status.IN_PROGRESS if back_to == Status.REFERRED else back_to
        move(locked, to, by=by, event=ReportEvent.SEPARATED, audience=Audience.REPORTER)
        if to != Status.WAITING_FOR_REPORTER:
            resume(locked)


def recategorise_report(report, *, by, category, version=None):
    """Put the report under another category: its promises, its sensitivity and its registration follow.

    A category without a public place, or without any release, takes back what was released more widely.
    """
    with changing(report, by=by, version=version) as locked:
        kept, was_sealed = told(locked), locked.is_sealed
        texts = [(message, message.text) for message in locked.messages.all()]
        referred = [(referral, told(referral)) for referral in locked.referrals.all()]
        locked.category, locked.nature, locked.sensitivity = category, category.nature, category.sensitivity
        for name, value in kept.items():
            setattr(locked, name, value)
        if locked.is_sealed != was_sealed:
            for message, text in texts:
                message.report = locked
                message.set_text(text)
                message.save(update_fields=["open_text", "sealed_text"])
            for referral, words in referred:
                keep_words(referral, words)
        if locked.release_state == ReleaseState.RELEASED and locked.is_sealed:
            take_back(locked, by=by)
        if locked.sensitivity != Sensitivity.OPEN:
            take_off_map(locked, by=by)
        if category.nature == Nature.CRIME and locked.registration == Registration.NOT_NEEDED:
            begin_registration(locked, by=by)
        set_targets(locked)
        tell(locked, ReportEvent.CATEGORISED, by=by, audience=Audience.INTERNAL, category=category.pk)


def _refuse_own_decision(locked, by):
    """Refuse an end of the report by whoever took the decision that its reporter disputes or objects to."""
    if disputes_decision_of(locked, by):
        raise OwnDecision(_("The reporter disputes your decision, so a colleague decides now. Assign it to one."))
