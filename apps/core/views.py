"""Answers for requests that found no page of their own, and for whoever watches over the servers."""

from django.db import DatabaseError, connection
from django.http import HttpResponseForbidden, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def alive(request):
    """Answer 200 when this process reaches the database, else 503: whether to send it requests."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


def bad_request(request, exception=None):
    """Answer 400 in plain words."""
    return render(request, "errors/400.html", status=400)


def permission_denied(request, exception=None):
    """Answer 403 in plain words."""
    sentence = _("You may not do this with the account that you use now. What you typed is still here.")
    return refuse(request, "errors/403.html", sentence)


def page_not_found(request, exception=None):
    """Answer 404 in plain words."""
    return render(request, "errors/404.html", status=404)


def server_error(request):
    """Answer 500 without asking the database for anything."""
    return render(request, "errors/500.html", status=500)


def csrf_failure(request, reason=""):
    """Answer a form whose token expired: say so and how to send it again; the draft is kept."""
    sentence = _(
        "Nothing was sent: since this page was opened you signed in or out, or the browser forgot its cookies. "
        "What you typed is still here: copy longer texts, reload the page and send it again."
    )
    return refuse(request, "errors/csrf.html", sentence)


def refuse(request, page, sentence):
    """Answer 403 with a page; where only a part of a page was asked for, the page there stays and shows a sentence."""
    return forbidden(sentence) if getattr(request, "htmx", False) else render(request, page, status=403)


def forbidden(sentence):
    """Answer 403 with a sentence alone, for the page that asked to show it (`no-answer.js`)."""
    return HttpResponseForbidden(sentence, content_type="text/plain; charset=utf-8")
