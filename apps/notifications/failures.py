"""Why a delivery was given up, in words for whoever has to mend it."""

import re

from django.utils.translation import gettext as _

_SMTP = re.compile(r"smtp (sender|recipient|data) (\d)\d\d")


def explain(code):
    """Return the sentence for the `last_error` of a dead delivery."""
    refused = _SMTP.fullmatch(code)
    if refused is None:
        if code.startswith("push"):
            return _("The push service does not take it for any device of this person.")
        if code == "sender died":
            return _("The sending process ended each time before it was done.")
        if code.startswith("smtp") or code in ("TimeoutError", "SMTPServerDisconnected", "ConnectionRefusedError"):
            return _("The mail server did not answer in 12 attempts.")
        return _("The portal could not write this message; the log says where.")
    stage, kind = refused.groups()
    if kind == "4":
        return _("The mail server put it off in 12 attempts.")
    return {
        "recipient": _("The mail server does not know this address."),
        "sender": _("The mail server does not accept mail from the portal’s own address."),
        "data": _("The mail server refuses this mail."),
    }[stage]
