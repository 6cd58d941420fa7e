"""The answer to a form whose token is not (or no longer) that of the browser."""

from django.utils.translation import gettext as _

from apps.accounts import kept_words
from apps.core import views
from apps.core.views import forbidden


def csrf_failure(request, reason=""):
    """Nothing is done. What a form of the desk brought is kept for its writer; any other one is told how to go on."""
    if kept_words.is_asked_while_typing(request):
        return forbidden(_("You signed in anew since. Go on typing: what you send is kept, and offered once more."))
    if words := kept_words.of(request):
        return kept_words.answer_outdated(request, words)
    return views.csrf_failure(request, reason)
