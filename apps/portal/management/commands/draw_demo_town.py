"""manage.py draw_demo_town: draw the invented town anew after its plan was changed."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.portal.demo import DATA, geography
from apps.portal.demo.geography.files import write_town


class Command(BaseCommand):
    """Write the GeoJSON of the demo town and its base map."""

    help = geography.__doc__

    def handle(self, *args, **options):
        base = Path(settings.BASE_DIR, "static", "map", "vyshnehrad.geojson")
        for name, count in write_town(DATA, base).items():
            self.stdout.write(f"{name}: {count} features")
