"""Importing every hromada of Ukraine (target: 30 seconds), and finding addresses and areas among 60,000 entries."""

import os
import random
import statistics
import sys
import time

from bench._database import own_database
from bench._table import Table

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

MOST_SECONDS, HROMADAS = 30, 1466
ENTRIES = 60_000
QUERIES = (
    "Млинова, 14",
    "вул. Млин",
    "14 mlynova",
    "Шевченко",
    "mlinova",
    "вулиця",
    "садова 999",
    "соборна 3-я лінія 12",
)
STREETS = [
    "Шевченка",
    "Млинова",
    "Лісова",
    "Садова",
    "Миру",
    "Соборна",
    "Гоголя",
    "Київська",
    "Зелена",
    "Польова",
    "Вишнева",
    "Квіткова",
]


def main():
    """Import and search in a database of its own, print the table; return whether the import took too long."""
    table = Table()
    with own_database():
        import_ukraine(table)
        search(table)
    table.print()
    return table.missed


def import_ukraine(table):
    """Import all levels, then the hromadas once more, as an update would."""
    from apps.areas.enums import AreaKind
    from apps.areas.imports.areas import import_areas
    from apps.areas.models import Area
    from apps.areas.services import AreaRecord, upsert_area
    from tests.shared_data import SHARED

    folder, what, target = SHARED / "ua-boundaries", f"import of {HROMADAS:,} hromadas", f"≤ {MOST_SECONDS} s"
    if not folder.is_dir():
        table.not_measured(what, f"{folder} is not there", target)
        return
    upsert_area(AreaRecord("UA", AreaKind.COUNTRY, "Україна", "Ukraine"))
    seconds = {}
    for kind in (AreaKind.OBLAST, AreaKind.RAION, AreaKind.HROMADA, AreaKind.CITY_DISTRICT):
        for again in ("", ", once more"):
            began = time.perf_counter()
            report = import_areas(folder / f"ua_{kind}s.geojson", kind=kind, parent_code="UA")
            seconds[kind + again] = time.perf_counter() - began
            print(f"{kind + again:<26} {seconds[kind + again]:6.1f} s   {report.summary()}")
    took, anew = seconds[AreaKind.HROMADA], seconds[f"{AreaKind.HROMADA}, once more"]
    complete = Area.objects.filter(kind=AreaKind.HROMADA).count() == HROMADAS
    table.row(what, f"{took:.1f} s; once more {anew:.1f} s", target, complete and max(took, anew) <= MOST_SECONDS)


def search(table):
    """Search among `ENTRIES` invented addresses: milliseconds, the median of 20."""
    from django.contrib.gis.geos import Point
    from django.db import connection

    from apps.areas.enums import AreaKind, PlaceKind
    from apps.areas.names import transliterate
    from apps.areas.selectors import nearest_address, point_to_area, search_places
    from apps.areas.services import AddressPlace, AreaRecord, upsert_area, upsert_gazetteer

    dice = random.Random(1)
    area = upsert_area(AreaRecord("BENCH", AreaKind.COUNTRY, "Місто", "Town"))
    places = []
    for number in range(ENTRIES // 40):
        name = STREETS[number % len(STREETS)]
        name += f" {number // len(STREETS)}-а лінія" if number >= len(STREETS) else ""
        for house in range(40):
            words = f", {house}" if house else ""
            names = f"вулиця {name}{words}", f"{transliterate(name)} St{words}"
            where = Point(30.3 + dice.random() * 0.4, 50.3 + dice.random() * 0.3, srid=4326)
            kind = PlaceKind.ADDRESS if house else PlaceKind.STREET
            places.append(AddressPlace(f"{number}-{house}", kind, *names, where, area))
    upsert_gazetteer(places)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE areas_gazetteerentry")
    for query in QUERIES:
        table.known(f"search for {query}", f"{median(lambda query=query: search_places(query)):.1f} ms")
    here = Point(30.52, 50.45, srid=4326)
    table.known("nearest address", f"{median(lambda: nearest_address(here)):.1f} ms")
    table.known("area of a point", f"{median(lambda: point_to_area(here)):.1f} ms")


def median(work):
    """Return the median of 20 runs in milliseconds."""
    times = []
    for _ in range(20):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
