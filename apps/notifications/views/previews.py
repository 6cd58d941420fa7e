"""Every message of the portal as it will be read, about an invented occasion, for administrators."""

from uuid import UUID

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from apps.core.permissions import shown_to
from apps.notifications.channels.email import compose
from apps.notifications.handlers import handler_for, told_names
from apps.notifications.links import links_of
from apps.notifications.models import Delivery
from apps.notifications.routing import channels_of
from apps.notifications.views.frames import framed, mail_frame

NOBODY, NO_MESSAGE = "somebody@example.org", UUID(int=0)


for_administrators = shown_to("accounts.configure")


@require_safe
@for_administrators
def messages(request):
    """List every message, by who gets it."""
    groups = {}
    for name in told_names():
        for example in handler_for(name).examples(name):
            groups.setdefault(example.to, []).append((name, example))
    return render(request, "notifications/messages.html", {"groups": groups})


@require_safe
@for_administrators
@csp_update({"frame-src": ["'self'"]})
def message(request, event, key):
    """Show one message in every language, as each channel draws it that can carry it: inbox, device, mail."""
    versions = []
    for code, label in settings.LANGUAGES:
        example = _example(event, key, code)
        mail = _mail(example, code)
        versions.append({"code": code, "language": label, "message": example.message, "text": mail.body})
    shown = _example(event, key, translation.get_language())
    channels = channels_of(shown.reason, with_account=shown.recipient.startswith("person:"))
    context = {"event": event, "example": shown, "versions": versions, "channels": channels}
    return render(request, "notifications/message_preview.html", context)


@require_safe
@for_administrators
@mail_frame
def message_html(request, event, key, language):
    """Answer the HTML of one message alone."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return framed(_mail(_example(event, key, language), language).alternatives[0].content)


def _example(event, key, language):
    handler = handler_for(event)
    with translation.override(language):
        found = handler.examples(event) if handler else []
    for example in found:
        if example.key == key:
            return example
    raise Http404


def _mail(example, language):
    links = links_of(Delivery(pk=0, reason=example.reason, recipient=example.recipient))
    with translation.override(language):
        return compose(example.message, to=NOBODY, message_id=NO_MESSAGE, language=language, links=links)
