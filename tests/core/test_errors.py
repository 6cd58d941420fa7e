"""Pages for requests that lead nowhere: they help, and the one for faults needs no database."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.test import Client
from django.urls import path, reverse

from copportal import urls

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def refuse(request):
    raise PermissionDenied


def suspect(request):
    raise SuspiciousOperation


def break_down(request):
    raise RuntimeError("planted")


urlpatterns = [
    path("refused/", refuse),
    path("suspect/", suspect),
    path("broken/", break_down),
    *urls.urlpatterns,
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def patient_client():
    """A client that gets the page of a fault instead of the exception, as a browser does."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/no/such/page/", 404, "There is no such page"),
        ("/refused/", 403, "You may not do this"),
        ("/suspect/", 400, "This request cannot be read"),
        ("/broken/", 500, "The portal has a fault"),
    ],
)
def test_error_page_says_what_to_do(address, status, heading, patient_client):
    patient_client.cookies["language"] = "en"

    answer = patient_client.get(address)

    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert "planted" not in answer.text
    assert "tel:112" in answer.text


@pytest.mark.django_db
def test_form_with_an_expired_token_says_how_to_send_it_again(patient_client):
    patient_client.cookies["language"] = "en"

    answer = patient_client.post(reverse("set_language"), {"language": "uk"})

    assert answer.status_code == 403
    assert "<h1>This form is out of date</h1>" in answer.text


@pytest.mark.django_db(transaction=True)
def test_page_of_a_fault_needs_no_database(patient_client, olena, monkeypatch):
    patient_client.force_login(olena, backend="allauth.account.auth_backends.AuthenticationBackend")
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    answer = patient_client.get("/broken/")

    assert answer.status_code == 500
    assert "На порталі сталася помилка" in answer.text
