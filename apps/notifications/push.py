"""Our own key towards the push services of browsers, and with which of them we speak."""

import base64
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid

from apps.core.encryption import derived_secret

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)


@cache
def vapid():
    """Return the key by which push services know us (VAPID, RFC 8292): derived from the master key, so never lost."""
    number = int.from_bytes(derived_secret("vapid") + derived_secret("vapid, more"), "big")
    return Vapid(ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1()))


@cache
def public_key():
    """Return its public half as a browser takes it: URL-safe base64 of the uncompressed point."""
    point = vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def is_known_service(endpoint):
    """Whether an address belongs to a push service of settings.PUSH_SERVICES.

    A browser tells us where to send; without this anybody could let the portal knock at doors of its own network.
    """
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if parts.username is not None:
        return False
    given = f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")
    for service in settings.PUSH_SERVICES:
        start, star, end = service.partition("*")
        if given == service or (star and given.startswith(start) and given.endswith(end)):
            return True
    return False
