"""What is written to reporters and to the police."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import translation

from apps.events.enums import Audience
from apps.events.models import Event
from apps.notifications.channels.email import compose
from apps.notifications.enums import Reason, State
from apps.notifications.handlers import handler_for
from apps.notifications.handlers.report_words import TO_PARTNER, TO_POLICE, TO_REPORTER
from apps.notifications.models import Delivery
from apps.notifications.services import outbox
from apps.reports.enums import Nature, ReportEvent, Sensitivity
from apps.reports.services.conversation import ask_reporter, reply_as_reporter
from apps.reports.services.triage import acknowledge_report
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db

SECRETS = ("needles", "Mlynova", "Drugs", "Narkotyky", "anna@example.org", "Anna")


@pytest.fixture
def secret_report(areas, police, duty_unit, iryna):
    """A report in every private field of which a secret stands, with an officer in charge."""
    category = CategoryFactory(name_en="Drugs", name_uk="Narkotyky", nature=Nature.CRIME)
    report = make_report(
        areas.zarichchia,
        category=category,
        words="They sell needles by the bridge.",
        place="Mlynova 12",
        identity={"name": "Anna", "email": "anna@example.org"},
        language="en",
    )
    acknowledge_report(report, by=iryna)
    return report


def mail(report, name, *, reason, person=None, language="en"):
    """The mail about an event of this name, as (subject, text, HTML)."""
    event = Event(
        name=name, subject_type="reports.report", subject_id=report.pk, audience=Audience.REPORTER,
        created_at=datetime(2026, 4, 21, 7, 40, tzinfo=UTC),
    )  # fmt: skip
    delivery = Delivery(reason=reason, person=person)
    with translation.override(language):
        message = handler_for(name).message(event, delivery)
        written = compose(message, to="somebody@example.org", message_id=delivery.message_id, language=language)
    return written.subject, written.body, written.alternatives[0].content


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("name", sorted(TO_REPORTER))
def test_a_mail_to_the_reporter_says_nothing_of_the_content(secret_report, name, language):
    written = mail(secret_report, name, reason=Reason.REPORTER, language=language)

    for secret in SECRETS:
        assert all(secret not in part for part in written)


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("name", sorted(TO_POLICE))
def test_a_mail_to_the_police_says_nothing_of_the_content(secret_report, name, language):
    written = mail(secret_report, name, reason=Reason.UNIT, language=language)

    for secret in SECRETS:
        assert all(secret not in part for part in written)


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("name", sorted(TO_PARTNER))
def test_a_mail_to_an_organisation_says_nothing_of_the_content(secret_report, name, language):
    written = mail(secret_report, name, reason=Reason.PARTNER, language=language)

    for secret in SECRETS:
        assert all(secret not in part for part in written)


@pytest.mark.parametrize("name", sorted(TO_REPORTER))
def test_a_restricted_report_is_told_in_the_same_words(areas, police, name):
    category = CategoryFactory(sensitivity=Sensitivity.SEALED)
    sealed = make_report(areas.zarichchia, category=category, identity={"email": "anna@example.org"})
    other = make_report(areas.zarichchia, identity={"email": "anna@example.org"})

    told = [mail(report, name, reason=Reason.REPORTER)[1] for report in (sealed, other)]

    assert told[0].replace(sealed.reference, "") == told[1].replace(other.reference, "")


def test_a_mail_to_a_reporter_without_an_account(secret_report):
    subject, text, html = mail(secret_report, ReportEvent.ASKED, reason=Reason.REPORTER)

    assert subject == f"News about {secret_report.reference}"
    assert text.splitlines()[:2] == [
        "The police have a question for you.",
        "It is your turn: the police wait for your answer.",
    ]
    assert "http://localhost:8000/receipt/\n" in text
    assert "21 April 2026, 10:40" in text  # the area's own time
    assert f"this address was left with {secret_report.reference}" in text
    assert 'href="http://localhost:8000/receipt/"' in html


def test_a_mail_to_a_reporter_with_an_account_leads_to_the_report(areas, police, olena, client_for):
    report = make_report(areas.zarichchia, reporter=olena)
    _subject, text, _html = mail(report, ReportEvent.ACKNOWLEDGED, reason=Reason.REPORTER, person=olena)
    (address,) = re.findall(r"http://localhost:8000(/\S+next\S+)", text)

    assert client_for(olena).get(address).url == report.get_absolute_url()


def test_a_mail_to_the_police_says_the_fact_and_the_term(secret_report):
    subject, text, _html = mail(secret_report, ReportEvent.REGISTRATION_DUE, reason=Reason.UNIT)

    term = secret_report.registration_due_at.astimezone(secret_report.area.zone)
    assert subject == f"Crime report {secret_report.reference} waits to be registered"
    assert text.splitlines()[:2] == [
        subject,
        f"Enter it in the police record by {term.day} {term:%B}, {term:%H:%M}. This clock does not pause.",
    ]
    assert f"http://localhost:8000/desk/reports/{secret_report.reference}/\n" in text
    assert "21 April 2026, 10:40, Zarichchia\n" in text
    assert "because it serves Zarichchia" in text


def test_every_mail_is_plain_text_and_html_in_its_readers_language(secret_report):
    _subject, text, html = mail(secret_report, ReportEvent.ASKED, reason=Reason.REPORTER, language="uk")

    assert text.startswith("Поліція має до вас запитання.\n")
    assert '<html lang="uk">' in html
    assert "21 квітня 2026, 10:40" in html


def test_a_conversation_reaches_both_sides(secret_report, smtp, iryna, duty_unit):
    ask_reporter(secret_report, by=iryna, text="Which bridge?")
    outbox.fan_out()
    outbox.deliver_due()
    smtp.accepted.clear()

    reply_as_reporter(secret_report, by=None, text="The footbridge.")
    outbox.fan_out()

    assert outbox.deliver_due() == {State.SENT: 1}
    assert [(mail.to, mail.subject) for mail in smtp.accepted] == [
        (["iryna@example.org"], f"The reporter of {secret_report.reference} wrote")
    ]
