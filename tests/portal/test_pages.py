"""The pages of words about the portal itself."""

import pytest
from django.urls import reverse

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
