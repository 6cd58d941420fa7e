"""Where a private installation keeps its things, and the variables that commands are given.

Only the standard library is used in this folder: it runs before anything is installed.
"""

import base64
import hashlib
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


class Stop(Exception):
    """The set-up cannot go on; the message says why and what to do, in one sentence."""


def say(text):
    """Tell the person what is going on, beside the output of the command itself."""
    print(text, file=sys.stderr, flush=True)


def read_env_file(path):
    """Return the NAME=value lines of a file as a dict; quotes around a value are taken off. No file: empty."""
    values = {}
    if not path.is_file():
        return values
    for line in path.read_text().splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and name and not name.startswith("#"):
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
                value = value[1:-1]
            values[name.strip()] = value
    return values


def as_root():
    """Whether we may install packages and must step down to run a database."""
    return os.geteuid() == 0


def default_home():
    """Return the folder of this checkout's data.

    Servers do not run as root and could not reach a folder below root's home, so root's data live outside the checkout.
    """
    if as_root():
        return Path("/var/lib/copportal") / hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
    return CHECKOUT / "var"


@dataclass(frozen=True)
class Installation:
    """What is set up: for running or for tests, from the environment, `.env` and the secrets it generates."""

    for_tests: bool
    given: dict  # variables of the environment, completed from .env

    @classmethod
    def from_environment(cls, *, for_tests=False):
        """Read the environment and `.env`; tests never touch servers that only `.env` names."""
        written = read_env_file(CHECKOUT / ".env")
        if for_tests:
            written = {name: value for name, value in written.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        return cls(for_tests, written | os.environ)

    @property
    def home(self):
        """The folder that holds this checkout's data, secrets and locks."""
        given = self.given.get("DATA_DIR")
        return Path(given).resolve() if given else default_home()

    @property
    def data(self):
        """The folder that holds the servers' data: tests have theirs apart, fast and of no value."""
        return self.home / "tests" if self.for_tests else self.home

    @property
    def own_database(self):
        """Whether a private PostgreSQL is to be run."""
        return not self.given.get("DATABASE_URL")

    @property
    def own_redis(self):
        """Whether a private Redis is to be run."""
        return not self.given.get("REDIS_URL")

    @property
    def own_mailbox(self):
        """Whether the demo's mail is kept here for reading in the browser, since no mail server was named."""
        demo = self.given.get("DEMO", "1").lower() in ("true", "on", "ok", "y", "yes", "1")
        return demo and not self.for_tests and not self.given.get("EMAIL_URL")

    def make_folders(self):
        """Create the folders; servers of another user must be able to pass through them."""
        if self.home.is_relative_to("/var/lib/copportal"):
            Path("/var/lib/copportal").mkdir(mode=0o755, exist_ok=True)
        for folder in dict.fromkeys([self.home, self.data]):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
        media = self.data / "media"
        media.mkdir(exist_ok=True)
        media.chmod(0o700)

    def secrets(self):
        """Return the generated keys and passwords, made on the first call and readable by their owner alone."""
        path = self.data / "secrets.env"
        if not path.exists():
            if (self.data / "postgres").exists():
                raise Stop(f"{path} is gone and {self.data} cannot be read without it: put it back from your copy.")
            values = {
                "SECRET_KEY": secrets.token_urlsafe(48),
                "MASTER_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
                "RECEIPT_KEY": secrets.token_urlsafe(48),
                "POSTGRES_PASSWORD": secrets.token_urlsafe(24),
                "REDIS_PASSWORD": secrets.token_urlsafe(24),
            }
            new = path.with_suffix(".new")
            new.touch(mode=0o600)
            new.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
            new.rename(path)
        return read_env_file(path)

    def variables(self, urls):
        """Return the whole environment of a command; `urls` holds the addresses of what is private to it."""
        keys = {name: value for name, value in self.secrets().items() if name.endswith("_KEY")}
        defaults = keys | {"PORT": "8000", "DEMO": "1", "PYTHONUNBUFFERED": "1"}
        if self.for_tests:
            defaults["DEBUG"] = "1"  # static files straight from their folders, without collecting them
        values = defaults | {name: value for name, value in self.given.items() if value or name not in defaults}
        values |= urls | {"DATA_DIR": str(self.data), "VIRTUAL_ENV": str(CHECKOUT / ".venv")}
        values.setdefault("SITE_URL", f"http://localhost:{values['PORT']}")
        if self.own_mailbox:
            values.setdefault("DEMO_MAILBOX_URL", f"{values['SITE_URL']}/demo/mail/")
        values["PATH"] = f"{CHECKOUT / '.venv' / 'bin'}:{self.given.get('PATH', os.defpath)}"
        values.pop("PYTHONHOME", None)
        if self.for_tests:
            values.pop("PYTHONDONTWRITEBYTECODE", None)  # dozens of processes start, and each would compile everything
        return values
