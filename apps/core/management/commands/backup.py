"""bin/backup: the database and the media in one archive."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from apps.core import backups


class Command(BaseCommand):
    """Safe while the portal runs."""

    help = "Write the database and the media into one archive. The keys are not in it: keep them elsewhere."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="where to write it (default: backups/ in the data folder)")

    def handle(self, *, file, **options):
        name = f"copportal-{timezone.now():%Y%m%dT%H%M%SZ}.tar"
        path = Path(file) if file else Path(settings.DATA_DIR) / "backups" / name
        try:
            size = backups.write(path)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path} ({filesizeformat(size)}). MASTER_KEY and RECEIPT_KEY are not in it.")
