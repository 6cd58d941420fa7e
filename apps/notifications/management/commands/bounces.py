"""Mail that a server took and sent back hours later."""

import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from apps.notifications.bounces import LARGEST, read_bounce
from apps.notifications.services.bounces import give_back


class Command(BaseCommand):
    help = (
        "Read a mail that came back from standard input, or the new ones of a Maildir, and give up what they name. "
        "One line for each, ids and codes alone. Ends with 75 while the database is away: hand it in again later."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--to", default="", help="the address at which the mail on standard input came in")
        parser.add_argument("--maildir", type=Path, help="read the files in new/ of this folder, and move them to cur/")

    def handle(self, *, to, maildir, **_options):
        if maildir is None:
            self._take(_whole(sys.stdin.buffer), to)
            return
        if not (maildir / "new").is_dir():
            raise CommandError(f"{maildir} is no Maildir: it has no folder new.")
        for path in sorted((maildir / "new").iterdir()):
            with path.open("rb") as file:
                self._take(file.read(LARGEST), "")
            path.rename(maildir / "cur" / f"{path.name}:2,S")

    def _take(self, content, to):
        try:
            self.stdout.write(_outcome(content, to))
        except (OperationalError, InterfaceError) as error:
            raise CommandError("The database does not answer.", returncode=os.EX_TEMPFAIL) from error


def _whole(stream):
    """Return the beginning of a stream that is worth reading, and leave nothing unread: its writer may mind."""
    content = stream.read(LARGEST)
    while stream.read(LARGEST):
        pass
    return content


def _outcome(content, to):
    try:
        bounce = read_bounce(content, to=to)
    except Exception as error:  # whatever a stranger's mail does to the parser, the mail server must not send it back
        return f"Nothing done: no mail that can be read ({type(error).__name__})."
    if bounce is None:
        return "Nothing done: no report of a mail of ours that was given up for good."
    if give_back(bounce):
        return f"Delivery {bounce.delivery_id} was given up: {bounce.status}."
    return f"Nothing done: delivery {bounce.delivery_id} was not sent to this address, or is settled already."
