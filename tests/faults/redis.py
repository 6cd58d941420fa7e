"""A Redis of a test's own, which may be killed, started again and flushed."""

import shutil
import socket
import subprocess
import time


class Redis:
    """Runs on a private port and keeps nothing on disk; for use in a `with` block."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.kill()

    def start(self):
        """Start it, and wait until it answers."""
        command = [shutil.which("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while self._ask("PING") != "+PONG":
            assert time.monotonic() < end, "Redis does not start"
            time.sleep(0.01)

    def kill(self):
        """Kill -9."""
        self._process.kill()
        self._process.wait()

    def flush(self):
        """Let it forget everything."""
        assert self._ask("FLUSHALL") == "+OK"

    def _ask(self, command):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(64).decode().strip()
        except OSError:
            return ""
