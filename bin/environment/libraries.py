"""The virtual environment in .venv, made from the pinned requirements and remade when they change."""

import hashlib
import json
import subprocess
import sys

from values import CHECKOUT, Stop, say

FOLDER = CHECKOUT / ".venv"
MADE_FROM = FOLDER / "made-from.json"
# Nothing is built here but what its authors publish as source alone: a few lines of Python.
WHEELS = ("--only-binary", ":all:", "--no-binary", "http-ece")


def ensure(installation):
    """Make `.venv` hold what requirements.txt names (for tests: requirements-dev.txt, which contains it)."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this runs with whatever Python the system has)
        raise Stop("CopPortal needs Python 3.11 or newer: install it and put it first on PATH as python3.")
    wanted = ["requirements-dev.txt"] if installation.for_tests else ["requirements.txt"]
    digests = {name: _digest(name) for name in ("requirements.txt", "requirements-dev.txt")}
    basis = {"python": sys.version, "checkout": str(CHECKOUT)}
    try:
        made = json.loads(MADE_FROM.read_text())
    except (OSError, ValueError):
        made = {}
    if made.get("basis") != basis:
        say("Making the virtual environment")
        _run([sys.executable, "-m", "venv", "--clear", str(FOLDER)])
        made = {"basis": basis, "files": {}}
    if all(made["files"].get(name) == digests[name] for name in wanted):
        return
    say(f"Installing Python packages from {wanted[0]} (a minute or two the first time)")
    pip = [str(FOLDER / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq"]
    _run([*pip, "--require-hashes", *WHEELS, "-r", str(CHECKOUT / wanted[0])])
    made["files"] |= digests if installation.for_tests else {name: digests[name] for name in wanted}
    MADE_FROM.write_text(json.dumps(made, indent=1))


def _digest(name):
    return hashlib.sha256((CHECKOUT / name).read_bytes()).hexdigest()


def _run(command):
    if subprocess.run(command, cwd=CHECKOUT, check=False).returncode:
        raise Stop(f"This failed: {' '.join(command)} (see what it says above, and try again)")
