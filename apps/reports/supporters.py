"""Who says “me too”: a person by their account, anybody else by a random cookie; neither is stored as such.

On a shared computer the session stands for the cookie and ends with it: nobody after sees what was said there.
"""

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
    token = request.session.get(COOKIE, "") if request.shared_computer else request.COOKIES.get(COOKIE, "")
    if not token and make:
        token = request.new_supporter = secrets.token_urlsafe(24)
    return _key(f"browser {token}", report) if token else None


def keep_supporter(response, request):
    """Hand a browser its new cookie, if it was given one."""
    if token := getattr(request, "new_supporter", ""):
        if request.shared_computer:
            request.session[COOKIE] = token
        else:
            response.set_cookie(
                COOKIE, token, max_age=COOKIE_LIFE, httponly=True, secure=settings.SECURE, samesite="Lax"
            )
    return response


def forget_supporter(response):
    """Take the cookie back; return the response."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _key(reader, report):
    return hmac.new(settings.SECRET_KEY.encode(), f"{reader} {report.pk}".encode(), hashlib.sha256).hexdigest()
