"""A backup is brought back whole, by the two commands that an operator types, into a database that holds nothing."""

import os
import re
import subprocess
import tarfile
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from apps.accounts.enums import RoleKind
from apps.attachments import services
from apps.events import services as events
from apps.events.enums import Audience
from tests.attachments.pictures import encoded, quadrants, upload
from tests.conftest import CAST
from tests.factories.accounts import OrganisationFactory, PersonFactory, RoleFactory
from tests.factories.areas import plant

ROOT = Path(settings.BASE_DIR)
BLANK = "blank_for_a_restore"

CATALOGUE = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')""",
    "sequences": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'",
}
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
CHECKSUM = "SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t"


def connect(name):
    """Return a connection of our own to a database of the test server; each statement is its own transaction."""
    database = connection.settings_dict
    made = psycopg2.connect(
        host=database["HOST"], port=database["PORT"], user=database["USER"], password=database["PASSWORD"], dbname=name
    )
    made.autocommit = True
    return made


def plain(row):
    """Return a row of the catalogue without the casts and brackets that PostgreSQL moves about on reading it again."""
    return tuple(re.sub(r"::(character varying|text)(\[\])?|[()]", "", str(value)) for value in row)


def contents(name):
    """Return everything that a database is: the definitions, and the row count and checksum of every table."""
    found = {}
    made = connect(name)
    with made.cursor() as cursor:
        for kind, query in CATALOGUE.items():
            cursor.execute(query)
            found[kind] = sorted(plain(row) for row in cursor.fetchall())
        cursor.execute(TABLES)
        for (table,) in sorted(cursor.fetchall()):
            cursor.execute(CHECKSUM.format(table=f'"{table}"'))
            found[f"table {table}"] = cursor.fetchone()
    made.close()
    return found


