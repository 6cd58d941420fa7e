"""`manage.py seed_demo`: the invented town of Vyshnehrad, in an empty database."""

import time

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.models import Person
from apps.areas.models import Area
from apps.core.errors import DomainError
from apps.portal.demo.town import make_demo_town


class Command(BaseCommand):
    help = "Fill an empty database with an invented town: map, people, eighteen months of reports."

    def add_arguments(self, parser):
        """How many reports to make."""
        parser.add_argument("--reports", type=int, default=700)

    def handle(self, *args, **options):
        """Make the town; refuse a database that holds anything."""
        if Area.objects.exists() or Person.objects.exists():
            raise CommandError("The database is not empty: the demo town is made in an empty one alone.")
        started = time.monotonic()
        try:
            make_demo_town(reports=options["reports"], say=lambda words: self.stdout.write(f"  {words}"))
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"  done in {time.monotonic() - started:.0f} s")
