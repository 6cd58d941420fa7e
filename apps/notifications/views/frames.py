"""The HTML of a mail in a frame of a page."""

from csp.decorators import csp_replace
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

_POLICY = csp_replace(
    {
        "default-src": ["'none'"],
        "script-src": ["'none'"],
        "connect-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-top-navigation-by-user-activation"],
    }
)


def mail_frame(view):
    """Decorate a view that answers `framed(html)`: it may stand in a frame of ours, and can do nothing there."""
    return xframe_options_sameorigin(_POLICY(view))


def framed(html):
    """Return the answer with the HTML of a mail, whose links open in the whole window."""
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
