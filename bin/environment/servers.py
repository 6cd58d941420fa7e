"""The private PostgreSQL and Redis of one checkout, shared by every command that runs at the same time.

Each command holds a shared lock on `users.lock` while it runs; whoever finds at its end that nobody else does stops the
servers. The kernel drops the locks of a killed process, so the count cannot go wrong.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

from system import postgres_binaries
from values import Stop, as_root

PORTS = range(20_000, 32_000)  # below the range from which the kernel lends ports to clients


def free_ports(seed):
    """Yield free loopback ports, beginning at a place that depends on the seed, so that checkouts keep apart."""
    first = int(hashlib.sha256(str(seed).encode()).hexdigest(), 16) % len(PORTS)
    for number in range(len(PORTS)):
        port = PORTS[(first + number) % len(PORTS)]
        if is_free(port):
            yield port


def is_free(port):
    """Whether nobody listens on the loopback port."""
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def mailbox_url(folder, *, serve):
    """Return the EMAIL_URL of the demo's mailbox, on a port kept in the folder; `serve`: on one that is free now."""
    path = folder / "mail.port"
    try:
        port = int(path.read_text())
    except (OSError, ValueError):
        port = None
    if port is None or (serve and not is_free(port)):
        port = next(free_ports(path))
        path.write_text(f"{port}\n")
    return f"smtp://127.0.0.1:{port}"


def _answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class _Server:
    """What both servers share: a folder of their own and a user that is not root."""

    user = ""

    def __init__(self, folder, password):
        self.folder = folder
        self.password = password
        self.log = folder / "server.log"
        self.port = None

    def _as_user(self):
        """Return the arguments for subprocess that step down from root; an ordinary user stays who they are."""
        if not as_root():
            return {"umask": 0o077, "cwd": "/"}
        return {"user": self.user, "group": self.user, "extra_groups": [], "umask": 0o077, "cwd": "/"}

    def _own(self, path):
        if as_root():
            shutil.chown(path, self.user, pwd.getpwnam(self.user).pw_gid)

    def _make_folder(self):
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o700)
        self._own(self.folder)

    def _last_words(self):
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        return ""


