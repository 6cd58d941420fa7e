"""manage.py import_areas FILE: territories from GeoJSON, as often as you like."""

from django.core.management.base import BaseCommand, CommandError

from apps.areas.enums import AreaKind
from apps.areas.imports.areas import AreaFields, import_areas
from apps.areas.imports.console import finish, in_transaction
from apps.areas.models import Area
from apps.areas.services import AreaRecord, upsert_areas


class Command(BaseCommand):
    """Create or change areas by code; what does not fit is refused with its reason, the rest is imported."""

    help = "Import areas from GeoJSON (.gz too), keyed by code, repeatable. Coordinates are degrees (EPSG:4326)."

    def add_arguments(self, parser):
        fields = AreaFields()
        parser.add_argument("file")
        parser.add_argument("--kind", choices=AreaKind.values, help=f"of all features; else their “{fields.kind}”")
        parser.add_argument("--code-field", default=fields.code)
        parser.add_argument("--name-uk-field", default=fields.name_uk)
        parser.add_argument(
            "--name-en-field", default=fields.name_en, help="absent: the Ukrainian name, transliterated"
        )
        parser.add_argument("--parent-field", default=fields.parent, help="the property with the parent's code")
        parser.add_argument("--parent-code", help="the parent of features that name none")
        parser.add_argument(
            "--country",
            nargs=3,
            metavar=("CODE", "NAME_UK", "NAME_EN"),
            help="the country above features that name no parent; made when it is missing, without a boundary",
        )
        parser.add_argument("--time-zone", help="default: that of the parent, Europe/Kyiv for a new country")
        parser.add_argument("--repair", action="store_true", help="mend invalid boundaries instead of refusing them")
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")

    def handle(self, *args, **options):
        if options["country"] and options["parent_code"]:
            raise CommandError("--country and --parent-code both name the parent; give one of them.")
        fields = AreaFields(
            code=options["code_field"],
            name_uk=options["name_uk_field"],
            name_en=options["name_en_field"],
            parent=options["parent_field"],
        )
        parent_code = options["parent_code"]

        def run():
            if options["country"]:
                self._ensure_country(*options["country"], options["time_zone"])
            return import_areas(
                options["file"],
                kind=options["kind"],
                fields=fields,
                parent_code=options["country"][0] if options["country"] else parent_code,
                time_zone=options["time_zone"],
                repair=options["repair"],
            )

        report, seconds = in_transaction(run, dry_run=options["dry_run"])
        finish(self, "Areas", report, seconds, dry_run=options["dry_run"])

    def _ensure_country(self, code, name_uk, name_en, time_zone):
        if not Area.objects.filter(code=code).exists():
            country = AreaRecord(code, AreaKind.COUNTRY, name_uk, name_en, time_zone=time_zone)
            upsert_areas([country])
            self.stdout.write(f"Country {code} ({name_en}) created.")
