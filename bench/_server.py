"""A real web server over the database of a benchmark, and clients of it."""

import http.client
import os
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from tests.faults.processes import children_of

HEADERS = {"Accept-Encoding": "gzip"}
APPLICATION = "copportal.wsgi:application"
# As the Procfile starts it.
GRANIAN = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "16"]
GRANIAN += ["--log-level", "warning", "--port={port}", APPLICATION]


class Server:
    """A server of the portal, for use in a `with` block; `variables` are added to its environment."""

    def __init__(self, command=GRANIAN, **variables):
        """`command` has the place of the port in braces."""
        self.command, self.variables = command, variables

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [word.format(port=self.port) for word in self.command]
        self.process = subprocess.Popen(command, env=environment() | self.variables)
        for _ in range(300):
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
                self.get("/bench/empty/")
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The server did not start.")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def get(self, path, *, cookies=""):
        """Return (milliseconds, status, bytes) of one answer over the one kept connection."""
        headers = HEADERS | ({"Cookie": cookies} if cookies else {})
        began = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        return (time.perf_counter() - began) * 1000, answer.status, body

    def processor(self):
        """Return the milliseconds of processor used so far by (the web processes, their database connections).

        What a request costs shows here even while other programs keep the machine busy.
        """
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            backends = [pid for (pid,) in cursor.fetchall()]
        return used_by(self.process.pid, *children_of(self.process)), used_by(*backends)

    def rate(self, path, *, seconds=3, clients=8):
        """Answers a second to some clients with kept connections; every answer must be 200."""
        counts, until = [], time.perf_counter() + seconds

        def ask():
            connection, count = http.client.HTTPConnection("127.0.0.1", self.port), 0
            while time.perf_counter() < until:
                connection.request("GET", path, headers=HEADERS)
                answer = connection.getresponse()
                answer.read()
                count += answer.status == 200
            counts.append(count)

        together([ask] * clients)
        return sum(counts) / seconds


class Tasks:
    """A worker and the beat over the database of a benchmark, as the Procfile starts them; for a `with` block."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        command = ["celery", "-A", "copportal", "worker", "--beat", "--schedule", f"{self.folder.name}/beat"]
        command += ["--loglevel", "ERROR", "--concurrency", "2", "--queues", "urgent,bulk"]
        self.process = subprocess.Popen(command, env=environment())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


def environment():
    """Return the environment of a process that works on the database of this benchmark."""
    from django.db import connection

    own = connection.settings_dict["NAME"]
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    url = before.rsplit("/", 1)[0] + f"/{own}" + (f"?{after}" if after else "")
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench._settings", "DEBUG": "0"}


def used_by(*pids):
    """Return the milliseconds of processor that processes have used."""
    ticks = 0
    for pid in pids:
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        ticks += int(user) + int(system)
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def together(works):
    """Run functions at the same time, each in a thread, until all have ended."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
