"""How a report comes in."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from apps.accounts.enums import Force
from apps.events.models import Event
from apps.reports.enums import Nature, Registration, ReportEvent, Sensitivity
from apps.reports.errors import IntakeRefused
from apps.reports.models import Draft, Report
from apps.reports.models.told import told
from apps.reports.services.drafts import submit_once
from apps.reports.services.intake import report_by_receipt, unit_for
from apps.reports.services.triage import resolve_report
from tests.factories.accounts import OrganisationFactory
from tests.factories.reports import CategoryFactory, make_report


def test_submit_report_stamps_every_level_of_its_area(areas):
    report = make_report(areas.zarichchia, point=Point(30.01, 50.01, srid=4326))

    assert (report.area, report.neighbourhood, report.hromada, report.country) == (
        areas.zarichchia,
        areas.zarichchia,
        areas.hromada,
        areas.country,
    )


def test_submit_report_without_an_account_gives_a_code_that_finds_it(areas):
    report = make_report(areas.zarichchia)

    assert report_by_receipt(report.secret_code.lower().replace("-", " ")) == report
    assert report.secret_code not in str(Report.objects.filter(pk=report.pk).values())


def test_submit_report_signed_in_gives_no_code(areas, olena):
    report = make_report(areas.zarichchia, reporter=olena)

    assert (report.secret_code, report.receipt_hash) == ("", None)


@pytest.mark.parametrize("wrong", ["", "0000-0000-0000-0000", "short", "ЖЖЖЖ-ЖЖЖЖ-ЖЖЖЖ-ЖЖЖЖ"])
def test_report_by_receipt_with_a_wrong_code_is_none(areas, wrong):
    make_report(areas.zarichchia)

    assert report_by_receipt(wrong) is None


def test_submit_report_twice_from_one_draft_is_one_report_and_one_code(areas):
    draft, told = Draft.objects.create(token_hash="x"), {"words": "Dark.", "area": areas.zarichchia}
    told["category"] = CategoryFactory()

    first, second = (submit_once(draft, lambda _answers: told) for _time in range(2))

    assert (first, Report.objects.count()) == (second, 1)


def test_submit_report_of_a_crime_starts_the_registration_clock(areas):
    report = make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME))

    assert report.registration == Registration.DUE
    assert report.registration_due_at == report.submitted_at + timedelta(hours=24)
    assert list(Event.objects.of(report).values_list("name", flat=True)) == [
        ReportEvent.REGISTRATION_DUE,
        ReportEvent.RECEIVED,
    ]


TOLD = {
    "words": "My neighbour hits her.",
    "place": "Mlynova 14, flat 7",
    "happened_text": "at breakfast",
    "answers": {"children": "two of them"},
}


def test_submit_report_of_a_restricted_kind_keeps_encrypted_all_that_is_told(areas, iryna):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED), **TOLD)
    resolve_report(report, by=iryna, outcome="She is at her sister's.")
    report.refresh_from_db()

    stored = str([bytes(cell) if isinstance(cell, memoryview) else cell for cell in _row(report)])
    assert [word for word in ("neighbour", "Mlynova", "breakfast", "two of", "sister") if word in stored] == []
    assert told(report) == TOLD | {"outcome": "She is at her sister's."}


def test_what_was_told_in_a_restricted_report_is_gone_with_its_key(areas):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED), **TOLD)
    report.data_key = None

    assert told(report) == {"words": "", "place": "", "happened_text": "", "answers": {}, "outcome": ""}


def _row(report):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reports_report WHERE id = %s", [report.pk])
        return cursor.fetchone()


def test_submit_report_keeps_identity_encrypted(areas):
    report = make_report(areas.zarichchia, identity={"email": "secret@example.org", "phone": ""})
    report.refresh_from_db()

    assert b"secret@" not in bytes(report.sealed_identity)
    assert report.identity == {"email": "secret@example.org"}


def test_identity_without_its_key_is_gone(areas):
    report = make_report(areas.zarichchia, identity={"email": "secret@example.org"})
    report.data_key = None

    assert report.identity == {}


def test_submit_report_of_a_stopper_is_refused(areas):
    with pytest.raises(IntakeRefused):
        make_report(areas.zarichchia, category=CategoryFactory(stopper="emergency"))


def test_unit_for_prefers_the_deepest_that_serves(areas, police, council):
    assert unit_for(areas.zarichchia, CategoryFactory()) == police
    assert unit_for(areas.zarichchia, CategoryFactory(responsible_kind="authority")) == council


def test_unit_for_prefers_the_wanted_force_over_a_deeper_unit(areas, police):
    patrol = OrganisationFactory(force=Force.PATROL)
    patrol.areas.add(areas.country)

    assert unit_for(areas.zarichchia, CategoryFactory(responsible_force=Force.PATROL)) == patrol
    assert unit_for(areas.zarichchia, CategoryFactory()) == police


def test_unit_for_a_crime_is_neither_a_guard_nor_the_duty_unit(areas, police):
    for force in (Force.MUNICIPAL_GUARD, Force.DUTY):
        OrganisationFactory(force=force).areas.add(areas.zarichchia)

    assert unit_for(areas.zarichchia, CategoryFactory(nature=Nature.CRIME)) == police


def test_unit_for_an_area_that_nobody_serves_is_none(areas):
    assert unit_for(areas.zarichchia, CategoryFactory()) is None


def test_submit_report_event_holds_no_words(areas):
    report = make_report(areas.zarichchia, words="Secret words", place="Secret place")

    assert [event.data for event in Event.objects.of(report)] == [{"version": 1}]
