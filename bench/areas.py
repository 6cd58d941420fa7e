"""Importing every hromada of Ukraine (target: 30 seconds), and finding addresses and areas among 60,000 entries."""

import os
import random
import statistics
import time

from bench._database import own_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

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
    """Print seconds of the imports and milliseconds (median of 20) of each search."""
    with own_database():
        import_ukraine()
        search()


def import_ukraine():
    """Import all levels, then the hromadas once more, as an update would."""
    from apps.areas.enums import AreaKind
    from apps.areas.imports.areas import import_areas
    from apps.areas.services import AreaRecord, upsert_area
    from tests.shared_data import SHARED

    folder = SHARED / "ua-boundaries"
    if not folder.is_dir():
        print(f"{folder} is not on this machine: the import is not measured")
        return
    upsert_area(AreaRecord("UA", AreaKind.COUNTRY, "Україна", "Ukraine"))
    levels = [("ua_oblasts", "oblast"), ("ua_raions", "raion"), ("ua_hromadas", "hromada"), ("ua_hromadas", "hromada")]
    for name, kind in [*levels, ("ua_city_districts", "city_district")]:
        began = time.perf_counter()
        report = import_areas(folder / f"{name}.geojson", kind=kind, parent_code="UA")
        print(f"{name:<20} {time.perf_counter() - began:6.1f} s   {report.summary()}")


def search():
    """Search among `ENTRIES` invented addresses."""
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
        print(f"search {query:<24} {median(lambda query=query: search_places(query)):6.1f} ms")
    here = Point(30.52, 50.45, srid=4326)
    print(f"nearest address                 {median(lambda: nearest_address(here)):6.1f} ms")
    print(f"area of a point                 {median(lambda: point_to_area(here)):6.1f} ms")


def median(work):
    """Return the median of 20 runs in milliseconds."""
    times = []
    for _ in range(20):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
