"""The mail by which an address without an account confirms what it follows, and digests."""

from collections import defaultdict

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.notifications import invented
from apps.notifications.enums import Pace, Reason, SubscriptionEvent
from apps.notifications.handlers import Handler, handler_for, register
from apps.notifications.links import confirm_path
from apps.notifications.messages import Example, Message, Recipient, Section, Thing
from apps.notifications.models import Digest, Subscription
from apps.notifications.presentation import named


class ConfirmationHandler(Handler):
    """Asks an address whether it wants mail about a thing; without a yes it hears nothing more."""

    def recipients(self, event):
        waiting = Subscription.objects.filter(pk=event.subject_id, confirmed_at=None).first()
        return [Recipient(f"subscriber:{waiting.subscriber_id}", Reason.CONFIRMING)] if waiting else []

    def messages(self, deliveries):
        found = Subscription.objects.for_list().in_bulk([delivery.event.subject_id for delivery in deliveries])
        return [
            _confirmation(delivery.event, asked) if (asked := found.get(delivery.event.subject_id)) else None
            for delivery in deliveries
        ]

    def examples(self, name):
        message = _confirmation(invented.event(name), invented.subscription())
        reason = Reason.CONFIRMING
        return [Example(reason.value, str(reason.label), message, reason, recipient="subscriber:0")]


def _confirmation(event, subscription):
    words = {"what": named([subscription])[0].words, "site": settings.SITE_NAME}
    return Message(
        subject=_("Do you want mail about %(what)s?") % words,
        fact=_("Somebody entered this address to get mail about %(what)s.") % words,
        needed=_("If it was you, confirm it within three days. If not, do nothing: no more mail comes."),
        place="",
        happened_at=event.created_at,
        url=settings.SITE_URL + confirm_path(subscription.pk),
        url_label=_("Look and confirm"),
        why=_("You get this mail because this address was entered at %(site)s.") % words,
    )


class DigestHandler(Handler):
    """Tells one recipient together what happened since the last digest, as far as it may still be told."""

    def recipients(self, event):
        digest = Digest.objects.filter(pk=event.subject_id).first()
        if digest is None:
            return []
        kind, _colon, pk = digest.recipient.partition(":")
        return [Recipient(digest.recipient, Reason.DIGEST, int(pk) if kind == "person" else None)]

    def messages(self, deliveries):
        digests = Digest.objects.in_bulk([delivery.event.subject_id for delivery in deliveries])
        return [self._message(delivery.event, digests.get(delivery.event.subject_id)) for delivery in deliveries]

    def examples(self, name):
        found = []
        for pace in (Pace.DAILY, Pace.WEEKLY):
            told = invented.told_together()
            to = _("the reader of a daily digest") if pace == Pace.DAILY else _("the reader of a weekly digest")
            found.append(Example(pace.value, to, _digest(invented.event(name), pace, told), Reason.DIGEST))
        return found

    def _message(self, event, digest):
        told = _still_told(digest) if digest is not None else []
        return _digest(event, digest.pace, told) if told else None


def _still_told(digest):
    """The messages of a digest, the newest first, without what would not be told today."""
    by_handler = defaultdict(list)
    for delivery in digest.deliveries.select_related("event").order_by("-event__created_at", "-pk"):
        handler = handler_for(delivery.event.name)
        if handler is not None and handler.still_wanted(delivery.event, delivery):
            by_handler[handler].append(delivery)
    told = [message for handler, rows in by_handler.items() for message in handler.messages(rows) if message]
    return sorted(told, key=lambda message: message.happened_at, reverse=True)


def _digest(event, pace, told):
    """Gather messages by place and thing, the newest first; a fact that was said twice stands once."""
    places = {}
    for message in told:
        things = places.setdefault(message.place or _("Your reports"), {})
        _url, facts = things.setdefault(message.thing, (message.url, {}))
        # Under its own title the fact need not name the thing once more.
        facts.setdefault(message.fact.removesuffix(f": {message.thing}"), message.happened_at)
    sections = tuple(
        Section(place, tuple(Thing(title, url, tuple(facts.items())) for title, (url, facts) in things.items()))
        for place, things in places.items()
    )
    titles = [thing.title for section in sections for thing in section.things]
    more = len(titles) - 1
    subject = ngettext("%(first)s and %(count)s more", "%(first)s and %(count)s more", more) if more else "%(first)s"
    weekly = pace == Pace.WEEKLY
    return Message(
        subject=subject % {"first": titles[0], "count": more},
        fact=_("What happened in the last week") if weekly else _("What happened since yesterday"),
        needed=_("Each title leads to its page."),
        place="",
        happened_at=told[0].happened_at,
        url=settings.SITE_URL + "/",
        url_label=_("Open the portal"),
        why=(
            _("You get this once a week because you chose so.")
            if weekly
            else _("You get this once a day because you chose so.")
        ),
        sections=sections,
    )


register(ConfirmationHandler(), SubscriptionEvent.ASKED)
register(DigestHandler(), SubscriptionEvent.DIGEST)
