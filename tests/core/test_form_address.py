"""An address that only takes forms, opened in a browser."""

import pytest
from django.urls import reverse

from tests.factories.reports import make_report

BROWSER = {"Accept": "text/html,application/xhtml+xml"}

pytestmark = pytest.mark.django_db


def test_form_address_of_a_report_leads_to_the_report(client_for, iryna, areas):
    report = make_report(areas.zarichchia)

    answer = client_for(iryna).get(
        reverse("reports_staff:write", args=[report.reference]) + "?tab=late", headers=BROWSER
    )

    page = reverse("reports_staff:detail", args=[report.reference])
    assert (answer.status_code, answer.url) == (302, f"{page}?tab=late")


def test_form_address_below_nothing_leads_to_the_first_page(client):
    answer = client.get(reverse("set_language"), headers=BROWSER)

    assert (answer.status_code, answer.url) == (302, "/")


def test_form_address_refuses_a_program(client):
    assert client.get(reverse("set_language")).status_code == 405


def test_page_refuses_a_form_that_it_does_not_take(client):
    assert client.post(reverse("portal:home"), headers=BROWSER).status_code == 405
