"""Why a delivery was given up, in words for whoever has to mend it."""

import re

from django.utils.translation import gettext as _

_SMTP = re.compile(r"smtp (sender|recipient|data) (\d)\d\d")
# Enhanced status codes (RFC 3463) of a mailbox or domain that does not exist, has moved, or is shut. Others, such as
# those of policy (5.7.x) and of the sender (5.1.7, 5.1.8), speak of this mail or of us.
_NO_MAILBOX = re.compile(r"\s*5\.(1\.[1236]|1\.10|2\.1)(?![\d.])")


def names_no_mailbox(words):
    """Whether the words of a mail server, an enhanced status code first, say that nothing will ever arrive there."""
    return _NO_MAILBOX.match(words) is not None


def may_heal(code):
    """Whether what failed with this `last_error` was tried again, up to the last attempt."""
    refused = _SMTP.fullmatch(code)
    return code not in ("", "push refused") and not code.startswith("bounce") and (refused is None or refused[2] == "4")


def explain(code):
    """Return the sentence for the `last_error` of a dead delivery."""
    refused = _SMTP.fullmatch(code)
    if refused is None:
        return _unsent(code)
    stage, kind = refused.groups()
    if kind == "4":
        return _("The mail server put it off in 12 attempts.")
    return {
        "recipient": _("The mail server does not know this address."),
        "sender": _("The mail server does not accept mail from the portal’s own address."),
        "data": _("The mail server refuses this mail."),
    }[stage]


def _unsent(code):
    if code.startswith("bounce"):
        return _returned(code.removeprefix("bounce"))
    if code.startswith("push"):
        return _("The push service does not take it for any device of this person.")
    if code == "sender died":
        return _("The sending process ended each time before it was done.")
    if code.startswith("smtp") or code in ("TimeoutError", "SMTPServerDisconnected", "ConnectionRefusedError"):
        return _("The mail server did not answer in 12 attempts.")
    return _("The portal could not write this message; the log says where.")


def _returned(status):
    if names_no_mailbox(status):
        return _("The mail came back: there is no such mailbox.")
    return _("The mail server took this mail and sent it back later.")
