"""`manage.py import_reports FILE --mapping FILE`: reports that another system took, as often as you like."""

import time

from django.core.management.base import BaseCommand, CommandError

from apps.areas.imports.geojson import ImportRefused
from apps.areas.models import Area
from apps.reports.enums import Status
from apps.reports.imports.mapping import read_mapping
from apps.reports.imports.rows import EXAMPLES, import_reports


class Command(BaseCommand):
    """Nobody is told of an imported report; rows that were imported before are left as they are."""

    help = "Import citizen reports from CSV (.gz too) by a mapping file (TOML, see docs/operations.md). Repeatable."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--mapping", required=True, help="says which column means what")
        parser.add_argument(
            "--create-categories", action="store_true", help="make categories for kinds that the mapping does not name"
        )
        parser.add_argument(
            "--release",
            action="store_true",
            help="release them under the name of their category; default: not released",
        )

    def handle(self, *, file, mapping, create_categories, release, **_options):
        started = time.monotonic()
        try:
            result = import_reports(file, read_mapping(mapping), create_categories=create_categories, release=release)
        except ImportRefused as refusal:
            raise CommandError(refusal.message) from refusal
        self._print(result, time.monotonic() - started)

    def _print(self, result, seconds):
        write = self.stdout.write
        write(f"{result.read} rows: {result.taken} imported, {result.known} known before, {_total(result)} skipped.")
        for reason, numbers in sorted(result.skipped.items(), key=lambda entry: -len(entry[1])):
            lines = ", ".join(map(str, numbers[:EXAMPLES])) + (", …" if len(numbers) > EXAMPLES else "")
            write(f"Skipped {len(numbers)}: {reason} (line {lines}).")
        for reason, count in result.without_place.most_common():
            write(f"Kept for the area only, without a place: {count}, because {reason}.")
        write(
            "States: " + ", ".join(f"{Status(status).value} {count}" for status, count in result.states.most_common())
        )
        names = Area.objects.in_bulk(result.areas, field_name="code")
        write("Areas: " + ", ".join(f"{names[code]} {count}" for code, count in result.areas.most_common()))
        write(f"Categories: {len(result.categories)}, {result.new_categories} of them new.")
        write(f"Done in {seconds:.1f} s.")


def _total(result):
    return sum(len(numbers) for numbers in result.skipped.values())
