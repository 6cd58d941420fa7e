"""Reading the demo's mail in the browser; a real portal has no such page."""

from functools import wraps

from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.notifications import mailbox
from apps.notifications.forms import LettersForm
from apps.notifications.views.frames import framed, mail_frame

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
@mail_frame
def letter_html(request, key):
    """Answer the HTML part of a letter alone, without scripts and foreign files; its links open in the whole window."""
    return framed(_found(key).body("html"))


def _found(key):
    found = mailbox.letter(key)
    if found is None:
        raise Http404
    return found
