"""What somebody was sending when their session had ended: kept in the browser's session until they are back.

It stands there encrypted, as drafts do, and for a day.

Whose the words are, the form itself tells. Each sign-in gives a browser a new secret for the tokens of its forms
(CSRF), and the desk tells the browser, in a cookie that only we can write, whom it met with which secret. So a form
sent after its session is gone, or after another sign-in in the next tab, still has its writer, and nobody else is
shown its words; a form that the desk never gave out has none.
"""

import base64
import json
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import QueryDict
from django.middleware.csrf import (
    CSRF_TOKEN_LENGTH,
    InvalidTokenFormat,
    _check_token_format,
    _unmask_cipher_token,
)
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.kept_fields import in_words
from apps.core.encryption import decrypt, encrypt, new_data_key
from apps.core.views import refuse

DESK = "/desk/"
KEY = "kept"
MOST = 5  # forms of one browser; the oldest makes room
LONGEST = 600_000  # encoded, so that six stand for a Cyrillic letter: 50 releases of 1400 letters are 420,000
COOKIE = "desk_forms"
MOST_SIGN_INS = 4
KEPT_SECONDS = 24 * 60 * 60


def asked_while_typing(view):
    """Decorate a view that a page asks about what is being typed, and that changes nothing.

    Once the session is over it is refused and the page stays: the form with all its words is what is kept.
    """
    view.is_asked_while_typing = True
    return view


def looked_at_again(*, without):
    """Decorate a view whose kept words are looked at again before they are sent: `without` the field that sends."""

    def decorate(view):
        view.sent_by = without
        return view

    return decorate


def is_asked_while_typing(request):
    """Whether a page asks about what is being typed on it, and can stay as it is without an answer."""
    return bool(getattr(request, "htmx", False)) and hasattr(_view_of(request.path_info), "is_asked_while_typing")


def _view_of(path):
    try:
        return resolve(path).func
    except Resolver404:
        return None


# -- whose a form is -------------------------------------------------------------------------------------------------


def sign_forms(request, response):
    """Tell the browser, with a page of the desk, whose the forms on it are; return the response."""
    secret = request.META.get("CSRF_COOKIE")
    if secret:
        mark = _mark(secret)
        known = _known(request)
        writer = _writer(mark, request.user)
        if known.get(mark) != writer:
            kept = [pair for pair in known.items() if pair[0] != mark][1 - MOST_SIGN_INS :]
            response.set_cookie(
                COOKIE,
                ".".join(f"{of}-{by}" for of, by in [*kept, (mark, writer)]),
                path=DESK,
                httponly=True,
                samesite="Strict",
                secure=settings.SECURE,
            )
    return response


def _known(request):
    """The marks of the forms that this browser was given, and for each the mark of its writer."""
    pairs = (pair.partition("-") for pair in request.COOKIES.get(COOKIE, "").split("."))
    return {mark: writer for mark, dash, writer in pairs if dash}


def _mark(secret):
    return salted_hmac("apps.accounts.kept_words.mark", secret).hexdigest()[:32]


def _writer(mark, person):
    return salted_hmac("apps.accounts.kept_words.writer", f"{mark} {person.pk}").hexdigest()[:32]


def is_by(words, person):
    """Whether a person wrote the kept words."""
    return constant_time_compare(words["writer"], _writer(words["mark"], person))


def _mark_of_form(token):
    """The mark of the sign-in under which a form was given out, by its token."""
    try:
        _check_token_format(token)
    except InvalidTokenFormat:
        return None
    return _mark(_unmask_cipher_token(token) if len(token) == CSRF_TOKEN_LENGTH else token)


# -- keeping ---------------------------------------------------------------------------------------------------------


