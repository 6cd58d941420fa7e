"""A country of reports, written in bulk: seeded, clustered in towns, as many as asked."""

import random

from django.contrib.gis.geos import Point
from django.db import connection

from bench._indexes import without_indexes

TOWNS = 200
KINDS = 30
PLACES = 20_000
BOX = (24.0, 46.5, 38.0, 51.5)  # degrees: west, south, east, north
OBLASTS = (6, 4)  # columns and rows of the country
RAIONS = (2, 2)  # of an oblast
LETTERS, DIGITS = "ACDEFGHJKMNPQRTUVWXY", "34679"


def fill(count, *, only=None, **columns):
    """Write `count` released reports at 20,000 places of 200 towns; return the towns' centres, the largest first.

    `only` and `columns` are as for `add`.
    """
    from tests.factories.reports import CategoryFactory

    choose = random.Random(20260421)
    CategoryFactory.create_batch(KINDS)
    centres = [(choose.uniform(BOX[0], BOX[2]), choose.uniform(BOX[1], BOX[3])) for _ in range(TOWNS)]
    _places(choose, centres, _towns(centres))
    add(1, count, only=only, **columns)
    return centres


def add(first, last, *, only=None, **columns):
    """Write the reports of these numbers at the places that `fill` made (over the same connection).

    `columns` are SQL for others than the usual values: of `i`, the number of the row, `a` and `b`, random in [0, 1),
    and `age`, an interval. With `only`, names of columns, the table keeps those indexes alone that begin with one of
    them. Foreign keys are not checked row by row, so the role of the database must be a superuser's.
    """
    from apps.reports.models import Report

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET session_replication_role = replica")
        cursor.execute("SELECT setseed(0.42 / %s)", [first])
        with without_indexes(Report._meta.db_table, only=only):
            cursor.execute(*_insertion(first, last, columns))
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM (ANALYZE) reports_report")  # as autovacuum does behind real reports


def _towns(centres):
    """Make a tree like Ukraine's: country, 24 oblasts, raions, and each town the hromada around its centre."""
    from apps.areas.enums import AreaKind
    from tests.factories.areas import AreaFactory, square

    country = AreaFactory(kind=AreaKind.COUNTRY, code="UA", slug="ukraine", boundary=square(*BOX))
    raions = []  # (west, south, east, north), area
    for at, part in enumerate(_parts(BOX, OBLASTS)):
        place = {"code": f"UA{at:02}", "slug": f"oblast-{at}", "boundary": square(*part)}
        oblast = AreaFactory(parent=country, kind=AreaKind.OBLAST, **place)
        for number, piece in enumerate(_parts(part, RAIONS)):
            place = {"code": f"UA{at:02}{number}", "slug": f"raion-{at}-{number}", "boundary": square(*piece)}
            raions.append((piece, AreaFactory(parent=oblast, kind=AreaKind.RAION, **place)))
    towns = []
    for number, (lon, lat) in enumerate(centres):
        (west, south, east, north), raion = next(
            raion for raion in raions if raion[0][0] <= lon <= raion[0][2] and raion[0][1] <= lat <= raion[0][3]
        )
        around = max(west, lon - 0.1), max(south, lat - 0.07), min(east, lon + 0.1), min(north, lat + 0.07)
        place = {"code": f"H{number}", "slug": f"town-{number}", "boundary": square(*around)}
        towns.append(AreaFactory(parent=raion, kind=AreaKind.HROMADA, **place))
    return towns


def _parts(box, grid):
    """Cut a rectangle into columns and rows."""
    (west, south, east, north), (columns, rows) = box, grid
    wide, high = (east - west) / columns, (north - south) / rows
    return [
        (west + column * wide, south + row * high, west + (column + 1) * wide, south + (row + 1) * high)
        for row in range(rows)
        for column in range(columns)
    ]


def _places(choose, centres, towns):
    from apps.areas.models import SnapPoint
    from apps.reports.map.keys import z_order

    weights = [1 / (rank + 3) for rank in range(TOWNS)]
    above = [town.lineage()[:-1] for town in towns]
    places, spots = [], []
    for number, town in enumerate(choose.choices(range(TOWNS), weights, k=PLACES)):
        spread = 0.01 + 0.06 * weights[town] * 3
        lon, lat = choose.gauss(centres[town][0], spread), choose.gauss(centres[town][1], spread * 0.65)
        point = Point(lon, lat, srid=4326)
        places.append(SnapPoint(area=towns[town], code=f"P{number}", name="вулиця", point=point))
        spots.append((number, *(area.pk for area in above[town]), towns[town].pk, z_order(lon, lat)))
    made = SnapPoint.objects.bulk_create(places, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE spot"
            " (n int PRIMARY KEY, country bigint, oblast bigint, raion bigint, area bigint, key bigint, place bigint)"
        )
        rows = [(*spot, place.pk) for spot, place in zip(spots, made, strict=True)]
        for start in range(0, PLACES, 1000):
            batch = rows[start : start + 1000]
            marks = ",".join(["(%s,%s,%s,%s,%s,%s,%s)"] * len(batch))
            cursor.execute(f"INSERT INTO spot VALUES {marks}", [value for row in batch for value in row])


def _insertion(first, last, columns):
    """The statement that writes reports, and its values."""
    from apps.reports.models import Category, Report

    kinds = list(Category.objects.exclude(parent=None).order_by("pk").values_list("pk", flat=True))
    letter = "substr('{0}', 1 + (code / {1} % {2})::int, 1)"
    reference, step = [], 1
    for alphabet in (LETTERS, LETTERS, DIGITS, DIGITS) * 2:
        reference.append(letter.format(alphabet, step, len(alphabet)))
        step *= len(alphabet)
    known = {
        "reference": "||".join([*reference[:4], "'-'", *reference[4:]]),
        "category": f"(ARRAY{kinds})[1 + floor(pow(a, 2) * {len(kinds)})::int]",
        **{"nature": "'public_order'", "sensitivity": "'open'", "release_state": "'released'"},
        "status": "CASE WHEN b < 0.8 THEN 'resolved' WHEN b < 0.9 THEN 'declined' WHEN b < 0.97 THEN 'in_progress'"
        " ELSE 'referred' END",
        **{"country": "country", "oblast": "oblast", "raion": "raion", "hromada": "area", "area": "area"},
        **{"snap_point": "place", "public_place": "place"},
        "map_key": "key",
        "public_title_uk": "'Не горить ліхтар'",
        "public_day": "(now() - age)::date",
        **dict.fromkeys(("created_at", "submitted_at", "published_at"), "now() - age"),
        **dict.fromkeys(("answer_due_at", "resolve_due_at"), "now() - age + interval '60 days'"),
        **columns,
    }
    columns, chosen, values = [], [], []
    for model_field in Report._meta.concrete_fields:
        if model_field.primary_key or model_field.generated or (model_field.null and model_field.name not in known):
            continue
        columns.append(model_field.column)
        if model_field.name in known:
            chosen.append(known[model_field.name].replace("%", "%%"))
        else:
            chosen.append("%s")
            values.append(model_field.get_db_prep_save(model_field.get_default(), connection))
    return (
        f"""INSERT INTO reports_report ({", ".join(columns)}) SELECT {", ".join(chosen)} FROM (
            SELECT i::bigint * 61803399 %% 100000000 AS code, i, random() AS a, random() AS b,
                   pow(random(), 2) * interval '1500 days' AS age, floor(random() * {PLACES})::int AS n
            FROM generate_series({first}, {last}) AS i OFFSET 0) AS drawn JOIN spot USING (n)""",
        values,
    )
