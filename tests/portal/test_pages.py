"""The pages of words about the portal itself."""

import re

import pytest
from django.core.cache import caches
from django.urls import reverse

from apps.areas.enums import AreaKind
from tests.factories.areas import AreaFactory

PAGES = ["accessibility", "data", "emergency", "privacy", "publication"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_page_asks_the_database_for_nothing(name, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse(f"portal:{name}"))

    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_page_takes_no_unsafe_verb(name, client):
    assert client.post(reverse(f"portal:{name}")).status_code == 405


@pytest.mark.django_db
def test_language_is_chosen_by_a_plain_form_and_remembered(client):
    address = reverse("portal:privacy")
    assert "Приватність і ваші дані" in client.get(address).text

    answer = client.post(reverse("set_language"), {"language": "en", "next": address}, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert "Privacy and your data" in answer.text
    assert '<html lang="en">' in client.get(address, headers={"Accept-Language": "uk"}).text


@pytest.mark.django_db
def test_contact_of_the_portal_is_shown(client, settings):
    settings.CONTACT_EMAIL = "help@vyshnehrad.example"

    assert "mailto:help@vyshnehrad.example" in client.get(reverse("portal:accessibility")).text


@pytest.mark.django_db
def test_robots_are_kept_from_personal_pages(client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /desk/" in answer.text.splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_page_tells_its_one_address_and_what_it_is_about(name, client, settings):
    address = reverse(f"portal:{name}")

    text = client.get(address, {"from": "elsewhere"}).text

    assert f'<link rel="canonical" href="{settings.SITE_URL}{address}">' in text
    assert len(re.search(r'<meta name="description" content="([^"]+)">', text)[1]) > 40


@pytest.mark.django_db
def test_header_names_the_only_hromada(areas, client):
    caches["recomputed"].clear()

    assert '<span class="brand-place">Вишнеград</span>' in client.get(reverse("portal:privacy")).text


@pytest.mark.django_db
def test_header_of_a_portal_of_two_hromadas_names_none(areas, client):
    AreaFactory(parent=areas.raion, kind=AreaKind.HROMADA)
    caches["recomputed"].clear()

    assert '<span class="brand-place">Поліція і громада</span>' in client.get(reverse("portal:privacy")).text


@pytest.mark.django_db
def test_header_asks_for_the_name_of_the_town_once(areas, client, django_assert_num_queries):
    caches["recomputed"].clear()
    with django_assert_num_queries(1):
        client.get(reverse("portal:privacy"))
    with django_assert_num_queries(0):
        client.get(reverse("portal:privacy"))


@pytest.mark.django_db
def test_sitemap_lists_pages_and_areas_by_the_portals_own_name(areas, client, settings):
    settings.SITE_URL = "https://portal.example"

    found = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)

    assert "https://portal.example/map/" in found
    assert [address for address in found if "/areas/" in address] == [
        f"https://portal.example/areas/{slug}/" for slug in ("vyshnehrad", "zarichchia", "stare-misto")
    ]


@pytest.mark.django_db
def test_robots_are_shown_the_sitemap(client, settings):
    settings.SITE_URL = "https://portal.example"

    assert "Sitemap: https://portal.example/sitemap.xml" in client.get("/robots.txt").text.splitlines()
