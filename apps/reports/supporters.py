"""Who says “me too”: a person by their account, anybody else by a random cookie; neither is stored as such."""

import hashlib
import hmac
import secrets

from django.conf import settings

from apps.core.rate_limits import Limit

SUPPORT_LIMIT = Limit("support", each=30, overall=3000, seconds=3600)
COOKIE = "supporter"
COOKIE_LIFE = 60 * 60 * 24 * 365


def supporter_of(request, report, *, make=False):
    """Return the opaque key of the reader for one report, or None for a browser without one.

    With `make` such a browser is given a cookie. Keys of different reports cannot be told to be of one reader.
    """
    if request.user.is_authenticated:
        return _key(f"person {request.user.pk}", report)
    token = request.COOKIES.get(COOKIE, "")
    if not token and make:
        token = request.new_supporter = secrets.token_urlsafe(24)
    return _key(f"browser {token}", report) if token else None


def keep_supporter(response, request):
    """Hand a browser its new cookie, if it was given one."""
    if token := getattr(request, "new_supporter", ""):
        life = None if request.shared_computer else COOKIE_LIFE  # None: until the browser is closed
        response.set_cookie(COOKIE, token, max_age=life, httponly=True, secure=settings.SECURE, samesite="Lax")
    return response


def _key(reader, report):
    return hmac.new(settings.SECRET_KEY.encode(), f"{reader} {report.pk}".encode(), hashlib.sha256).hexdigest()
