"""The demo's mail: letters that went out over SMTP and stay in a folder, where they can be read in the browser."""

import email
import email.parser
import email.policy
import re
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import getaddresses

from django.conf import settings

KEPT = 500  # letters; the oldest make room
LARGEST = 1024 * 1024  # bytes of one letter

_KEY = re.compile(r"[0-9]{16}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Letter:
    """One letter as it was received; `key` names it and sorts by time."""

    key: str
    mail: email.message.EmailMessage

    @property
    def subject(self):
        """The subject in plain text."""
        return str(self.mail["Subject"] or "")

    @property
    def sender(self):
        """Whom it is from."""
        return str(self.mail["From"] or "")

    @property
    def addresses(self):
        """Whom it is to, in lower case."""
        return [address.lower() for _name, address in getaddresses([str(self.mail["To"] or "")])]

    @property
    def received_at(self):
        """When the server took it, in UTC."""
        return datetime.fromtimestamp(int(self.key.partition("-")[0]) / 1_000_000, tz=UTC)

    @property
    def first_line(self):
        """The first line of the plain text."""
        return self.body("plain").strip().partition("\n")[0]

    def body(self, kind):
        """Return the text of the part `plain` or `html`, or "" without one."""
        part = self.mail.get_body(preferencelist=(kind,))
        return part.get_content() if part is not None else ""


def folder():
    """Where the letters lie."""
    return settings.DATA_DIR / "mail"


def keep(content):
    """Keep the bytes of one letter, and drop the oldest beyond `KEPT`."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    key = f"{time.time_ns() // 1000:016d}-{uuid.uuid4().hex[:12]}"
    unfinished = folder() / f"{key}.new"
    unfinished.write_bytes(content)
    unfinished.rename(folder() / f"{key}.eml")
    for path in _paths()[KEPT:]:
        path.unlink(missing_ok=True)


def letters(address=""):
    """Return the letters, newest first: all, or those to addresses in which this text occurs."""
    found = (_read(path, headers_only=True) for path in _paths())
    wanted = address.lower()
    return [letter for letter in found if letter and any(wanted in own for own in letter.addresses)]


def letter(key):
    """Return one letter with its body, or None for a key that names none."""
    return _read(folder() / f"{key}.eml") if _KEY.fullmatch(key) else None


def _paths():
    return sorted(folder().glob("*.eml"), reverse=True)


def _read(path, *, headers_only=False):
    parser = email.parser.BytesParser(policy=email.policy.default)
    try:
        with path.open("rb") as file:
            return Letter(path.stem, parser.parse(file, headersonly=headers_only))
    except FileNotFoundError:  # made room for a newer one in the meantime
        return None
