"""The key of a draft in the browser that writes it."""

from functools import wraps

from django.conf import settings

from apps.core import shared_computer
from apps.core.shared_computer import IDLE
from apps.reports.models.draft import DRAFT_LIFE
from apps.reports.services.drafts import discard_draft, end_draft_in, find_draft
from apps.reports.supporters import COOKIE as SUPPORTER
from apps.reports.supporters import forget_supporter


def may_be_shared(view):
    """Decorate a view whose form may say that others use this computer too: the answer leaves nothing in it.

    That goes for what the browser held before, whatever the view answers: a draft that was sent, with the secret code
    in it, ends at once, and the key of one that is still written stays no longer than the browser is open.
    """

    @wraps(view)
    def shared(request, *args, **kwargs):
        if request.method != "POST" or "shared" not in request.POST:
            return view(request, *args, **kwargs)
        shared_computer.begin(request)
        draft = draft_of(request)
        if draft is not None and draft.report_id:
            discard_draft(draft)
            draft = None
        response = view(request, *args, **kwargs)
        if SUPPORTER in request.COOKIES:
            forget_supporter(response)
        if not had_draft(request) or settings.DRAFT_COOKIE_NAME in response.cookies:
            return response
        return remember(response, request, draft) if draft else forget(response)

    return shared


def draft_of(request):
    """Return the live draft of this browser, sent or not, or None.

    On a shared computer each look at one that is still written lets it live on for ten minutes.
    """
    draft = find_draft(request.COOKIES.get(settings.DRAFT_COOKIE_NAME, ""))
    if draft is not None and request.shared_computer and not draft.report_id:
        end_draft_in(draft, IDLE)
    return draft


def had_draft(request):
    """Whether this browser holds the key of a draft, live or ended."""
    return bool(request.COOKIES.get(settings.DRAFT_COOKIE_NAME))


def remember(response, request, draft, token=""):
    """Give the key of its draft to the browser, that of a new one or the one it has; return the response.

    For as long as the draft lives; on a shared computer until the browser is closed or ten minutes pass.
    """
    if request.shared_computer:
        end_draft_in(draft, IDLE)
    response.set_cookie(
        settings.DRAFT_COOKIE_NAME,
        token or request.COOKIES[settings.DRAFT_COOKIE_NAME],
        max_age=None if request.shared_computer else DRAFT_LIFE,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )
    return response


def forget(response):
    """Take the key back; return the response."""
    response.delete_cookie(settings.DRAFT_COOKIE_NAME, samesite="Lax")
    return response
