"""Which processes belong to a process, and ending them all."""

import contextlib
import os
import signal
from pathlib import Path


def children_of(pid):
    """Return the pids of the children of a process, such as the pool of a worker; a bare Debian has no `ps`."""
    children = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            _state, parent, *_ = file.read_text().rpartition(")")[2].split()
            if int(parent) == pid:
                children.append(int(file.parent.name))
    return children


def end(process):
    """Kill a process that leads a session, with its children, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
