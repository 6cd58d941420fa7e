"""Addresses that do not exist any more: the portal does not go on writing to them."""

from apps.core.encryption import blind_index
from apps.notifications.models import SuppressedAddress


def suppress(email, *, code):
    """Note that the mail server does not know this address; `code` is its answer."""
    SuppressedAddress.objects.get_or_create(address_hash=blind_index(email), defaults={"code": code})


def lift(email):
    """Let this address be tried again."""
    SuppressedAddress.objects.filter(address_hash=blind_index(email)).delete()
