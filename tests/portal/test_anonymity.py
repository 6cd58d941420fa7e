"""A reporter takes name and contacts out of their report and goes on following it by a secret code."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.events.models import AuditEntry, Event
from apps.notifications.models import Delivery
from apps.notifications.services import outbox
from apps.reports.enums import Nature, ReportEvent
from apps.reports.errors import MoveRefused
from apps.reports.models import Draft, Message, Report
from apps.reports.services.anonymity import become_anonymous
from apps.reports.services.appeals import ask_for_appeal
from apps.reports.services.contacts import open_contact
from apps.reports.services.conversation import answer_reporter, reply_as_reporter
from apps.reports.services.erasure import hold_report
from apps.reports.services.intake import report_by_receipt
from tests.factories.reports import CategoryFactory, make_report

CODE = "7K3M-Q9TD-X2WB-4HNA"


@pytest.fixture
def report(areas, olena, iryna):
    """Olena's report, in which both have written and of which she was told."""
    report = make_report(areas.zarichchia, reporter=olena, identity={"safe_contact": "after six"})
    answer_reporter(report, by=iryna, text="We come.")
    reply_as_reporter(report, by=olena, text="Thank you.")
    open_contact(report, by=iryna, reason="To call back")
    outbox.fan_out()
    return report


def address(report):
    return reverse("portal:anonymous", args=[report.reference])


def shown_on(page):
    """The code and the token that stand on a page."""
    text = page.content.decode()
    code = re.search(r'id="secret-code">([^<]+)<', text)[1]
    return code, re.search(r'name="token" value="([^"]+)"', text)[1]


def test_anonymous_report_has_no_trace_of_its_reporter(client_for, olena, report):
    client = client_for(olena, factor=False)
    assert Delivery.objects.filter(person=olena, event__subject_id=report.pk).exists()
    code, token = shown_on(client.get(address(report)))

    answer = client.post(address(report), {"token": token, "kept": "on"}, follow=True)

    report = Report.objects.get()
    assert (answer.status_code, report.is_anonymous, report.identity) == (200, True, {})
    assert report_by_receipt(code) == report
    assert not Event.objects.filter(actor=olena).exists()
    assert not Message.objects.filter(author=olena).exists()
    assert not Delivery.objects.filter(person=olena).exists()
    assert not AuditEntry.objects.filter(actor_id=olena.pk).exists()
    assert report.contact_openings.count() == 1


def test_anonymous_report_opens_by_its_code_and_not_for_the_account(client_for, olena, report, human):
    client = client_for(olena, factor=False)
    code, token = shown_on(client.get(address(report)))
    client.post(address(report), {"token": token, "kept": "on"})

    assert client_for(olena, factor=False).get(report.get_absolute_url()).status_code == 404
    browser = Client()
    browser.post(reverse("reports:receipt"), human | {"code": code})
    assert "Thank you." in browser.get(report.get_absolute_url()).content.decode()


def test_nothing_is_removed_before_the_code_is_kept(client_for, olena, report):
    client = client_for(olena, factor=False)
    code, token = shown_on(client.get(address(report)))

    again = client.post(address(report), {"token": token})

    assert (again.status_code, shown_on(again)[0]) == (422, code)
    assert Report.objects.get().reporter == olena


@pytest.mark.parametrize("token", ["", "forged", CODE])
def test_code_that_the_portal_did_not_make_is_not_taken(client_for, olena, report, token):
    answer = client_for(olena, factor=False).post(address(report), {"token": token, "kept": "on"})

    assert answer.status_code == 422
    assert Report.objects.get().reporter == olena


def test_code_that_was_there_stays_when_contacts_are_removed(areas, client, human):
    report = make_report(areas.zarichchia, identity={"name": "Olena", "email": "olena@example.org"})
    client.post(reverse("reports:receipt"), human | {"code": report.secret_code})

    answer = client.post(address(report), {"kept": "on"})

    assert answer.status_code == 302
    kept = Report.objects.get()
    assert (kept.is_anonymous, report_by_receipt(report.secret_code)) == (True, kept)


def test_crime_report_appeal_and_what_is_held_keep_the_name(areas, olena, bohdan, report, client_for):
    crime = make_report(areas.zarichchia, reporter=olena, category=CategoryFactory(nature=Nature.CRIME))
    ask_for_appeal(report, by=olena, name="Olena Savchuk", address="Mlynova St 8")

    held = make_report(areas.zarichchia, reporter=olena, category=report.category)
    hold_report(held, by=bohdan, reason="A court asks for it.")

    for kept in (crime, report, held):
        with pytest.raises(MoveRefused):
            become_anonymous(kept, code=CODE)
        assert client_for(olena, factor=False).get(address(kept)).status_code == 302


def test_draft_of_an_anonymous_report_is_gone(report):
    Draft.objects.create(token_hash="x", report=report, expires_at=timezone.now())

    become_anonymous(report, code=CODE)

    assert not Draft.objects.exists()
    assert Event.objects.filter(name=ReportEvent.ANONYMISED).count() == 1
