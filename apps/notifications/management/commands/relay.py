"""The sweeper that delivers without Redis."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from apps.notifications.services import outbox

PAUSE = 5.0  # seconds between sweeps that found nothing

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Deliver what is due every few seconds, whatever becomes of Redis; ends cleanly on SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="deliver what is due now and end")
        parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between sweeps (default: %(default)s)")

    def handle(self, *, once, pause, **_options):
        self.stopped = threading.Event()
        if once:
            while outbox.sweep():
                pass
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopped.set())
        while not self.stopped.is_set():
            if not self._sweep_or_wait():
                self.stopped.wait(pause)

    def _sweep_or_wait(self):
        """Sweep; whatever goes wrong (the database restarts, most likely), the next sweep begins afresh."""
        close_old_connections()
        try:
            return outbox.sweep(stopping=self.stopped.is_set)
        except Exception as error:
            connection.close()
            logger.warning("The sweep failed (%s); trying again.", type(error).__name__)
            return False
