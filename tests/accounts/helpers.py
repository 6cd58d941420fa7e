"""What tests of sign-in need."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code_of_app(secret, *, step=0):
    """Return the code that an authenticator app shows now, or `step` periods of 30 s later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))
