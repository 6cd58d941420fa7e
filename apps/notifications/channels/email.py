"""Mail over SMTP, many messages over one connection."""

import contextlib
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from apps.notifications.bounces import return_address
from apps.notifications.channels.errors import Refused, TryLater, UnknownAddress, Unreachable
from apps.notifications.failures import names_no_mailbox
from apps.notifications.links import Links, links_of

FIRST_PERMANENT = 500
NO_LINKS = Links()


def compose(message, *, to, message_id, language, links=NO_LINKS, returns_to=""):
    """Return a `Message` as a mail in plain text and HTML; `message_id` (a UUID) makes a repeated mail recognisable.

    `returns_to` is the sender on its envelope, to whom servers send it back; "" is the one whom its reader sees.
    """
    context = {
        "message": message,
        "links": links,
        "language": language,
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
    }
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=render_to_string("notifications/message.txt", context),
        from_email=returns_to or None,
        to=[to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{message_id}@{host}>",
            "Auto-Submitted": "auto-generated",  # keeps polite machines from answering
            "Content-Language": language,
        }
        | _one_click(links),
    )
    mail.attach_alternative(render_to_string("notifications/message.html", context), "text/html")
    return mail


def _one_click(links):
    """The headers by which a mail program offers to stop it (RFC 2369, RFC 8058)."""
    if not links.stop:
        return {}
    return {"List-Unsubscribe": f"<{links.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


class EmailChannel:
    """One SMTP connection, made when first needed and again after a failure."""

    def __init__(self):
        self._connection = None

    def send(self, delivery, message, address):
        """Hand one message to the mail server; raises `Unreachable`, `TryLater` or `Refused`."""
        mail = compose(
            message,
            to=address.email,
            message_id=delivery.message_id,
            language=address.language,
            links=links_of(delivery),
            returns_to=return_address(delivery.pk, address.email),
        )
        reused = self._connection is not None
        try:
            self._offer(mail)
        except TryLater as error:
            # A server may end a long connection before the next mail; nothing of that mail has left, so it may go
            # again at once. After any later failure the mail may have arrived: only the ordinary retry follows.
            if not (reused and error.code.startswith("smtp sender 421")):
                raise
            self._offer(mail)

    def close(self):
        """End the connection; whatever it answers, the mails before it have been taken."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.close()

    def _offer(self, mail):
        try:
            if self._connection is None:
                connection = get_connection()
                connection.open()
                self._connection = connection
            self._connection.send_messages([mail])
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise _explained(error) from error


def _explained(error):
    """Return the failure of a channel for what smtplib raised, by whose fault it is."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, words = max(error.recipients.values(), key=lambda reply: reply[0])
            stage = "recipient"
            said = words.decode(errors="replace") if isinstance(words, bytes) else words
            if code >= FIRST_PERMANENT and names_no_mailbox(said):
                return UnknownAddress(f"smtp {stage} {code}")
        case smtplib.SMTPSenderRefused():
            code, stage = error.smtp_code, "sender"
        case smtplib.SMTPDataError():
            code, stage = error.smtp_code, "data"
        case smtplib.SMTPResponseException():  # greeting, EHLO or sign-in: the server refuses us, not this mail
            return Unreachable(f"smtp {error.smtp_code}")
        case _:  # no answer, a closed connection, a failed handshake
            return Unreachable(type(error).__name__)
    return (Refused if code >= FIRST_PERMANENT else TryLater)(f"smtp {stage} {code}")
