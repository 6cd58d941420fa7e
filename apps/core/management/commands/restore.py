"""bin/restore: the database and the media out of one archive."""

from django.core.management.base import BaseCommand, CommandError

from apps.core import backups


class Command(BaseCommand):
    """Into a blank database, or over what is there with --yes."""

    help = (
        "Bring back an archive of bin/backup, whole. A database or media folder in use is overwritten only with --yes."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="an archive that bin/backup wrote")
        parser.add_argument("--yes", action="store_true", help="delete what the database and the media hold now")

    def handle(self, *, file, yes, **options):
        try:
            warnings = backups.restore(file, overwrite=yes)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} is restored.")
        for warning in warnings:
            self.stderr.write(f"Warning: {warning}")
