"""A computer that others use too (a library's, a workplace's): what it knows of a person ends with the browser.

Whoever says so gets a session that the browser forgets when it is closed, and that the portal empties after ten minutes
without a request, sign-in included. The browser stays in that mode until its session is ended or it is closed.
"""

from datetime import timedelta

from django.utils import timezone

SESSION_KEY = "shared_computer"
IDLE = timedelta(minutes=10)
STEP = 30  # seconds within which another request does not write the session again


def begin(request):
    """Treat this browser as one that others use too, from now on and under a new session key."""
    request.session.cycle_key()
    request.session.set_expiry(0)
    request.session[SESSION_KEY] = timezone.now().timestamp()
    request.shared_computer = True


def end(request):
    """Let nothing of whoever used this browser stay in it; nothing happens to one that only one person uses."""
    if request.shared_computer:
        request.session.flush()
        request.shared_computer = False


class SharedComputerMiddleware:
    """Keep the promises of a shared computer; stands before whatever reads the session.

    `request.shared_computer` says whether the browser is one; `request.shared_over` whether its ten minutes ended with
    this request.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        seen, now = request.session.get(SESSION_KEY), timezone.now().timestamp()
        request.shared_computer = seen is not None
        request.shared_over = seen is not None and now - seen > IDLE.total_seconds()
        if request.shared_over:
            request.session.flush()
            begin(request)
        elif request.shared_computer and now - seen > STEP:
            request.session[SESSION_KEY] = now
        response = self.get_response(request)
        if request.shared_computer and seen is None:
            # Whoever was here before may have let it take notifications: their subscription goes with the storage.
            response["Clear-Site-Data"] = '"storage"'
        if request.shared_computer:
            if not request.session.get_expire_at_browser_close():
                request.session.set_expiry(0)  # a sign-in meanwhile would be remembered for weeks
            response["Cache-Control"] = "no-store"
        return response
