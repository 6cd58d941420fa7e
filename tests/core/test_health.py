"""The address that watches over the servers ask."""

import pytest
from django.db import connection
from django.urls import reverse

ADDRESSES = pytest.mark.parametrize("name", ["health", "alive"])


@ADDRESSES
@pytest.mark.django_db
def test_health_with_a_database_is_ok(client, name):
    answer = client.get(reverse(name))

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@ADDRESSES
@pytest.mark.django_db(transaction=True)
def test_health_without_a_database_is_503(client, monkeypatch, name):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    answer = client.get(reverse(name))

    assert (answer.status_code, answer.json()) == (503, {"status": "no database"})


@pytest.mark.django_db
def test_health_takes_no_unsafe_verb(client):
    assert client.post(reverse("health")).status_code == 405