def files_in(folder):
    """Return {relative path: bytes} of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(command, *arguments, database, data_dir, **variables):
    """Run bin/backup or bin/restore as an operator does, on a database and a data folder of this test."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    environment = os.environ | {"DATABASE_URL": address, "DATA_DIR": str(data_dir)} | variables
    return subprocess.run(
        [ROOT / "bin" / command, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def blank(transactional_db):
    """The name of a database that holds nothing."""
    made = connect("postgres")
    with made.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {BLANK}")
        cursor.execute(f"CREATE DATABASE {BLANK}")
    yield BLANK
    with made.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {BLANK} WITH (FORCE)")
    made.close()


@pytest.fixture(scope="module")
def backed_up(django_db_setup, django_db_blocker, tmp_path_factory):
    """A backup (`archive`) of a small portal with areas, people, a photo, an event and an audit row, made once.

    `held` and `media` are what that portal was; it is gone.
    """
    folder = tmp_path_factory.mktemp("portal")
    archive = folder / "portal.tar"
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "media"):
        areas = plant(CAST)
        PersonFactory(home_area=areas["zarichchia"])
        unit = OrganisationFactory()
        unit.areas.add(areas["hromada"])
        role = RoleFactory(kind=RoleKind.SUPERVISOR, area=areas["hromada"], organisation=unit)
        photo = services.make_safe(upload(encoded(quadrants())))
        events.record("report.received", subject=photo, audience=Audience.INTERNAL, actor=role.person)
        events.audit("report.read", actor=role.person, subject=photo)
        try:
            done = run("backup", archive, database=connection.settings_dict["NAME"], data_dir=folder)
            assert done.returncode == 0, done.stderr
            held = contents(connection.settings_dict["NAME"])
        finally:
            call_command("flush", verbosity=0, interactive=False)
    return SimpleNamespace(archive=archive, held=held, media=files_in(folder / "media"))


@pytest.fixture(scope="module")
def blank_archive(django_db_setup, tmp_path_factory):
    """A backup of a portal without anything in it, for whoever does not ask what came out of an archive."""
    folder = tmp_path_factory.mktemp("blank")
    path = folder / "portal.tar"
    done = run("backup", path, database=connection.settings_dict["NAME"], data_dir=folder)
    assert done.returncode == 0, done.stderr
    return path


def test_restore_into_a_blank_database_is_whole(backed_up, blank, tmp_path):
    done = run("restore", backed_up.archive, database=blank, data_dir=tmp_path / "new")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{backed_up.archive} is restored.\n", "")
    assert contents(blank) == backed_up.held
    assert backed_up.held["table areas_area"][0] == 6
    assert backed_up.held["table accounts_person"][0] == 2
    assert backed_up.held["table events_auditentry"][0] == 1
    assert "audit" in str(backed_up.held["triggers"])
    assert files_in(tmp_path / "new" / "media") == backed_up.media
    assert len(backed_up.media) == 2


def test_restore_keeps_the_refusal_to_change_audit_rows(backed_up, blank, tmp_path):
    run("restore", backed_up.archive, database=blank, data_dir=tmp_path / "new")
    made = connect(blank)
    with made.cursor() as cursor, pytest.raises(psycopg2.Error, match="audit"):
        cursor.execute("DELETE FROM events_auditentry")
    made.close()


def test_restore_refuses_a_database_in_use_until_told(backed_up, blank, tmp_path):
    folder, archive = tmp_path / "new", backed_up.archive
    run("restore", archive, database=blank, data_dir=folder)
    made = connect(blank)
    with made.cursor() as cursor:
        cursor.execute("UPDATE accounts_person SET name = 'changed'")
    before = contents(blank)
    refused = run("restore", archive, database=blank, data_dir=folder)
    assert refused.returncode == 1
    assert f"The database {blank} is not empty" in refused.stderr
    assert contents(blank) == before
    made.close()
    stray = folder / "media" / "stray.jpg"
    stray.write_bytes(b"x")
    assert run("restore", archive, "--yes", database=blank, data_dir=folder).returncode == 0
    assert contents(blank) == backed_up.held
    assert not stray.exists()


def test_restore_refuses_media_in_use(blank_archive, blank, tmp_path):
    (tmp_path / "new" / "media").mkdir(parents=True)
    (tmp_path / "new" / "media" / "stray.jpg").write_bytes(b"x")
    refused = run("restore", blank_archive, database=blank, data_dir=tmp_path / "new")
    assert refused.returncode == 1
    assert "The media are not empty" in refused.stderr


def test_restore_with_another_master_key_warns(blank_archive, blank, tmp_path):
    other = "B" * 43 + "="
    done = run("restore", blank_archive, database=blank, data_dir=tmp_path / "new", MASTER_KEY=other)
    assert done.returncode == 0
    assert done.stderr.startswith("Warning: MASTER_KEY is not the one of the portal that was backed up")
    assert "RECEIPT_KEY" not in done.stderr


def test_backup_holds_no_key_and_is_private(backed_up):
    assert backed_up.archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(backed_up.archive) as opened:
        manifest = opened.extractfile("manifest.json").read().decode()
    for name in ("SECRET_KEY", "MASTER_KEY", "RECEIPT_KEY"):
        assert getattr(settings, name) not in manifest
        assert getattr(settings, name).encode() not in backed_up.archive.read_bytes()


def test_backup_never_overwrites_a_file(django_db_setup, tmp_path):
    written = tmp_path / "portal.tar"
    written.write_bytes(b"of yesterday")
    again = run("backup", written, database=connection.settings_dict["NAME"], data_dir=tmp_path)
    assert again.returncode == 1
    assert "exists already" in again.stderr
    assert written.read_bytes() == b"of yesterday"


def test_backup_without_a_name_goes_to_the_data_folder(django_db_setup, tmp_path):
    done = run("backup", database=connection.settings_dict["NAME"], data_dir=tmp_path)
    assert done.returncode == 0
    (written,) = (tmp_path / "backups").iterdir()
    assert done.stdout.startswith(str(written))


@pytest.mark.parametrize("damage", ["missing", "text", "cut", "altered"])
def test_restore_damaged_archive_is_refused_before_anything_is_touched(damage, blank_archive, blank, tmp_path):
    bad = tmp_path / "bad.tar"
    data = bytearray(blank_archive.read_bytes())
    data[5000] ^= 0xFF  # inside the dump
    content = {"text": b"not an archive", "cut": bytes(data[:9000]), "altered": bytes(data)}
    if damage != "missing":
        bad.write_bytes(content[damage])
    done = run("restore", bad, database=blank, data_dir=tmp_path / "new")
    assert done.returncode == 1
    assert "bad.tar" in done.stderr
    assert "Traceback" not in done.stderr
    assert not [kind for kind in contents(blank) if kind.startswith("table ")]
