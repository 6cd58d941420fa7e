"""One archive with everything a portal has stored: the database and the media; the keys are kept elsewhere.

The archive is a tar file of `manifest.json`, `database.dump` (pg_dump's custom format) and `media/…`. What it holds of
encrypted words is worth nothing without MASTER_KEY, which is never in it; of the keys it has a fingerprint only.
"""

import hashlib
import hmac
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

POSTGRES_HOMES = Path("/usr/lib/postgresql")
KEYS = ("MASTER_KEY", "RECEIPT_KEY")
# Tables and views of ours; what an extension such as PostGIS brought does not count.
OURS = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""


class BackupError(Exception):
    """The archive was not written or not restored; the message says why and what to do."""


def write(path):
    """Write the archive to a path that does not exist yet, readable by its owner alone; return its size in bytes.

    The database comes first: a photo that is added meanwhile is a file too many, which the clean-up takes, and never a
    row without its file. Raises BackupError.
    """
    path = Path(path)
    if path.exists():
        raise BackupError(f"{path} exists already: name another file.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:  # same disk, 0700
        dump, unfinished = Path(folder) / "database.dump", Path(folder) / "archive.tar"
        _run("pg_dump", "--format=custom", "--no-password", f"--file={dump}")
        unfinished.touch(mode=0o600)
        with tarfile.open(unfinished, "w") as archive:
            manifest = {
                "made_at": timezone.now().isoformat(timespec="seconds"),
                "postgres": _server_version(),
                "database": _digest(dump),
                "keys": _fingerprints(),
            }
            (Path(folder) / "manifest.json").write_text(json.dumps(manifest, indent=1))
            archive.add(Path(folder) / "manifest.json", "manifest.json")
            archive.add(dump, "database.dump")
            for name in _media_names():
                _add_media(archive, name)
        unfinished.rename(path)
    return path.stat().st_size


def restore(path, *, overwrite=False):
    """Bring the archive back whole into this installation's blank database and media; return a list of warnings.

    With `overwrite` what both hold now is deleted first. Nothing is touched before the archive has been found sound.
    Raises BackupError.
    """
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    if not overwrite and (found := _tables()):
        raise BackupError(
            f"The database {connection.settings_dict['NAME']} is not empty ({found} tables). Stop the portal and add "
            "--yes to delete all that it holds, or name a blank one in DATABASE_URL."
        )
    if not overwrite and next(_media_names(), None):
        raise BackupError("The media are not empty. Add --yes to delete all of them, or use a blank folder or bucket.")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as folder:
        try:
            with tarfile.open(path) as archive:
                manifest = json.load(archive.extractfile("manifest.json"))
                dump = Path(folder) / "database.dump"
                with archive.extractfile("database.dump") as packed, dump.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked)
                members = [member for member in archive if member.isfile() and member.name.startswith("media/")]
                if _digest(dump) != manifest["database"]:
                    raise BackupError(f"{path} is damaged: its database is not what was written. Use another archive.")
                _restore_database(dump, blank=not overwrite)
                _restore_media(archive, members)
        except FileNotFoundError as missing:
            raise BackupError(f"{missing.filename} does not exist.") from missing
        except (tarfile.TarError, KeyError, ValueError, EOFError) as broken:
            raise BackupError(f"{path} is not a backup of this portal, or it is damaged: {broken}.") from broken
    return [
        f"{name} is not the one of the portal that was backed up: what was encrypted or hashed with it is lost until "
        "you set it."
        for name, fingerprint in _fingerprints().items()
        if manifest["keys"][name] != fingerprint
    ]


def _restore_database(dump, *, blank):
    _run("pg_restore", "--list", str(dump))
    if not blank:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    name = connection.settings_dict["NAME"]
    connection.close()
    options = ["--no-owner", "--no-privileges", "--no-comments", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", "--no-password", *options, f"--dbname={name}", str(dump))


def _restore_media(archive, members):
    for name in list(_media_names()):
        default_storage.delete(name)
    for member in members:
        name = member.name.removeprefix("media/")
        with archive.extractfile(member) as content:
            try:
                default_storage.save(name, File(content))
            except SuspiciousFileOperation as outside:
                raise BackupError(f"The archive wants to write outside the media folder: {name}.") from outside


def _add_media(archive, name):
    try:
        with default_storage.open(name) as file:
            member = tarfile.TarInfo(f"media/{name}")
            member.size, member.mode = file.size, 0o640
            archive.addfile(member, file)
    except FileNotFoundError:
        pass  # deleted since the folder was read, as its row was


def _media_names(folder=""):
    """Yield the names of all stored files, in a fixed order."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from _media_names(f"{folder}{name}/")


def _tables():
    with connection.cursor() as cursor:
        cursor.execute(OURS)
        return cursor.fetchone()[0]


def _server_version():
    return connection.pg_version // 10_000


def _fingerprints():
    """Return what tells two keys apart and nothing about either."""
    return {
        name: hmac.new(getattr(settings, name).encode(), b"fingerprint for backups", "sha256").hexdigest()[:16]
        for name in KEYS
    }


def _digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(program, *arguments):
    """Run one of PostgreSQL's programs against this installation's database; raises BackupError with what it said."""
    database = connection.settings_dict
    variables = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"]),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        "PGSSLMODE": database["OPTIONS"].get("sslmode", ""),
        "PGSSLROOTCERT": database["OPTIONS"].get("sslrootcert", ""),
    }
    command = [_program(program), *arguments]
    environment = os.environ | {name: value for name, value in variables.items() if value}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _program(name):
    """Return the path of a program of the server's version, or of the next newer one that is installed."""
    wanted = _server_version()
    installed = {
        int(path.parent.parent.name): path
        for path in POSTGRES_HOMES.glob(f"*/bin/{name}")
        if path.parent.parent.name.isdigit()
    }
    fitting = sorted(version for version in installed if version >= wanted)
    if fitting:
        return str(installed[fitting[0]])
    if (found := shutil.which(name)) and not installed:
        return found
    raise BackupError(f"{name} of PostgreSQL {wanted} or newer is needed: apt-get install postgresql-client-{wanted}")
