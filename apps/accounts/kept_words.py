"""What somebody was sending when their session ran out: kept in the new session until the same person is back."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve

KEY = "kept_words"
LONGEST = 600_000  # encoded, so that six stand for a Cyrillic letter: 50 releases of 1400 letters are 420,000
NOT_WORDS = ("csrfmiddlewaretoken",)


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


def of(request):
    """Return what a form was sending (its path, its fields, its person), or nothing; files are not kept."""
    if request.method != "POST" or request.content_type not in (
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ):
        return None
    fields = request.POST.copy()
    for name in NOT_WORDS:
        fields.pop(name, None)
    written = fields.urlencode()
    if len(written) > LONGEST:
        return None
    return {"person": request.user.pk, "path": request.path, "fields": written, "files": bool(request.FILES)}


def keep(request, words):
    """Put the words into the session that replaces the one that ended."""
    request.session[KEY] = words


def take(request):
    """Return a page that offers to send the kept words now, or to look at them again where they were written.

    It is shown once, on the first page of the desk, to their writer.
    """
    if KEY not in request.session or request.method != "GET" or request.htmx:
        return None
    words = request.session.pop(KEY)
    if words["person"] != request.user.pk:
        return None
    sent_by = getattr(_view_of(words["path"]), "sent_by", None)
    fields = [
        (name, value) for name, values in QueryDict(words["fields"]).lists() if name != sent_by for value in values
    ]
    return render(
        request,
        "accounts/kept_words.html",
        {"fields": fields, "had_files": words["files"], "address": words["path"], "looks_again": sent_by is not None},
    )