def of(request):
    """Return what a form of the desk was sending, sealed, with the mark of its writer; or nothing.

    Files are not kept. The address and the page have their queries, with whatever was searched for: they are for the
    session and for the writer's own pages only.
    """
    if (
        request.method != "POST"
        or not request.path_info.startswith(DESK)
        or COOKIE not in request.COOKIES
        or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        or request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        return None
    fields = request.POST.copy()
    mark = _mark_of_form(fields.pop("csrfmiddlewaretoken", [""])[-1])
    writer = _known(request).get(mark)
    written = fields.urlencode()
    if writer is None or len(written) > LONGEST:
        return None
    said = {
        "path": request.get_full_path(),
        "page": page_of(request),
        "fields": written,
        "files": bool(request.FILES),
    }
    key = new_data_key()
    sealed = {"key": key, "sealed": encrypt(key, json.dumps(said))}
    sealed = {name: base64.b64encode(value).decode() for name, value in sealed.items()}
    return {"mark": mark, "writer": writer, "at": int(time.time()), **sealed}


def opened(words):
    """Return the path, the page and the fields (urlencoded) of kept words, and whether there were files."""
    key, sealed = (base64.b64decode(words[name]) for name in ("key", "sealed"))
    return json.loads(decrypt(key, sealed))


def _waiting(request):
    """The words that the session keeps, without those whose day is over."""
    since = time.time() - KEPT_SECONDS
    return [words for words in request.session.get(KEY, []) if words.get("at", 0) > since]


def page_of(request):
    """The page of the desk that sent this, as its reader has it; nothing when the browser does not say."""
    try:
        page = urlsplit(request.headers.get("HX-Current-URL" if request.htmx else "Referer", ""))
    except ValueError:
        return ""
    if page.netloc != request.get_host() or not page.path.startswith(DESK):
        return ""
    return f"{page.path}?{page.query}" if page.query else page.path


def keep(request, words):
    """Put the words into the session, beside what it keeps of other forms."""
    said = opened(words)
    waiting = [kept for kept in _waiting(request) if opened(kept) != said]
    request.session[KEY] = [*waiting, words][-MOST:]


def answer_outdated(request, words):
    """Answer a form that was given out before the present sign-in: its words are kept.

    Its writer goes on to the page where they wrote, which offers them; anybody else is told whose turn it is.
    """
    keep(request, words)
    if is_by(words, request.user):
        place = opened(words)["page"] or request.path
        return HttpResponseClientRedirect(place) if request.htmx else redirect(place)
    sentence = _(
        "This form was opened with another account. What was written is kept for that account: sign in with it."
    )
    return refuse(request, "accounts/another_account.html", sentence)


def sign_out(request, *, whole=True):
    """End the session. What it keeps for somebody else waits in the next one, but not on a shared computer.

    So does what it keeps for whoever is signed out, unless they wanted to end the `whole` of it.
    """
    waiting = [words for words in _waiting(request) if not (whole and is_by(words, request.user))]
    logout(request)
    if waiting and not request.shared_computer:
        request.session[KEY] = waiting


def take(request, answer_to):
    """Return a page that offers to send the kept words now, or to look at them again where they were written.

    It is shown once for each form, to its writer, at the address where they wrote, whose page `answer_to` gives: its
    labels say what each field is. Where that address is not known, the first page of the desk shows it.
    """
    if request.method != "GET" or request.htmx or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return None
    waiting = _waiting(request)
    words = next((words for words in waiting if is_by(words, request.user)), None)
    if words is None:
        return None
    said = opened(words)
    if said["page"] not in ("", request.get_full_path()) and "led_there" not in words:
        request.session[KEY] = [{**kept, "led_there": True} if kept is words else kept for kept in waiting]
        return redirect(said["page"])
    request.session[KEY] = [kept for kept in waiting if kept is not words]
    sent_by = getattr(_view_of(urlsplit(said["path"]).path), "sent_by", None)
    fields = [
        (name, value) for name, values in QueryDict(said["fields"]).lists() if name != sent_by for value in values
    ]
    context = {
        "fields": fields,
        "had_files": said["files"],
        "address": said["path"],
        "looks_again": sent_by is not None,
    }
    if sent_by is None:
        # Only the page on which they wrote: to draw another one would do what it does, such as to print a case.
        here = request.get_full_path() in (said["page"], said["path"])
        page = getattr(answer_to(request), "content", b"").decode(errors="replace") if here else ""
        context["said"] = in_words(fields, html=page, page=request.path, address=said["path"])
    response = render(request, "accounts/kept_words.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
