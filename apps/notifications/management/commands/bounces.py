"""Mail that a server took and sent back hours later."""

import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from apps.notifications.bounces import LARGEST, read_bounce
from apps.notifications.services.bounces import Outcome, give_back


class Command(BaseCommand):
    help = (
        "Read a mail that came back from standard input, or the new ones of a Maildir, and give up what they name. "
        "One line for each, ids and codes alone. Ends with 75 while the database is away or what came back is still "
        "being sent: hand it in again later. In a Maildir such a report stays new."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--to", default="", help="the address at which the mail on standard input came in")
        parser.add_argument("--maildir", type=Path, help="read the files in new/ of this folder, and move them to cur/")

    def handle(self, *, to, maildir, **_options):
        if maildir is not None:
            self._take_all(maildir)
            return
        settled, line = _take(_whole(sys.stdin.buffer), to)
        if not settled:
            raise CommandError(line, returncode=os.EX_TEMPFAIL)
        self.stdout.write(line)

    def _take_all(self, maildir):
        if not (maildir / "new").is_dir():
            raise CommandError(f"{maildir} is no Maildir: it has no folder new.")
        read = maildir / "cur"
        try:
            read.mkdir(exist_ok=True)
        except OSError as error:
            raise CommandError(f"{maildir} has no folder cur, and none can be made: nothing was read.") from error
        for path in sorted((maildir / "new").iterdir()):
            with path.open("rb") as file:
                settled, line = _take(file.read(LARGEST), "")
            self.stdout.write(line)
            if settled:
                path.rename(read / f"{path.name}:2,S")


def _whole(stream):
    """Return the beginning of a stream that is worth reading, and leave nothing unread: its writer may mind."""
    content = stream.read(LARGEST)
    while stream.read(LARGEST):
        pass
    return content


def _take(content, to):
    """Do what a mail says; return whether it is settled, and need not be handed in again, with the line about it."""
    try:
        return _outcome(content, to)
    except (OperationalError, InterfaceError) as error:
        raise CommandError("The database does not answer.", returncode=os.EX_TEMPFAIL) from error


def _outcome(content, to):
    try:
        bounce = read_bounce(content, to=to)
    except Exception as error:  # whatever a stranger's mail does to the parser, the mail server must not send it back
        return True, f"Nothing done: no mail that can be read ({type(error).__name__})."
    if bounce is None:
        return True, "Nothing done: no report of a mail of ours that was given up for good."
    outcome, name = give_back(bounce), f"delivery {bounce.delivery_id}"
    words = {
        Outcome.GIVEN_UP: f"Delivery {bounce.delivery_id} was given up: {bounce.status}.",
        Outcome.NOTHING: f"Nothing done: {name} was not sent to this address, or is settled already.",
        Outcome.TOO_EARLY: f"Not yet: {name} is still being sent.",
    }
    return outcome is not Outcome.TOO_EARLY, words[outcome]
