"""The key of a draft in the browser that writes it."""

from django.conf import settings

from apps.reports.models.draft import DRAFT_LIFE
from apps.reports.services.drafts import find_draft


def draft_of(request):
    """Return the live draft of this browser, sent or not, or None."""
    return find_draft(request.COOKIES.get(settings.DRAFT_COOKIE_NAME, ""))


def had_draft(request):
    """Whether this browser holds the key of a draft, live or ended."""
    return bool(request.COOKIES.get(settings.DRAFT_COOKIE_NAME))


def remember(response, token):
    """Give the key to the browser, for as long as the draft lives; return the response."""
    response.set_cookie(
        settings.DRAFT_COOKIE_NAME,
        token,
        max_age=DRAFT_LIFE,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )
    return response


def forget(response):
    """Take the key back; return the response."""
    response.delete_cookie(settings.DRAFT_COOKIE_NAME, samesite="Lax")
    return response
