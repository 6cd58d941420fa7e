"""The envelope sender of each mail, which names its delivery, and what a mail that came back says (RFC 3464)."""

import email
import hashlib
import hmac
import re
from dataclasses import dataclass

from django.conf import settings

from apps.core.encryption import derived_secret

LARGEST = 1024 * 1024  # bytes that are read of one report; what it says stands at its beginning

_TAG_DIGITS = 24  # hexadecimal: 96 bits, and a local part below the 64 characters that it may have
_RETURN = re.compile(r"\bbounces\+(\d{1,18})-([0-9a-f]{24})@", re.IGNORECASE)
# Where a report says to whom it came: servers write the envelope's address into one or the other.
_ARRIVED_AT = ("X-Original-To", "Delivered-To", "Envelope-To", "To")
_STATUS = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})(?![\d.])")
_SAID = re.compile(r"\s*smtp\s*;\s*5\d\d[ -](5\.\d{1,3}\.\d{1,3})(?![\d.])", re.IGNORECASE)
_SAYS_NOTHING = "5.0.0"


@dataclass(frozen=True)
class Bounce:
    """A mail that was given up for good; `status` is an enhanced status code, `recipient` whom the server names."""

    delivery_id: int
    tag: str
    status: str
    recipient: str

    def is_of(self, address):
        """Whether this delivery was sent to this address: nobody but us can write such a tag."""
        return hmac.compare_digest(self.tag, _tag(self.delivery_id, address))

    def names(self, address):
        """Whether the address itself is what failed, and not one to which it leads."""
        return self.recipient.casefold() in ("", address.strip().casefold())


def return_address(delivery_id, address):
    """Return the envelope sender of the mail for a delivery to an address; "" without a BOUNCE_DOMAIN.

    It holds for this address alone: once somebody has another one, what returns from the old one means nothing.
    """
    if not settings.BOUNCE_DOMAIN:
        return ""
    return f"bounces+{delivery_id}-{_tag(delivery_id, address)}@{settings.BOUNCE_DOMAIN}"


def read_bounce(content, *, to=""):
    """Return the `Bounce` in the bytes of a mail, or None for any other mail: an answer, a delay, a success.

    `to` is the address at which it came in, if the mail server says so; else its own lines are believed.
    """
    report = email.message_from_bytes(content[:LARGEST])
    found = _RETURN.search("\n".join([to, *_lines(report, *_ARRIVED_AT)]))
    if found is None or report.get_content_type() != "multipart/report" or not report.is_multipart():
        return None
    for part in report.get_payload():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for about in part.get_payload():
                if status := _given_up(about):
                    return Bounce(int(found[1]), found[2].lower(), status, _recipient(about))
    return None


def _given_up(about):
    """Return the status with which a recipient was given up for good, or ""."""
    status = _STATUS.match(_line(about, "Status"))
    if status is None or _line(about, "Action").strip().lower() != "failed":
        return ""
    said = _SAID.match(_line(about, "Diagnostic-Code"))
    return said[1] if said and status[1] == _SAYS_NOTHING else status[1]


def _recipient(about):
    return _line(about, "Final-Recipient").rpartition(";")[2].strip().strip("<>")


def _line(message, name):
    return next(iter(_lines(message, name)), "")


def _lines(message, *names):
    return [str(value) for name in names for value in message.get_all(name, [])]


def _tag(delivery_id, address):
    words = f"{delivery_id} {address.strip().casefold()}".encode()
    return hmac.new(derived_secret("bounce"), words, hashlib.sha256).hexdigest()[:_TAG_DIGITS]
