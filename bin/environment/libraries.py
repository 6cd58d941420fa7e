"""The virtual environment in .venv, made from the pinned requirements and remade when they change."""

import contextlib
import hashlib
import json
import subprocess
import sys
import sysconfig

from values import CHECKOUT, Stop, say

FOLDER = CHECKOUT / ".venv"
MADE_FROM = FOLDER / "made-from.json"
# Nothing is built here but what its authors publish as source alone: a few lines of Python.
WHEELS = ("--only-binary", ":all:", "--no-binary", "http-ece")
OLDEST = (3, 11)
DISTRIBUTED = "/usr/bin/python3"
# What the distribution's Python must answer to be ours: that it can make environments, and which one it is.
ABOUT = "import ensurepip, sys; print(*sys.version_info[:2]); print(sys.version)"


def ensure(installation):
    """Make `.venv` hold what requirements.txt names (for tests: requirements-dev.txt, which contains it)."""
    python, version = _python()
    wanted = ["requirements-dev.txt"] if installation.for_tests else ["requirements.txt"]
    digests = {name: _digest(name) for name in ("requirements.txt", "requirements-dev.txt")}
    # An environment that was made of the Python at hand stays: it works, and to make it anew takes minutes.
    bases = [{"python": of, "checkout": str(CHECKOUT)} for of in (version, sys.version)]
    try:
        made = json.loads(MADE_FROM.read_text())
    except (OSError, ValueError):
        made = {}
    if made.get("basis") not in bases:
        say("Making the virtual environment")
        _run([python, "-m", "venv", "--clear", str(FOLDER)])
        made = {"basis": bases[0], "files": {}}
    if all(made["files"].get(name) == digests[name] for name in wanted):
        return
    say(f"Installing Python packages from {wanted[0]} (a minute or two the first time)")
    pip = [str(FOLDER / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq"]
    _run([*pip, "--require-hashes", *WHEELS, "-r", str(CHECKOUT / wanted[0])])
    made["files"] |= digests if installation.for_tests else {name: digests[name] for name in wanted}
    MADE_FROM.write_text(json.dumps(made, indent=1))


def _python():
    """Return the program and the version of the Python of which the environment is made: the one that runs this.

    One that somebody compiled without optimisations is a fifth slower with everything; then the distribution's, if it
    has a new enough one, which is compiled with them.
    """
    optimised = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    if not optimised and sys.executable != DISTRIBUTED:
        with contextlib.suppress(OSError):
            told = subprocess.run([DISTRIBUTED, "-c", ABOUT], capture_output=True, text=True, check=False).stdout
            numbers, _, version = told.partition("\n")
            if numbers and tuple(map(int, numbers.split())) >= OLDEST:
                return DISTRIBUTED, version.strip()
    if sys.version_info < OLDEST:
        raise Stop("CopPortal needs Python 3.11 or newer: install it and put it first on PATH as python3.")
    return sys.executable, sys.version


def _digest(name):
    return hashlib.sha256((CHECKOUT / name).read_bytes()).hexdigest()


def _run(command):
    if subprocess.run(command, cwd=CHECKOUT, check=False).returncode:
        raise Stop(f"This failed: {' '.join(command)} (see what it says above, and try again)")
