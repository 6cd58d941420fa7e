"""Relays as processes of their own, begun in a moment: see `nursery_process`."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading


class Relay:
    """One relay, with what is used of `subprocess.Popen`."""

    def __init__(self, pid):
        self.pid = pid
        self._code = None
        self._ended = threading.Event()

    def end(self, code):
        """Note how it ended."""
        self._code = code
        self._ended.set()

    def poll(self):
        """Return its exit code, or None while it runs."""
        return self._code

    def wait(self, timeout=30):
        """Wait for its end and return its exit code; that of one that was killed is minus the signal."""
        assert self._ended.wait(timeout), f"relay {self.pid} does not end"
        return self._code

    def send_signal(self, number):
        """Send it a signal, unless it has ended."""
        with contextlib.suppress(ProcessLookupError):
            if self._code is None:
                os.kill(self.pid, number)

    def terminate(self):
        """Tell it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """Kill -9."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """Begins relays; for use in a `with` block."""

    def __init__(self, folder):
        self._folder = folder
        self._relays, self._begun = {}, queue.SimpleQueue()

    def __enter__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery_process"],
            cwd=self._folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(self, *_error):
        self._process.stdin.close()
        self._process.wait()
        self._listener.join()
        self._process.stdout.close()

    def begin(self, variables):
        """Begin a relay with these environment variables and no others."""
        self._process.stdin.write(json.dumps(variables) + "\n")
        self._process.stdin.flush()
        return self._begun.get(timeout=60)

    def _listen(self):
        for line in self._process.stdout:
            said = json.loads(line)
            if "code" in said:
                self._relays.pop(said["pid"]).end(said["code"])
            else:
                self._relays[said["pid"]] = Relay(said["pid"])
                self._begun.put(self._relays[said["pid"]])
