"""The system packages that are needed, installed when we are root and named when we are not."""

import contextlib
import ctypes.util
import importlib.util
import os
import re
import shutil
import subprocess
import zoneinfo
from pathlib import Path

from values import Stop, as_root, say

POSTGRES_HOMES = Path("/usr/lib/postgresql")
UNITS = Path("/usr/lib/systemd/system")
SERVERS = ("postgresql", "redis-server", "caddy", "caddy-api")  # what our packages would start at the next boot
# What draws PDFs: library, Debian package.
PDF_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
# Either does for the tests; the first draws no window and takes two thirds of the time, and not every Debian has it.
BROWSERS = ("chromium-headless-shell", "chromium")
KNOWN_VERSIONS = {"12": "15", "13": "17"}  # of PostgreSQL in Debian, where apt has no lists to ask yet


def postgres_binaries(version=None):
    """Return the folder of the newest PostgreSQL that has PostGIS (or of one major version), or None."""
    found = sorted(
        (int(folder.name), folder / "bin")
        for folder in POSTGRES_HOMES.glob("[0-9]*")
        if (folder / "bin" / "initdb").exists()
        and Path(f"/usr/share/postgresql/{folder.name}/extension/postgis.control").exists()
    )
    if version is not None:
        found = [entry for entry in found if entry[0] == int(version)]
    return found[-1][1] if found else None


def _has_time_zones():
    try:
        zoneinfo.ZoneInfo("Europe/Kyiv")
    except zoneinfo.ZoneInfoNotFoundError:
        return False
    return True


def _distribution_postgres():
    installed = [int(folder.name) for folder in POSTGRES_HOMES.glob("[0-9]*") if (folder / "bin" / "initdb").exists()]
    if installed:
        return str(max(installed))
    if shutil.which("apt-cache"):
        answer = subprocess.run(["apt-cache", "depends", "postgresql"], capture_output=True, text=True, check=False)
        if found := re.search(r"Depends: postgresql-(\d+)", answer.stdout):
            return found[1]
    with contextlib.suppress(OSError):
        release = re.search(r'^VERSION_ID="?(\d+)', Path("/etc/os-release").read_text(), re.MULTILINE)
        return KNOWN_VERSIONS.get(release[1]) if release else None
    return None


def _is_offered(package):
    """Whether apt's lists, as far as there are any yet, have a package."""
    if not shutil.which("apt-cache"):
        return False
    asked = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return asked.returncode == 0


def missing(installation):
    """Return the names of the Debian packages that this installation lacks, in a fixed order."""
    wanted = []
    if importlib.util.find_spec("ensurepip") is None:
        wanted.append("python3-venv")
    if not _has_time_zones():
        wanted.append("tzdata")
    if not shutil.which("msgfmt"):
        wanted.append("gettext")
    wanted += [package for library, package in PDF_LIBRARIES.items() if not ctypes.util.find_library(library)]
    if installation.own_database:
        if postgres_binaries() is None:
            version = _distribution_postgres()
            server = f"postgresql-{version}"
            wanted += [server, f"{server}-postgis-3"] if version else ["postgresql-postgis"]
    else:
        if not ctypes.util.find_library("gdal"):
            wanted.append("gdal-bin")
        if not shutil.which("pg_dump"):
            wanted.append("postgresql-client")
    if installation.own_redis and not shutil.which("redis-server"):
        wanted.append("redis-server")
    if installation.for_tests:
        if not any(map(shutil.which, BROWSERS)):
            wanted.append(next(filter(_is_offered, BROWSERS), BROWSERS[-1]))
        if not shutil.which("caddy"):
            wanted.append("caddy")
    return wanted


def ensure(installation):
    """Install what is missing, or raise Stop with the one sentence that says which packages to install."""
    wanted = missing(installation)
    if not wanted:
        return
    if not (as_root() and shutil.which("apt-get")):
        raise Stop(f"Please install these system packages and try again: apt-get install {' '.join(wanted)}")
    say(f"Installing system packages: {' '.join(wanted)}")
    _apt("update", "-q")
    wanted = missing(installation)  # the lists now tell the version of PostgreSQL, and which browser there is
    with _nothing_starts():
        _apt("install", "-q", "-y", "--no-install-recommends", *wanted)
    if still := missing(installation):
        raise Stop(f"These packages were installed but are still not found: {' '.join(still)}")


def _apt(*words):
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3", "-o", "Dpkg::Use-Pty=0", *words]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        say(done.stdout[-3000:])
        raise Stop(f"apt-get {words[0]} failed: mend what it says above and try again.")


@contextlib.contextmanager
def _nothing_starts():
    """Keep dpkg from starting or enabling the system's own servers and from making a `main` cluster."""
    written = []
    for path, text, mode in (
        (Path("/usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", 0o755),
        (Path("/etc/postgresql-common/createcluster.d/copportal.conf"), "create_main_cluster = false\n", 0o644),
    ):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(mode)
            written.append(path)
    absent = [name for name in SERVERS if not (UNITS / f"{name}.service").exists()]
    try:
        yield
    finally:
        for path in written:
            path.unlink(missing_ok=True)
        for name in absent:
            if (UNITS / f"{name}.service").exists():
                environment = os.environ | {"DPKG_MAINTSCRIPT_PACKAGE": name}  # the helper answers packages alone
                for command in (["deb-systemd-helper", "disable", f"{name}.service"], ["update-rc.d", name, "disable"]):
                    subprocess.run(command, env=environment, capture_output=True, check=False)
