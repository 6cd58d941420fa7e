"""What somebody was sending when their session ran out: kept in the new session until the same person is back."""

from django.http import QueryDict
from django.shortcuts import render

KEY = "kept_words"
LONGEST = 100_000
NOT_WORDS = ("csrfmiddlewaretoken",)


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
    """Return a page that offers to send the kept words now: once, on the first page of the desk, to their writer."""
    if KEY not in request.session or request.method != "GET" or request.htmx:
        return None
    words = request.session.pop(KEY)
    if words["person"] != request.user.pk:
        return None
    fields = [(name, value) for name, values in QueryDict(words["fields"]).lists() for value in values]
    return render(
        request,
        "accounts/kept_words.html",
        {"fields": fields, "had_files": words["files"], "address": words["path"]},
    )
