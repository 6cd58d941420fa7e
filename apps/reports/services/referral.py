"""What is put to another organisation about a report, and what comes back. The only writer of referrals."""

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.events.enums import Audience
from apps.reports.deadlines import resume
from apps.reports.enums import REFERRAL_TRANSITIONS, ReferralState, Registration, ReportEvent, Status
from apps.reports.errors import MoveRefused
from apps.reports.models import Referral
from apps.reports.services.moves import changing, decide, disputes_decision_of, move, tell
from apps.reports.services.release import names_reporter, refuse_identity


def refer_report(report, *, by, organisation, words, next_news_on=None, consent_note="", version=None):
    """Put the matter to another organisation, which answers by a day; the reporter sees whose turn it is.

    It reads `words`, which an officer wrote for it, and never the report. `consent_note` says how the reporter agreed
    that it learns their name and contacts; without one ReleaseRefused is raised for words that name them. Returns the
    Referral.
    """
    with changing(report, by=by, version=version) as locked:
        if not consent_note:
            refuse_identity(locked, words)
        recall(locked, by=by)
        due_on = next_news_on or timezone.localdate(locked.resolve_due_at, timezone=locked.area.zone)
        referral = _send(locked, organisation, words, by=by, due_on=due_on, consent_note=consent_note)
        resume(locked)
        locked.next_news_on = next_news_on
        if consent_note:
            tell(locked, ReportEvent.IDENTITY_SHARED, by=by, audience=Audience.REPORTER, **facts_of(referral))
        return referral


def accept_referral(referral, *, by, due_on):
    """The organisation takes the matter on and says by which day it is done; the reporter sees the day."""
    with changing(referral.report, by=by) as locked:
        own = _move(locked, referral, ReferralState.ACCEPTED)
        own.accepted_at, own.accepted_by, own.due_on = timezone.now(), by, due_on
        own.save(update_fields=["state", "accepted_at", "accepted_by", "due_on"])
        locked.next_news_on = due_on
        tell(locked, ReportEvent.REFERRAL_ACCEPTED, by=by, audience=Audience.REPORTER, **facts_of(own))


def move_referral_day(referral, *, by, due_on, reason):
    """The organisation promises another day and says why; the reporter reads both. Raises MoveRefused.

    Which day it was, and how often it was moved, is kept.
    """
    with changing(referral.report, by=by) as locked:
        own = Referral.objects.select_related("organisation").get(pk=referral.pk)
        own.report = locked
        if own.state != ReferralState.ACCEPTED:
            raise MoveRefused(_("Only of what you have accepted, and is open, the day can be moved."))
        if due_on == own.due_on:
            raise MoveRefused(_("This day is promised already. Choose another one."))
        before = own.due_on.isoformat()
        own.moves = [*own.moves, {"before": before, "after": due_on.isoformat(), "reason": reason.strip()}]
        own.due_on, own.times_moved = due_on, own.times_moved + 1
        own.save(update_fields=["open_moves", "sealed_words", "due_on", "times_moved"])
        locked.next_news_on = due_on
        facts = {"before": before, "times": own.times_moved, **facts_of(own)}
        tell(locked, ReportEvent.REFERRAL_MOVED, by=by, audience=Audience.REPORTER, **facts)


def finish_referral(referral, *, by, answer):
    """The organisation says what it did. That solves the report, and its reporter is asked whether it does.

    Where the law has a part in it, the kind is restricted, or the reporter disputes what the same person said before,
    the answer goes back to the police, who decide.
    """
    with changing(referral.report, by=by) as locked:
        own = _end(locked, referral, ReferralState.DONE, by=by, answer=answer)
        solved = (
            locked.registration == Registration.NOT_NEEDED
            and locked.appeal_due_at is None
            and not locked.is_sealed
            and not disputes_decision_of(locked, by)
        )
        if solved:
            tell(locked, ReportEvent.REFERRAL_ANSWERED, by=by, audience=Audience.INTERNAL, **facts_of(own))
            move(locked, Status.RESOLVED, by=by, event=ReportEvent.RESOLVED, audience=Audience.REPORTER)
            decide(locked, by, answer)
            locked.resolved_at = timezone.now()
        else:
            _give_back(locked, own, ReportEvent.REFERRAL_ANSWERED, by=by)


def return_referral(referral, *, by, answer):
    """The organisation gives the matter back to the police and says why; the reporter reads it too."""
    with changing(referral.report, by=by) as locked:
        own = _end(locked, referral, ReferralState.RETURNED, by=by, answer=answer)
        _give_back(locked, own, ReportEvent.REFERRAL_RETURNED, by=by)


