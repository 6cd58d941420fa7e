"""The links at the end of a mail: stop what it is about with one click (RFC 8058), and see what one follows."""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from apps.notifications.enums import Reason

_STOP, _FOLLOWING, _CONFIRM = "notifications.stop", "notifications.following", "notifications.confirm"

# A unit's mailbox is its duty, and whoever has to confirm an address has asked for nothing yet.
_CAN_STOP = (
    Reason.REPORTER,
    Reason.ASSIGNEE,
    Reason.SUPERVISOR,
    Reason.MENTIONED,
    Reason.FOLLOWER,
    Reason.DIGEST,
)


@dataclass(frozen=True)
class Links:
    """Absolute addresses; "" where there is none."""

    stop: str = ""
    manage: str = ""


def links_of(delivery):
    """Return the `Links` of the mail for one delivery; whoever holds the mail holds what they open."""
    stop = manage = ""
    if delivery.reason in _CAN_STOP:
        stop = settings.SITE_URL + reverse("notifications:stop", args=[_signer(_STOP).sign(delivery.pk)])
    kind, _colon, pk = delivery.recipient.partition(":")
    if kind == "person":
        manage = settings.SITE_URL + reverse("notifications:following")
    elif kind == "subscriber":
        manage = settings.SITE_URL + following_path(pk)
    return Links(stop, manage)


def following_path(subscriber_id):
    """Return the address of the page on which a subscriber without an account sees what they follow."""
    return reverse("notifications:following_by_mail", args=[_signer(_FOLLOWING).sign(subscriber_id)])


def confirm_path(subscription_id):
    """Return the address of the page on which an address confirms that it wants to follow a thing."""
    return reverse("notifications:confirm", args=[_signer(_CONFIRM).sign(subscription_id)])


def delivery_of_stop(token):
    """Return the id of the delivery for which a link to stop was made, or None for any other text."""
    return _read(_STOP, token)


def subscriber_of_following(token):
    """Return the id of the subscriber for whom a link was made, or None for any other text."""
    return _read(_FOLLOWING, token)


def subscription_of_confirm(token):
    """Return the id of the subscription for which a link was made, or None for any other text."""
    return _read(_CONFIRM, token)


def _signer(salt):
    return Signer(salt=salt, sep=".")


def _read(salt, token):
    try:
        return int(_signer(salt).unsign(token))
    except (BadSignature, ValueError):
        return None
