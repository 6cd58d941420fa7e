"""What an operator reads and copies agrees with what the portal does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
GUIDE = (ROOT / "docs" / "operations.md").read_text()


def settings_read():
    """Return the names of the environment variables that settings.py reads."""
    source = (ROOT / "copportal" / "settings.py").read_text()
    return set(re.findall(r"""(?:env\.\w+|required)\(\s*["']([A-Z0-9_]+)["']""", source))


def settings_documented():
    """Return the names in the first column of the table of settings."""
    rows = GUIDE.partition("## Settings")[2].splitlines()
    first_cells = [row.split("|")[1] for row in rows if row.startswith("| `")]
    return {name for cell in first_cells for name in re.findall(r"`([A-Z0-9_]+)`", cell)}


def test_guide_documents_every_setting_that_is_read():
    assert settings_read() - settings_documented() == set()
    assert len(settings_read()) > 20


def test_guide_documents_no_setting_that_is_not_read():
    known = settings_read() | {name for name in settings_documented() if name.startswith("AWS_")}
    assert settings_documented() - known == set()


@pytest.mark.parametrize("name", re.findall(r"manage\.py\s+(\w+)", GUIDE))
def test_guide_names_commands_that_exist(name):
    found = [*ROOT.glob(f"apps/*/management/commands/{name}.py"), *ROOT.glob(f"bin/{name}")]
    assert found, name


def test_example_environment_holds_no_value():
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if line and not line.startswith("# ")]
    filled = [line for line in lines if not re.fullmatch(r"#?[A-Z0-9_]+=", line)]
    assert filled == ["#WEB_REPLICAS=2"]


def test_compose_takes_every_secret_from_the_environment():
    compose = (ROOT / "docker-compose.yml").read_text()
    named = re.findall(r"^\s*\w*(?:PASSWORD|_KEY)\w*: *(\S+)", compose, re.MULTILINE)
    in_addresses = re.findall(r"\w+://\w*:([^@\s]+|\$\{[^}]+\})@(?:db|redis):", compose)
    assert len(named) == 4
    assert len(in_addresses) == 3
    assert [value for value in named + in_addresses if not value.startswith(("${", '""'))] == []
    wanted = set(re.findall(r"\$\{([A-Z_]+)(?::\?[^}]*)?\}", compose))
    example = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert wanted - example == set()


@pytest.fixture
def role_database(transactional_db):
    """A database prepared by docker/roles.sh, as PostgreSQL's image runs it; returns its name."""
    name, server = "made_by_roles_sh", connection.settings_dict
    control = psycopg2.connect(
        host=server["HOST"], port=server["PORT"], user=server["USER"], password=server["PASSWORD"], dbname="postgres"
    )
    control.autocommit = True
    cursor = control.cursor()
    cursor.execute(f"DROP DATABASE IF EXISTS {name}")
    cursor.execute("DROP ROLE IF EXISTS copportal_app")
    cursor.execute(f"CREATE DATABASE {name}")
    variables = {
        "PGHOST": server["HOST"],
        "PGPORT": str(server["PORT"]),
        "PGPASSWORD": server["PASSWORD"],
        "POSTGRES_USER": server["USER"],
        "POSTGRES_DB": name,
        "POSTGRES_APP_PASSWORD": "a password of the application's own",
    }
    subprocess.run([ROOT / "docker" / "roles.sh"], env=os.environ | variables, check=True, capture_output=True)
    yield name
    cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    cursor.execute("DROP ROLE copportal_app")
    control.close()


def test_application_role_writes_rows_and_cannot_empty_or_alter_a_table(role_database):
    server = connection.settings_dict
    address = {"host": server["HOST"], "port": server["PORT"], "dbname": role_database}
    owner = psycopg2.connect(user=server["USER"], password=server["PASSWORD"], **address)
    owner.autocommit = True
    owner.cursor().execute("CREATE TABLE log (id bigserial PRIMARY KEY, words text)")
    application = psycopg2.connect(user="copportal_app", password="a password of the application's own", **address)
    application.autocommit = True
    cursor = application.cursor()
    cursor.execute("INSERT INTO log (words) VALUES ('x') RETURNING id")
    assert cursor.fetchone() == (1,)
    for refused in (
        "TRUNCATE log",
        "ALTER TABLE log DISABLE TRIGGER ALL",
        "DROP TABLE log",
        "CREATE TABLE mine (a int)",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(refused)
    application.close()
    owner.close()


def test_pooled_database_is_asked_for_nothing_that_outlives_a_transaction():
    """The settings behind PgBouncer, read in a process of its own."""
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings; base = settings.DATABASES['default'];"
            "print(base['DISABLE_SERVER_SIDE_CURSORS'], 'options' in base['OPTIONS'])",
        ],
        env=os.environ | {"DATABASE_POOLED": "1", "DJANGO_SETTINGS_MODULE": "copportal.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["True", "False"]
