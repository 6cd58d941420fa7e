"""manage.py import_places FILE --kind KIND: streets, places, addresses and snap points from GeoJSON."""

from django.core.management.base import BaseCommand, CommandError

from apps.areas.imports.console import finish, in_transaction
from apps.areas.imports.places import KINDS, PlaceFields, import_places
from apps.areas.models import Area


class Command(BaseCommand):
    """Create or change places by code; what does not fit is refused with its reason, the rest is imported."""

    help = (
        "Import gazetteer entries or snap points from GeoJSON (.gz too), keyed by code, repeatable. Lines are taken by "
        "their middle, polygons by a point inside. Snap points are versioned: reports stay where they were released."
    )

    def add_arguments(self, parser):
        fields = PlaceFields()
        parser.add_argument("file")
        parser.add_argument("--kind", choices=KINDS, required=True)
        parser.add_argument("--code-field", default=fields.code)
        parser.add_argument("--name-uk-field", default=fields.name_uk)
        parser.add_argument(
            "--name-en-field", default=fields.name_en, help="absent: the Ukrainian name, transliterated"
        )
        parser.add_argument(
            "--addresses-field", default=fields.addresses, help="snap: how many addresses it stands for"
        )
        parser.add_argument("--area", metavar="CODE", help="the file is the complete list of this area")
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")

    def handle(self, *args, **options):
        area = None
        if options["area"]:
            area = Area.objects.filter(code=options["area"]).first()
            if area is None:
                raise CommandError(f"There is no area with the code {options['area']}; import_areas brings it.")
        fields = PlaceFields(
            code=options["code_field"],
            name_uk=options["name_uk_field"],
            name_en=options["name_en_field"],
            addresses=options["addresses_field"],
        )
        report, seconds = in_transaction(
            lambda: import_places(options["file"], kind=options["kind"], fields=fields, area=area),
            dry_run=options["dry_run"],
        )
        finish(self, "Places", report, seconds, dry_run=options["dry_run"])