def pass_on_referral(referral, *, by, organisation, answer):
    """The organisation passes the matter on to the one that answers for it, and says why. Returns the new Referral.

    The words go along, the reporter's name does not: consent was given to one organisation.
    """
    with changing(referral.report, by=by) as locked:
        if organisation.pk == referral.organisation_id:
            raise MoveRefused(_("It is with this organisation already. Choose another one."))
        own = _end(locked, referral, ReferralState.PASSED_ON, by=by, answer=answer)
        if names_reporter(locked, own.words):
            raise MoveRefused(
                _("The words name the reporter, who agreed to that for you alone. Return it to the police.")
            )
        return _send(locked, organisation, own.words, by=by, due_on=own.due_on)


def share_identity(report, *, by):
    """The reporter agrees that the organisation which has the matter now learns their name and contacts."""
    with changing(report, by=by) as locked:
        own = _open_of(locked)
        if own.consented_at is None:
            own.consented_at = timezone.now()
            own.save(update_fields=["consented_at"])
            tell(locked, ReportEvent.IDENTITY_SHARED, by=by, audience=Audience.REPORTER, **facts_of(own))


def withdraw_identity(report, *, by):
    """The reporter takes that consent back: from this moment the organisation reads neither name nor contacts."""
    with changing(report, by=by) as locked:
        own = _open_of(locked)
        if own.consented_at is not None:
            own.consented_at, own.consent_note = None, ""
            own.save(update_fields=["consented_at", "consent_note"])
            tell(locked, ReportEvent.IDENTITY_WITHDRAWN, by=by, audience=Audience.REPORTER, **facts_of(own))


def recall(locked, *, by):
    """End the open referral of a locked report, if there is one: the police take the matter back (inside `changing`).

    Every verb that takes a report out of `referred` calls it.
    """
    locked.referred_to = None
    if (own := locked.referrals.open().first()) is not None:
        own.report = locked
        own.state, own.ended_at, own.ended_by = ReferralState.RECALLED, timezone.now(), by
        own.save(update_fields=["state", "ended_at", "ended_by"])
        tell(locked, ReportEvent.REFERRAL_RECALLED, by=by, audience=Audience.INTERNAL, **facts_of(own))


def forget_consent(locked):
    """Forget on a locked report that its reporter agreed to be named: there is no name any more (inside `changing`)."""
    locked.referrals.exclude(consented_at=None).update(consented_at=None, consent_note="")


def forget_referrals(locked):
    """Erase what was said to other organisations about a locked report and what they answered (inside `changing`)."""
    forget_consent(locked)
    locked.referrals.update(open_words="", open_answer="", open_moves=[], sealed_words=b"")


def keep_words(referral, words):
    """Keep what was said in a referral, {name: words}, as the sensitivity of its report now asks for."""
    for name, said in words.items():
        setattr(referral, name, said)
    referral.save(update_fields=["open_words", "open_answer", "open_moves", "sealed_words"])


def _open_of(locked):
    """The open referral of a locked report. Raises MoveRefused without one."""
    own = locked.referrals.open().first()
    if own is None:
        raise MoveRefused(_("It is with nobody else any more, so there is nobody to name you to."))
    return own


def _send(locked, organisation, words, *, by, due_on, consent_note=""):
    """Make the referral of a locked report and bring the report into `referred`."""
    own = Referral(report=locked, organisation=organisation, sent_by=by, due_on=due_on)
    if consent_note:
        own.consented_at, own.consent_note = timezone.now(), consent_note.strip()
    own.words = words.strip()
    own.save(force_insert=True)
    locked.referred_to = organisation
    facts = facts_of(own)
    move(locked, Status.REFERRED, by=by, event=ReportEvent.REFERRED, audience=Audience.REPORTER, **facts)
    return own


def _give_back(locked, own, event, *, by):
    """Bring the locked report of an ended referral back to the police, whose turn it is."""
    move(locked, Status.IN_PROGRESS, by=by, event=event, audience=Audience.REPORTER, **facts_of(own))


def _end(locked, referral, to, *, by, answer):
    """End an open referral of a locked report with an answer, saved; return it as it stands."""
    own = _move(locked, referral, to)
    own.answer = answer.strip()
    own.ended_at, own.ended_by = timezone.now(), by
    own.save(update_fields=["state", "open_answer", "sealed_words", "ended_at", "ended_by"])
    locked.referred_to = None
    return own


def _move(locked, referral, to):
    """Return the referral as it is under the lock of its report, in its next state (not saved). Raises MoveRefused."""
    own = Referral.objects.select_related("organisation").get(pk=referral.pk)
    if to not in REFERRAL_TRANSITIONS[ReferralState(own.state)]:
        raise MoveRefused(
            _("This is “%(state)s” already, so nothing was changed. Your words are still here.")
            % {"state": own.get_state_display()}
        )
    own.report, own.state = locked, to
    return own


def facts_of(own):
    """Return what the events of a referral name: ids and the day of its answer."""
    return {"organisation": own.organisation_id, "referral": own.pk, "due": own.due_on.isoformat()}
