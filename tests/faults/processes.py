"""Which processes belong to a process, and ending them all."""

import contextlib
import os
import signal
import subprocess


def children_of(pid):
    """Return the pids of the children of a process, such as the pool of a worker."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def end(process):
    """Kill a process that leads a session, with its children, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
