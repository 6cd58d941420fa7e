"""Answers for requests that found no page of their own."""

from django.shortcuts import render


def bad_request(request, exception=None):
    """Answer 400 in plain words."""
    return render(request, "errors/400.html", status=400)


def permission_denied(request, exception=None):
    """Answer 403 in plain words."""
    return render(request, "errors/403.html", status=403)


def page_not_found(request, exception=None):
    """Answer 404 in plain words."""
    return render(request, "errors/404.html", status=404)


def server_error(request):
    """Answer 500 without asking the database for anything."""
    return render(request, "errors/500.html", status=500)


def csrf_failure(request, reason=""):
    """Answer a form whose token expired: say so and how to send it again; the draft is kept."""
    return render(request, "errors/csrf.html", status=403)
