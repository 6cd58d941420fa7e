"""The desk's gate: who passes under /desk/, with what proof, and for how long.

A middleware, so that no page under /desk/ can be forgotten. Signing in and the second factor themselves are
allauth's; its record of how a session was authenticated is what the gate reads.
"""

import functools
import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts import kept_words
from apps.accounts.kept_words import DESK
from apps.core.views import forbidden

CONFIGURE = "/desk/configure/"
SEEN = "desk_seen_at"
IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 10 * 60 * 60
RECENT_SECONDS = 5 * 60
WRITE_EVERY_SECONDS = 60


def factor_records(request, person):
    """Return the session's records of a second factor (or passkey) shown by this person, oldest first."""
    return [record for record in get_authentication_records(request, person) if record.get("method") == "mfa"]


def has_shown_factor(request):
    """Whether the second factor was shown in this session."""
    return bool(factor_records(request, request.user))


def authenticated_recently(request):
    """Whether this person proved who they are within the last 5 minutes, by whatever their account asks for."""
    return _is_recent(get_authentication_records(request, request.user))


def step_up_required(view):
    """Decorate a view of a sensitive action: the second factor must have been shown within the last 5 minutes.

    Otherwise it is asked for, and the request (its form too) goes on where it stopped.
    """

    @functools.wraps(view)
    def checked(request, *args, **kwargs):
        if not _is_recent(factor_records(request, request.user)):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return checked


def _is_recent(records):
    return bool(records) and time.time() - records[-1]["at"] < RECENT_SECONDS


def _person_of(request, person):
    if person.is_authenticated:
        person.desk_is_shut = not factor_records(request, person)
    return person


class DeskGateMiddleware:
    """Let staff with a second factor through to the desk, and end their sessions in time wherever they are.

    Without one their roles of the desk do not count anywhere: on public pages and in the API they are residents.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = SimpleLazyObject(functools.partial(_person_of, request, request.user))
        if request.session.get(SEEN) and request.user.is_authenticated:
            if reason := self._over(request):
                return self._without_answer(request) or self._end(request, reason)
            self._stay(request)
        if request.path_info.startswith(DESK):
            refusal = self._refuse(request)
            if refusal is not None:
                return self._without_answer(request) or refusal
            if SEEN not in request.session:
                request.session[SEEN] = time.time()
            return kept_words.sign_forms(
                request, kept_words.take(request, self.get_response) or self.get_response(request)
            )
        return self.get_response(request)

    @staticmethod
    def _without_answer(request):
        """Refuse what a page asks about the words on it, so that it stays: what sends them ends the session."""
        if not kept_words.is_asked_while_typing(request):
            return None
        words = _("You are signed out. Go on typing: what you send is kept until you have signed in again.")
        return forbidden(words)

    @staticmethod
    def _over(request):
        """Return the sentence that says why the session is over, or nothing."""
        now = time.time()
        if now - request.session[SEEN] > IDLE_SECONDS:
            return _("You were signed out after 30 minutes without activity.")
        records = get_authentication_records(request, request.user)
        if records and now - records[0]["at"] > ABSOLUTE_SECONDS:
            return _("You were signed out: a session at the desk lasts 10 hours at most.")
        return ""

    @staticmethod
    def _stay(request):
        now = time.time()
        if now - request.session[SEEN] > WRITE_EVERY_SECONDS:
            request.session[SEEN] = now

    def _end(self, request, reason):
        words = kept_words.of(request)
        kept_words.sign_out(request, whole=False)
        if words:
            self._keep(request, words, reason)
        else:
            messages.info(request, reason)
        if request.path_info.startswith(DESK):
            return _go(request, reverse("account_login"))
        return self.get_response(request)

    @staticmethod
    def _keep(request, words, reason):
        kept_words.keep(request, words)
        kept = _("What you had written is kept: sign in and it is here again.")
        messages.info(request, f"{reason} {kept}")

    def _refuse(self, request):
        if not request.user.is_authenticated:
            if words := kept_words.of(request):
                self._keep(request, words, _("You are not signed in any more."))
            return _go(request, reverse("account_login"))
        if not request.user.has_perm("accounts.enter_desk"):
            return self._not_theirs(request)
        if has_shown_factor(request):
            if request.path_info.startswith(CONFIGURE) and not request.user.has_perm("accounts.configure"):
                return self._not_theirs(request)
            return None
        if words := kept_words.of(request):
            kept_words.keep(request, words)
        if request.user.has_second_factor:
            return _go(request, reverse("mfa_reauthenticate"))
        return _go(request, reverse("accounts:enrol"))

    @staticmethod
    def _not_theirs(request):
        """Find nothing there, unless the form is of somebody who may have it: what they wrote waits for them."""
        words = kept_words.of(request)
        if words and not kept_words.is_by(words, request.user):
            return kept_words.answer_outdated(request, words)
        raise Http404


def _go(request, address):
    """Redirect, with the way back; a part of a page asked for by HTMX makes the whole page go."""
    if getattr(request, "htmx", False):
        place = f"{address}?{urlencode({REDIRECT_FIELD_NAME: kept_words.page_of(request) or DESK})}"
        return HttpResponseClientRedirect(place)
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return HttpResponseRedirect(f"{address}?{urlencode({REDIRECT_FIELD_NAME: back})}")
