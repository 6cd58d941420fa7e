"""The portal's processes over the database of a benchmark, as the Procfile starts them, and clients of them."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.processes import children_of

HEADERS = {"Accept-Encoding": "gzip"}
KEPT_SECONDS = 20  # a connection without a question: granian ends it after 30
APPLICATION = "copportal.wsgi:application"
# As the Procfile starts it.
GRANIAN = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "8"]
GRANIAN += ["--log-level", "warning", "--port={port}", APPLICATION]


class Server:
    """A server of the portal, for use in a `with` block; `variables` are added to its environment."""

    def __init__(self, command=GRANIAN, **variables):
        """`command` has the place of the port in braces."""
        self.command, self.variables = command, variables
        self.asked_at = 0.0

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
        if time.monotonic() - self.asked_at > KEPT_SECONDS:
            self.connection.close()  # it opens again by itself
        began = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body, self.asked_at = answer.read(), time.monotonic()
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
        return used_by(self.process.pid, *children_of(self.process.pid)), used_by(*backends)

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
    """The worker, the beat and the relay, for a `with` block; `variables` are added to their environment."""

    def __init__(self, **variables):
        self.variables = variables

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        celery = ["celery", "-A", "copportal"]
        commands = (
            [*celery, "worker", "--loglevel", "WARNING", "--concurrency", "2", "--queues", "urgent,bulk"],
            [*celery, "beat", "--loglevel", "WARNING", "--schedule", f"{self.folder.name}/beat"],
            [sys.executable, "manage.py", "relay"],
        )
        variables = environment() | self.variables
        self.processes = [subprocess.Popen(command, env=variables) for command in commands]
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()
        self.folder.cleanup()


class MailServer:
    """A process that accepts every mail and forgets it, for a `with` block; `address` is its EMAIL_URL."""

    PROGRAM = """
import asyncio, sys
from aiosmtpd.smtp import SMTP
class Forget:
    async def handle_DATA(self, *_):
        return "250 OK"
async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Forget()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, "-c", self.PROGRAM], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        self.address = f"smtp://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def environment():
    """Return the environment of a process that works on the database of this benchmark."""
    from django.db import connection

    own = connection.settings_dict["NAME"]
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    url = before.rsplit("/", 1)[0] + f"/{own}" + (f"?{after}" if after else "")
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench._settings", "DEBUG": "0"}


def memory_of(*processes):
    """Return the bytes that processes and their children hold, what several share counted once in all."""
    held = 0
    for pid in families(*(process.pid for process in processes)):
        with suppress(FileNotFoundError, ProcessLookupError):  # ended meanwhile
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            held += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return held * 1024


def used_by(*pids):
    """Return the milliseconds of processor that processes have used."""
    return sum(map(_used, pids))


def used_by_families(*pids):
    """Return the milliseconds of processor that processes have used, with their children, those that ended too."""
    return sum(_used(pid, ended=True) for pid in families(*pids))


def families(*pids):
    """Return the ids of processes and of their children."""
    return [one for pid in pids for one in (pid, *children_of(pid))]


def _used(pid, *, ended=False):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):  # it ended just now
        return 0
    return sum(map(int, fields[11 : 15 if ended else 13])) * 1000 / os.sysconf("SC_CLK_TCK")


def together(works):
    """Run functions at the same time, each in a thread, until all have ended."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
