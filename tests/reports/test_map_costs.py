"""What the page of the map costs with a whole country: its field of areas stays small, and nobody counts anew."""

import gzip
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.areas.enums import AreaKind
from apps.areas.models import Area
from apps.reports.enums import Sensitivity
from apps.reports.map.snapshot.build import build
from apps.reports.map.snapshot.reader import reader
from apps.reports.services.release import release_report, withdraw_release
from tests.factories.areas import AreaFactory, SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report

LIGHT = 6_000  # bytes of the page, of the 150 KB that it may weigh with all its files


@pytest.fixture
def country(db):
    """Ukraine as it is: 27 oblasts of 5 raions with 11 hromadas each, 1,485 in all; returns one of the hromadas."""
    root = AreaFactory(kind=AreaKind.COUNTRY, code="UA", slug="ukraine", name_uk="Україна", name_en="Ukraine")
    letters = iter(itertools.product("абвгдежзиклмнопрст", repeat=3))

    def below(parents, kind, count, name):
        made = []
        for parent, number in itertools.product(parents, range(1, count + 1)):
            path, code = Area._get_path(parent.path, parent.depth + 1, number), f"{parent.code}-{number:02}"
            called = f"{''.join(next(letters)).title()}івська {name}"
            made.append(
                Area(kind=kind, path=path, depth=parent.depth + 1, code=code, slug=code.lower(), name_uk=called)
            )
        return Area.objects.bulk_create(made)

    oblasts = below([root], AreaKind.OBLAST, 27, "область")
    raions = below(oblasts, AreaKind.RAION, 5, "район")
    return below(raions, AreaKind.HROMADA, 11, "територіальна громада")[700]


def test_field_of_areas_unfolds_one_way_through_a_country(country, client):
    def offered(**query):
        page = client.get(reverse("reports:map"), query)
        assert len(gzip.compress(page.content)) <= LIGHT
        return [slug for slug, _name in page.context["filter"].fields["area"].choices]

    oblast, raion = country.slug[:5], country.slug[:8]

    assert offered() == ["", "ukraine", *[f"ua-{number:02}" for number in range(1, 28)]]
    assert offered(area=raion) == [
        *["", "ukraine", *[f"ua-{number:02}" for number in range(1, 28) if f"ua-{number:02}" <= oblast]],
        *[f"{oblast}-{number:02}" for number in range(1, 6) if f"{oblast}-{number:02}" <= raion],
        *[f"{raion}-{number:02}" for number in range(1, 12)],
        *[f"{oblast}-{number:02}" for number in range(1, 6) if f"{oblast}-{number:02}" > raion],
        *[f"ua-{number:02}" for number in range(1, 28) if f"ua-{number:02}" > oblast],
    ]
    assert offered(area=country.slug) == offered(area=raion)


def test_field_of_areas_of_one_hromada_offers_it_and_what_is_in_it(areas, client):
    client.cookies["language"] = "en"

    answer = client.get(reverse("reports:map_areas"), {"area": "zarichchia"}).json()

    assert answer["offered"] == [
        ["", "all"],
        ["vyshnehrad", "Vyshnehrad"],
        ["zarichchia", "\u2003Zarichchia"],
        ["stare-misto", "\u2003Stare Misto"],
    ]
    assert answer["bounds"] == [30.0, 50.0, 30.02, 50.02]


def test_map_areas_of_an_unknown_area_is_400_with_a_sentence(client, db):
    answer = client.get(reverse("reports:map_areas"), {"area": "nonsense"})

    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)


def test_map_page_counts_once_for_each_state_of_the_snapshot(areas, bohdan, client):
    placed = make_report(areas.zarichchia, snap_point=SnapPointFactory(area=areas.zarichchia))
    area_only = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))
    for report in (placed, area_only):
        release_report(report, by=bohdan, title_uk="Не горить ліхтар")
    build()
    reader.look()
    seen = []

    def ask():
        """How many there are, with and without a place; and how many queries counted them."""
        with CaptureQueriesContext(connection) as asked:
            context = client.get(reverse("reports:map")).context
        counted = [
            query for query in asked.captured_queries if "COUNT(" in query["sql"] and "reports_report" in query["sql"]
        ]
        seen.append((context["total"], context["placed"], len(counted)))

    ask()
    ask()
    withdraw_release(area_only, by=bohdan)
    reader.look()
    ask()

    assert seen == [(2, 1, 1), (2, 1, 0), (1, 1, 1)]
