"""The whole of Boston's service requests of 2015: 121,145 rows in at most 60 seconds."""

import os
import sys
import time

from bench._database import own_database
from bench._table import Table

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

MOST_SECONDS = 60
LEAST_REPORTS = 120_000  # the others were closed before they were opened


def main():
    """Import into a database of its own, print the table; return whether it took too long."""
    from tests.shared_data import SHARED

    table, folder = Table(), SHARED / "boston-311"
    what, target = "import of Boston's 121,145 rows", f"≤ {MOST_SECONDS} s"
    if folder.exists():
        with own_database():
            seconds, reports = measure(folder)
        measured = f"{seconds:.1f} s, {reports:,} reports of them"
        table.row(what, measured, target, seconds <= MOST_SECONDS and reports > LEAST_REPORTS)
    else:
        table.not_measured(what, f"{folder} is not there", target)
    table.print()
    return table.missed


def measure(folder):
    """Import districts, categories and all rows; return (the seconds that the rows took, the reports there are)."""
    from django.core.management import call_command

    from apps.reports.models import Report

    call_command(
        "import_areas",
        folder / "police_districts.geojson",
        kind="city_district",
        code_field="DISTRICT",
        name_uk_field="DISTRICT",
        country=["US", "США", "United States"],
        time_zone="America/New_York",
    )
    call_command("create_categories")
    rows = folder / "boston_311_2015.csv.gz"
    started = time.monotonic()
    call_command("import_reports", rows, mapping="docs/examples/boston-311.toml", create_categories=True)
    seconds = time.monotonic() - started
    return seconds, Report.objects.count()


if __name__ == "__main__":
    sys.exit(main())
