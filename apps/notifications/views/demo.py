"""Reading the demo's mail in the browser; a real portal has no such page."""

from functools import wraps

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from apps.notifications import mailbox
from apps.notifications.forms import LettersForm

PAGE = 30


def demo_only(view):
    """Let a view exist in a demo alone."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@demo_only
def letters(request):
    """List the letters, newest first, all or those to one address."""
    form = LettersForm(request.GET)
    address = form.cleaned_data["to"] if form.is_valid() else ""
    page = Paginator(mailbox.letters(address), PAGE).get_page(request.GET.get("page"))
    shown = [whole for found in page if (whole := mailbox.letter(found.key))]
    context = {"form": form, "page": page, "letters": shown, "address": address}
    return render(request, "notifications/demo_letters.html", context)


@require_safe
@demo_only
@csp_update({"frame-src": ["'self'"]})
def letter(request, key):
    """Show one letter: its HTML in a frame that can do nothing, its plain text below."""
    found = _found(key)
    return render(
        request,
        "notifications/demo_letter.html",
        {"letter": found, "has_html": bool(found.body("html")), "text": found.body("plain")},
    )


@require_safe
@demo_only
@xframe_options_sameorigin
@csp_replace(
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
def letter_html(request, key):
    """Answer the HTML part of a letter alone, without scripts and foreign files; its links open in the whole window."""
    return HttpResponse(_found(key).body("html").replace("<head>", '<head><base target="_top">', 1))


def _found(key):
    found = mailbox.letter(key)
    if found is None:
        raise Http404
    return found
