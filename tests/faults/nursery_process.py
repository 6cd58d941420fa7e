"""Forks relays from one process in which the portal is loaded already, so that each start costs a moment.

For each line of its input, a JSON object of environment variables, a relay begins as if it had been started with them.
A line of the output then tells {"pid"}, and another one {"pid", "code"} when it has ended.
"""

import contextlib
import json
import os
import select
import sys

from django.conf import settings
from django.db import connections
from django.utils.functional import empty

from tests.faults import relay_process


def become_a_relay(variables):
    """Forget what was read from the environment of the nursery, and be a relay until told to end."""
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(quiet, descriptor)
    os.environ.clear()
    os.environ.update(variables)
    del sys.modules["copportal.settings"]
    settings._wrapped = empty
    settings._setup()
    connections.__dict__.clear()
    connections.__init__()
    relay_process.run()


def say(**words):
    """Write one line at once."""
    os.write(1, json.dumps(words).encode() + b"\n")


def tell_of_the_ended():
    """Say which relays have ended since it was asked last."""
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            say(pid=ended[0], code=os.waitstatus_to_exitcode(ended[1]))


while True:
    if select.select([sys.stdin], [], [], 0.02)[0]:
        line = sys.stdin.readline()
        if not line:
            break
        pid = os.fork()
        if pid == 0:
            become_a_relay(json.loads(line))
            os._exit(0)
        say(pid=pid)
    tell_of_the_ended()
