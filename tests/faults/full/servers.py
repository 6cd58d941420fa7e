"""A PostgreSQL and a Redis of the harness's own, which it may stop and kill, and let hang by a proxy before Redis."""

import contextlib
import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from tests.faults.proxy import Proxy

CHECKOUT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(CHECKOUT / "bin" / "environment"))

import servers as private  # noqa: E402 (the scripts that set up a private installation are no package)


class Servers:
    """Both servers, for use in a `with` block; `environment` holds their addresses."""

    def __enter__(self):
        self._stack = contextlib.ExitStack()
        self.folder = Path(tempfile.mkdtemp(prefix="faults-", dir=os.environ["DATA_DIR"]))
        self._stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o711)
        password = secrets.token_hex(12)
        # Not the throwaway kind, which gives up durability for speed: here it is durability that counts.
        self.postgres = private.Postgres(self.folder / "postgres", password, throwaway=False)
        self.redis = private.Redis(self.folder / "redis", password)
        for server in (self.postgres, self.redis):
            server.start()
            self._stack.callback(server.stop)
        self.to_redis = self._stack.enter_context(Proxy(self.redis.port))
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)

    @property
    def environment(self):
        """DATABASE_URL and REDIS_URL for processes of ours."""
        redis = self.redis.url.replace(f":{self.redis.port}", f":{self.to_redis.port}")
        return {"DATABASE_URL": self.postgres.url, "REDIS_URL": redis}

    def stop_postgres_at_once(self):
        """Stop the database as a crash does, and start it again: it recovers from its log."""
        port = self.postgres.port
        self.postgres._control("stop", "-m", "immediate", "-w")
        self.postgres.start()
        assert self.postgres.port == port, "the processes of the harness look for it at its old port"

    def kill_redis(self):
        """Kill -9 of Redis, and a new start."""
        os.kill(int((self.redis.folder / "pid").read_text()), signal.SIGKILL)
        self.redis.start()
        self.to_redis.target_port = self.redis.port

    def flush_redis(self):
        """Let Redis forget everything."""
        self.redis._ask(self.redis.port, "FLUSHALL")
