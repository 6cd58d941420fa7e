"""All that the portal holds of one person, over every app: as a download, and erased."""

import json
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction

from apps.accounts.services import personal as accounts
from apps.notifications.services import personal as notifications
from apps.reports.services import personal as reports

# The account goes last: the others find what is theirs by it.
APPS = (reports, notifications, accounts)
IN_MEMORY = 8 * 1024 * 1024  # bytes; larger downloads are written to a temporary file


def download_of(person):
    """Return an open file, a ZIP of `data.json` and the person's photos, at its beginning; the caller closes it."""
    told, files = {}, []
    for app in APPS:
        found, more = app.export_person(person)
        told |= found
        files += more
    archive = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    with ZipFile(archive, "w", ZIP_DEFLATED) as parts:
        parts.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=2))
        for name, field in files:
            with field.storage.open(field.name) as photo:
                parts.writestr(name, photo.read())
    archive.seek(0)
    return archive


def erase(person):
    """Erase a person from every app, all or nothing. Raises StaffAccount."""
    accounts.refuse_staff(person)
    with transaction.atomic():
        for app in APPS:
            app.erase_person(person)
