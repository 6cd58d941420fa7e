"""`manage.py create_categories`: the categories with which a new portal starts."""

from django.core.management.base import BaseCommand

from apps.reports.categories import create_categories


class Command(BaseCommand):
    help = "Create the first categories, or bring them up to date by their codes."

    def handle(self, *args, **options):
        """Create them and say how many there are."""
        made = create_categories()
        self.stdout.write(
            f"{len(made)} categories, {sum(1 for one in made.values() if one.parent_id is None)} of them groups"
        )
