"""The sending processes of a run, their kills, and the count of them."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tests.faults.full.servers import CHECKOUT
from tests.faults.processes import children_of, end
from tests.faults.saboteur import kill_noted

LEASE = 3.0  # seconds; 60 in life


class Senders:
    """Two relays and a worker with two pool children, for use in a `with` block.

    `chances` are those of their saboteurs, `without` the guard that they lack.
    """

    def __init__(self, servers, mail_port, *, chances=None, without="", relays=2, worker=True, lease=LEASE):
        self.log = Path(servers.folder) / "kills"
        self.log.write_text("")
        self._environment = os.environ | {
            **servers.environment,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "EMAIL_TIMEOUT": "2",
            "DELIVERY_LEASE": str(lease),
            "LOG_LEVEL": "CRITICAL",
            "CHANCES": json.dumps(chances or {}),
            "KILLS": str(self.log),
            "WITHOUT": without,
        }
        self._wanted = (relays, worker)
        self._random = random.Random(20260421)
        self._timers = []

    def __enter__(self):
        relays, worker = self._wanted
        self.relays = [self._start("relay") for _ in range(relays)]
        self.worker = self._start("worker") if worker else None
        return self

    def __exit__(self, *_error):
        for timer in self._timers:
            timer.cancel()
        for process in [*self.relays, *([self.worker] if self.worker else [])]:
            end(process)

    def _start(self, kind):
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.full.child", kind],
            cwd=CHECKOUT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def keep_up(self):
        """Start the worker again when it has ended, as a service manager would: too many dead pool children end it."""
        if self.worker is not None and self.worker.poll() is not None:
            end(self.worker)
            self.worker = self._start("worker")

    @property
    def kills(self):
        """How many processes were killed so far: [(moment, pid)]."""
        return [tuple(line.split("\t")[1:]) for line in self.log.read_text().splitlines()]

    def kill_relay(self):
        """Kill -9 of a relay, wherever it is."""
        self._kill("relay", children_of(self._random.choice(self.relays).pid))

    def kill_pool_child(self):
        """Kill -9 of a pool child of the worker."""
        self._kill("pool child", children_of(self.worker.pid))

    def kill_worker(self):
        """Kill -9 of the worker with its pool, and a new one."""
        for pid in [*children_of(self.worker.pid), self.worker.pid]:
            with suppress(ProcessLookupError):
                kill_noted(self.log, "worker", pid)
        self.worker.wait()
        self.worker = self._start("worker")

    def stop_relay(self):
        """Stop a relay beyond its lease, and let it go on then."""
        for pid in children_of(self._random.choice(self.relays).pid)[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
            timer = threading.Timer(LEASE * 1.5, self._go_on, [pid])
            timer.start()
            self._timers.append(timer)

    def _kill(self, what, pids):
        if pids:
            with suppress(ProcessLookupError):
                kill_noted(self.log, what, self._random.choice(pids))

    def signal_relay(self, number, what):
        """Send a signal to the one child that a relay has at most; return whether it has one."""
        found = children_of(self.relays[number].pid)
        for pid in found:
            try:
                os.kill(pid, what)
            except ProcessLookupError:  # ended in this moment, and rises again
                return False
        return bool(found)

    @staticmethod
    def _go_on(pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
