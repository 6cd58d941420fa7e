"""Deletes photos that nobody refers to any more."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from apps.attachments import services


class Command(BaseCommand):
    """Run daily (the scheduler does): drafts that were never sent leave their photos behind."""

    help = "Delete photos that no report or message refers to, and files without a row, older than two days."

    def add_arguments(self, parser):
        parser.add_argument("--hours", type=int, default=int(services.ORPHAN_AGE.total_seconds() // 3600))

    def handle(self, *, hours, **options):
        if hours < 24:
            raise CommandError("--hours must be at least 24: drafts live that long, and their photos with them.")
        rows, files = services.remove_orphans(older_than=timedelta(hours=hours))
        self.stdout.write(f"{rows} photos that nothing referred to and {files} files without a row were deleted.")