class Postgres(_Server):
    """A PostgreSQL cluster that listens on a private loopback port and asks for its password."""

    user = "postgres"
    NAME = "copportal"  # of the database and of its owner

    def __init__(self, folder, password, *, throwaway):
        super().__init__(folder, password)
        self.cluster = folder / "cluster"
        self.throwaway = throwaway

    @property
    def url(self):
        """The value of DATABASE_URL."""
        return f"postgis://{self.NAME}:{self.password}@127.0.0.1:{self.port}/{self.NAME}"

    def start(self):
        """Make the cluster at the first call, and see to it that it runs and holds our database."""
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        version = (self.cluster / "PG_VERSION").read_text().strip()
        self.binaries = postgres_binaries(version)
        if self.binaries is None:
            raise Stop(
                f"The database in {self.folder} was made by PostgreSQL {version}, which is not installed: install "
                f"postgresql-{version} and postgresql-{version}-postgis-3."
            )
        self.port = self._running_port()
        if self.port is None:
            self._launch()
        have = self._psql("postgres", f"select 1 from pg_database where datname = '{self.NAME}'")  # noqa: S608 (a constant)
        if not have:
            self._psql("postgres", f"create database {self.NAME}")

    def stop(self):
        """Stop the server: clients are cut off, everything committed is kept."""
        if self._running_port() is not None:
            self._control("stop", "-m", "fast", "-w", "-t", "60")

    def _running_port(self):
        """Return the port of our running server, or None; a stale pid file of a crash does not count."""
        try:
            port = int((self.cluster / "postmaster.pid").read_text().splitlines()[3])
        except (OSError, ValueError, IndexError):
            return None
        alive = self._control("status").returncode == 0 and _answers(port)
        return port if alive else None

    def _initialise(self):
        shutil.rmtree(self.folder, ignore_errors=True)  # what an interrupted first start left
        self._make_folder()
        password_file = self.folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        self._own(password_file)
        new = self.folder / "new"
        command = [postgres_binaries() / "initdb", "--pgdata", new, "--username", self.NAME, "--pwfile", password_file]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
        if self.throwaway:
            command.append("--no-sync")
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **self._as_user()
        )
        password_file.unlink()
        if done.returncode:
            raise Stop(f"initdb failed:\n{done.stdout[-2000:]}")
        settings = ["listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", "max_connections = 200"]
        settings += ["shared_buffers = 256MB", "timezone = 'UTC'", "log_timezone = 'UTC'"]
        settings += ["random_page_cost = 1.1"]  # no disk has to turn; without it, whole tables are read for a count
        if self.throwaway:
            settings += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        with (new / "postgresql.conf").open("a") as file:
            file.write("\n# CopPortal\n" + "\n".join(settings) + "\n")
        new.rename(self.cluster)

    def _launch(self):
        for _attempt, port in zip(range(5), free_ports(self.cluster), strict=False):
            size = self.log.stat().st_size if self.log.exists() else 0
            done = self._control("start", "-w", "-t", "120", "-l", str(self.log), "-o", f"-p {port}")
            if done.returncode == 0:
                self.port = port
                return
            with contextlib.suppress(OSError):
                if "could not bind" in self.log.read_text(errors="replace")[size:]:
                    continue  # somebody took the port in the meantime
            break
        raise Stop(f"PostgreSQL does not start; the end of {self.log}:\n{self._last_words()}")

    def _control(self, action, *words):
        binaries = postgres_binaries((self.cluster / "PG_VERSION").read_text().strip())
        # The server inherits our output channels, so they must not be pipes that we wait for.
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [binaries / "pg_ctl", action, "-D", self.cluster, *words]
        return subprocess.run(command, check=False, **quiet, **self._as_user())

    def _psql(self, database, statement):
        place = ["-h", "127.0.0.1", "-p", str(self.port), "-U", self.NAME, "-d", database]
        done = subprocess.run(
            [self.binaries / "psql", "-X", "-q", "-A", "-t", "-w", *place, "-c", statement],
            env=os.environ | {"PGPASSWORD": self.password},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Stop(f"The private database refuses us: {done.stderr.strip()}")
        return done.stdout.strip()


class Redis(_Server):
    """A Redis that keeps an append-only file, refuses to evict and asks for its password."""

    user = "redis"

    @property
    def url(self):
        """The value of REDIS_URL, to which a database number is added."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}"

    def start(self):
        """See to it that the server runs."""
        self._make_folder()
        self.port = self._running_port()
        if self.port is None:
            self._launch()

    def stop(self):
        """Stop the server; its append-only file is complete on disk."""
        port = self._running_port()
        if port is None:
            return
        pid = int((self.folder / "pid").read_text())
        self._ask(port, "SHUTDOWN")
        for _ in range(600):
            if not _alive(pid):
                return
            time.sleep(0.05)
        raise Stop(f"Redis does not stop; see {self.log}")

    def _running_port(self):
        try:
            port = int((self.folder / "port").read_text())
        except (OSError, ValueError):
            return None
        return port if self._ask(port, "PING") in ("+PONG", "loading") else None

    def _ask(self, port, command):
        """Send one command after the password; return the answer, 'loading', or None when it is not our server."""
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(f"AUTH {self.password}\r\n{command}\r\n".encode())
                connection.shutdown(socket.SHUT_WR)
                answer = b""
                while chunk := connection.recv(4096):
                    answer += chunk
        except OSError:
            return None
        lines = answer.decode(errors="replace").split("\r\n")
        if not lines or lines[0] != "+OK":
            return None
        return "loading" if lines[1].startswith("-LOADING") else lines[1]

    def _launch(self):
        for _attempt, port in zip(range(5), free_ports(self.folder), strict=False):
            self._write_configuration(port)
            command = [shutil.which("redis-server"), str(self.folder / "redis.conf")]
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run(command, check=False, **quiet, **self._as_user())
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                answer = self._ask(port, "PING")
                if answer == "+PONG":
                    self.port = port
                    return
                if answer is None and not self._started():
                    break
                time.sleep(0.05)
        raise Stop(f"Redis does not start; the end of {self.log}:\n{self._last_words()}")

    def _started(self):
        """Whether the server that was just launched is still there; it writes its pid a moment after it forks."""
        for _ in range(20):
            with contextlib.suppress(OSError, ValueError):
                return _alive(int((self.folder / "pid").read_text()))
            time.sleep(0.05)
        return False

    def _write_configuration(self, port):
        (self.folder / "pid").unlink(missing_ok=True)
        lines = ["bind 127.0.0.1", f"port {port}", "daemonize yes", "appendonly yes", "appendfsync everysec", 'save ""']
        lines += ["maxmemory-policy noeviction", f"requirepass {self.password}"]
        lines += [f'dir "{self.folder}"', f'pidfile "{self.folder / "pid"}"', f'logfile "{self.log}"']
        for name, text in (("redis.conf", "\n".join(lines) + "\n"), ("port", f"{port}\n")):
            path = self.folder / name
            path.touch(mode=0o600)
            path.write_text(text)
            self._own(path)


def _alive(pid):
    """Whether a process runs; one that has ended and was not yet collected by its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@contextlib.contextmanager
def locked(path):
    """Hold the one lock under which things are set up, started and stopped."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def shared(installation, prepare):
    """Call `prepare` and start the servers that this installation needs; yield their addresses as a dict of variables.

    They stop when the last command that shares them ends.
    """
    setup_lock = installation.home / "setup.lock"
    servers = {}
    with (installation.data / "users.lock").open("w") as users:
        with locked(setup_lock):
            prepare()
            secrets = installation.secrets()
            fcntl.flock(users, fcntl.LOCK_SH)
            if installation.own_database:
                servers["DATABASE_URL"] = Postgres(
                    installation.data / "postgres", secrets["POSTGRES_PASSWORD"], throwaway=installation.for_tests
                )
            if installation.own_redis:
                servers["REDIS_URL"] = Redis(installation.data / "redis", secrets["REDIS_PASSWORD"])
        try:
            with locked(setup_lock):
                for server in servers.values():
                    server.start()
            yield {name: server.url for name, server in servers.items()}
        finally:
            with locked(setup_lock):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # another command still uses them
                else:
                    for server in servers.values():
                        server.stop()
