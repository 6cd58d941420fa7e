"""Second factors: what follows when one changes, and the removal of a lost one by two people."""

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import FactorReset, Person
from apps.accounts.services.people import end_sessions
from apps.core.errors import DomainError
from apps.events.services import audit


class ResetRefused(DomainError):
    """A lost factor cannot be removed this way; the sentence says why."""

    code = "factor_reset_refused"


def factor_added(request, authenticator):
    """After enrolment: this session has just shown the factor, every other session ends."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, request.user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )
    end_sessions(request.user, keep=request)


def factor_removed(request):
    """After removal: what a removed factor had proved counts no longer, and every other session ends."""
    known = set(Authenticator.objects.filter(user=request.user).values_list("pk", flat=True))
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa" or record.get("id") in known
    ]
    end_sessions(request.user, keep=request)


@transaction.atomic
def ask_factor_reset(person, *, by):
    """Ask that a person's lost second factor be removed; another administrator has to confirm.

    Raises `ResetRefused` for oneself, for somebody without a factor, and while one is asked for already.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person == by:
        raise ResetRefused(_("Nobody removes their own lost factor: another administrator has to ask for it."))
    if not person.has_second_factor:
        raise ResetRefused(_("%(person)s has no second factor to remove.") % {"person": person})
    if person.factor_resets.filter(confirmed_at__isnull=True).exists():
        raise ResetRefused(_("This has been asked for already and waits for another administrator."))
    reset = FactorReset.objects.create(person=person, asked_by=by)
    audit("factor_reset.asked", actor=by, subject=person)
    return reset


@transaction.atomic
def confirm_factor_reset(reset, *, by):
    """Remove the lost factor: its owner enrols a new one at the next sign-in, their sessions end.

    Raises `ResetRefused` for whoever asked, for the person it is about, and when it was done already.
    """
    reset = FactorReset.objects.select_for_update().get(pk=reset.pk)
    if reset.confirmed_at:
        raise ResetRefused(_("This was done already."))
    if by in (reset.asked_by, reset.person):
        raise ResetRefused(_("Two people are needed: somebody else has to confirm what you asked for."))
    reset.confirmed_by, reset.confirmed_at = by, timezone.now()
    reset.save(update_fields=["confirmed_by", "confirmed_at"])
    Authenticator.objects.filter(user=reset.person).delete()
    end_sessions(reset.person)
    audit("factor_reset.confirmed", actor=by, subject=reset.person)
    return reset


def withdraw_factor_reset(reset, *, by):
    """Take back what was asked and not confirmed yet."""
    audit("factor_reset.withdrawn", actor=by, subject=reset.person)
    FactorReset.objects.filter(pk=reset.pk, confirmed_at__isnull=True).delete()
