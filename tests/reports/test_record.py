"""The copy of a crime report for the register of the police."""

import pytest

from apps.events.models import AuditEntry
from apps.reports.enums import Nature
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def theft(areas):
    """A crime report of somebody who left a phone number."""
    return make_report(
        areas.zarichchia,
        category=CategoryFactory(nature=Nature.CRIME, name_en="Theft"),
        words="Somebody took the bicycle & the lock.",
        place="Mlynova St 8",
        identity={"name": "Mariia Huk", "phone": "050 000 17 04"},
    )


def copies():
    return AuditEntry.objects.filter(action="report.copied_for_record").count()


def test_the_facts_are_plain_text_without_contacts_and_the_copy_is_kept(desk, theft):
    answer = desk.get(page_of(theft, "record"))

    lines = answer.context["text"].splitlines()
    assert lines[0] == f"Report: {theft.reference}"
    assert {"Kind: Theft (crime)", "Place: Zarichchia, Mlynova St 8", theft.words} <= set(lines)
    assert "Mariia Huk" not in text_of(answer)
    assert copies() == 1


def test_contacts_stand_in_it_once_for_a_reason_that_the_reporter_reads(desk, theft):
    answer = desk.post(page_of(theft, "record"), {"version": theft.version, "reason": "for the register"})

    assert answer.context["text"].splitlines()[-1] == "Reporter: Mariia Huk; 050 000 17 04"
    assert theft.contact_openings.get().reason == "for the register"


def test_contacts_without_a_reason_stay_closed(desk, theft):
    answer = desk.post(page_of(theft, "record"), {"version": theft.version, "reason": ""})

    assert answer.status_code == 422
    assert "Mariia Huk" not in text_of(answer)


def test_a_report_that_is_no_crime_has_no_copy(desk, areas):
    report = make_report(areas.zarichchia)

    assert desk.get(page_of(report, "record")).status_code == 404
    assert page_of(report, "record") not in text_of(desk.get(page_of(report)))
