"""What `bin/dev` and `make run` do: set up what is missing, run a command or the portal, stop what was started."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request

import catalogues
import libraries
import servers
import system
from values import CHECKOUT, Installation, Stop, say

USAGE = """Usage: bin/dev [--tests] COMMAND [ARGUMENT…]

Runs a command with the virtual environment, the settings and the private PostgreSQL and Redis of this checkout.
They are set up when missing and stop when the last such command ends. --tests: the same with the test requirements,
Chromium (its headless shell where Debian has it) and a separate throwaway database server."""


def dev(words):
    """Run a command inside the environment; return its exit code."""
    for_tests = words[:1] == ["--tests"]
    command = words[1:] if for_tests else words
    if not command or command[0] in ("-h", "--help"):
        print(USAGE)
        return 0 if command else 2
    with _environment(Installation.from_environment(for_tests=for_tests)) as variables:
        return _run(command, variables, {signal.SIGTERM: signal.SIGTERM, signal.SIGHUP: signal.SIGHUP})


def run(words):
    """Prepare the database and serve the portal until Ctrl-C or SIGTERM; return the exit code."""
    if words:
        raise Stop("make run takes no arguments; PORT, DATABASE_URL and REDIS_URL come from the environment or .env.")
    installation = Installation.from_environment()
    with _environment(installation, serve=True) as variables:
        port = int(variables["PORT"])
        if not servers.is_free(port):
            raise Stop(f"Port {port} is in use: stop what uses it, or choose another: PORT={port + 1} make run")
        prepared = subprocess.run(
            ["python", "bin/prepare"], cwd=CHECKOUT, env=variables, stdout=subprocess.PIPE, text=True, check=False
        )
        if prepared.returncode:
            return prepared.returncode
        threading.Thread(target=_announce, args=(variables, prepared.stdout), daemon=True).start()
        # honcho ends the processes in turn; it must not read .env, whose values would then win over the environment.
        stops = dict.fromkeys((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), signal.SIGTERM)
        mailbox = f"mailbox={int(installation.own_mailbox)}"
        code = _run(["honcho", "-e", os.devnull, "start", "-c", mailbox], variables, stops)
        return 0 if code in (0, 130, 143) else code


@contextlib.contextmanager
def _environment(installation, *, serve=False):
    def prepare():
        system.ensure(installation)
        libraries.ensure(installation)
        catalogues.ensure()

    installation.make_folders()
    with servers.shared(installation, prepare) as urls:
        if installation.own_mailbox:
            urls["EMAIL_URL"] = servers.mailbox_url(installation.data, serve=serve)
        yield installation.variables(urls)


def _run(command, variables, forwarded):
    """Run a command in the foreground, hand it the signals that must end it, and return its exit code."""
    try:
        child = subprocess.Popen(command, env=variables)
    except FileNotFoundError:
        say(f"{command[0]}: no such command")
        return 127
    except PermissionError:
        say(f"{command[0]}: cannot be run")
        return 126
    # Ctrl-C reaches the command from the terminal itself; we only outlive it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for received, handed_on in forwarded.items():
        signal.signal(received, lambda _number, _frame, handed_on=handed_on: child.send_signal(handed_on))
    code = child.wait()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # what follows is the orderly end
    return 128 - code if code < 0 else code


def _announce(variables, accounts):
    """Say where the portal is as soon as it answers."""
    address = variables["SITE_URL"]
    while True:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://localhost:{variables['PORT']}/health/live/", timeout=5),
        ):
            break
        time.sleep(0.1)
    lines = ["", f"CopPortal is at {address} (Ctrl-C stops it)"]
    if accounts.strip():
        lines += ["", accounts.rstrip()]
    if mailbox := variables.get("DEMO_MAILBOX_URL"):
        lines += ["", f"Mail that the portal sends can be read at {mailbox}"]
    print("\n".join([*lines, ""]), flush=True)


def _ended(_number, _frame):
    raise SystemExit(143)


def main():
    """Run one of the two entries and turn a Stop into its sentence."""
    signal.signal(signal.SIGTERM, _ended)
    signal.signal(signal.SIGHUP, _ended)
    entry = {"dev": dev, "run": run}[sys.argv[1]]
    try:
        return entry(sys.argv[2:])
    except Stop as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
