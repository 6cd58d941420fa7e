"""The sweeper that delivers without Redis."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from apps.notifications import services

PAUSE = 5.0  # seconds between sweeps that found nothing


class Command(BaseCommand):
    help = "Deliver what is due every few seconds, whatever becomes of Redis; ends cleanly on SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="deliver what is due now and end")
        parser.add_argument(
            "--pause", type=float, default=PAUSE, help="seconds between two sweeps (default: %(default)s)"
        )

    def handle(self, *, once, pause, **_options):
        self.stopped = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stopped.set())
        while not self.stopped.is_set():
            busy = self._sweep()
            if not busy and once:
                return
            if not busy:
                self.stopped.wait(pause)

    def _sweep(self):
        """Fan out and deliver once; return whether there may be more. A database that is away is waited for."""
        close_old_connections()
        try:
            fanned = services.fan_out()
            delivered = services.deliver_due(stopping=self.stopped.is_set)
        except (OperationalError, InterfaceError) as error:
            connection.close()
            self.stderr.write(f"The database does not answer ({type(error).__name__}); trying again.")
            return False
        return bool(fanned or delivered.total())
