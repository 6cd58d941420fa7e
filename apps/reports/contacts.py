"""How phone numbers and e-mail addresses of reporters are compared."""

import re

from apps.core.encryption import blind_index

DIGITS = 9  # of a number without the code of its country, so that +380 67… and 067… are one


def phone_digits(phone):
    """Return the last nine digits of a phone number, or "" when it has fewer than six."""
    digits = re.sub(r"\D", "", phone)
    return digits[-DIGITS:] if len(digits) >= 6 else ""


def phone_index(phone):
    """Return the keyed hash by which a phone number is found, or "" for what is none."""
    digits = phone_digits(phone)
    return blind_index(f"phone {digits}") if digits else ""


def email_index(email):
    """Return the keyed hash by which an e-mail address is found, or "" for what is none."""
    address = email.strip().casefold()
    return blind_index(f"email {address}") if "@" in address else ""
