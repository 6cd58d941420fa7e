"""A database in which the migrations have run, of which each worker's database is a copy.

Running them takes ten seconds of a processor, copying what they made a fraction of one. The copy is kept on the test
server until a migration changes.
"""

import hashlib
import re
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection

LOCK = 7_041_776  # any number that nobody else locks
NAMED = "migrated_"


def template():
    """Return the name of a database that has every migration and the cache's table; make it where there is none.

    Of several workers one makes it, and the others wait.
    """
    name = NAMED + _digest()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # another worker may be making it
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # let go with the connection
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAMED])
        known = [row[0] for row in cursor.fetchall()]
        if name not in known:
            for old in known:
                cursor.execute(f"DROP DATABASE {old}")
            cursor.execute(f"CREATE DATABASE {NAMED}unfinished")
            _fill(f"{NAMED}unfinished")
            cursor.execute(f"ALTER DATABASE {NAMED}unfinished RENAME TO {name}")
    return name


def _fill(name):
    """Bring a blank database to the state of a new installation."""
    given = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = given


def _digest():
    """Tell one set of migrations from another: by their text, and that of the modules of ours that they use."""
    files = set()
    for app in apps.get_app_configs():
        files.update(Path(app.path).glob("migrations/*.py"))
    for migration in list(files):
        for module in re.findall(r"^(?:import|from) (apps\.[\w.]+)", migration.read_text(), re.MULTILINE):
            files.add(Path(import_module(module).__file__))
    told = hashlib.sha256()
    for file in sorted(files):
        told.update(f"{file}\n".encode() + file.read_bytes())
    return told.hexdigest()[:16]
