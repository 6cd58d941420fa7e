"""The case of a report on paper: what stands in it, what never does, and who gets it."""

import re

import pytest
from django.utils.translation import override

from apps.attachments.services import make_safe
from apps.events.models import AuditEntry
from apps.reports.enums import Sensitivity
from apps.reports.models import Report
from apps.reports.services import contacts, conversation
from apps.reports.staff import case
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import page_of, photo_file

pytestmark = pytest.mark.django_db


def test_a_case_is_a_pdf_and_leaves_an_audit_row(desk, iryna, report):
    answer = desk.get(page_of(report, "case"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="{report.reference}.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    rows = AuditEntry.objects.filter(action="report.printed", subject_id=report.pk)
    assert [(row.actor_id, row.area_id) for row in rows] == [(iryna.pk, report.area_id)]


def test_a_restricted_case_is_for_whoever_may_read_it(desk, client_for, areas, iryna, bohdan):
    sealed = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED))

    assert desk.get(page_of(sealed, "case")).status_code == 404
    assert not AuditEntry.objects.filter(action="report.printed").exists()
    assert client_for(bohdan).get(page_of(sealed, "case")).status_code == 200


def test_a_case_holds_words_place_notes_and_nobodys_contacts(areas, iryna, olena, report):
    identity = {"name": "Halyna Bondar", "email": "halyna@example.org", "phone": "+380 67 000 31 18"}
    left = make_report(areas.zarichchia, identity=identity, place="Mlynova St 8")
    for one, by in ((report, olena), (left, None)):
        conversation.reply_as_reporter(one, by=by, text="It is dark again")
        conversation.add_note(one, by=iryna, text="Ask the council")
        contacts.open_contact(one, by=iryna, reason="To agree on a time")

        text = case.case_as_html(Report.objects.for_detail().get(pk=one.pk), by=iryna)

        for words in (
            "Two lamps by the stairs",
            "Mlynova St 8",
            "It is dark again",
            "Ask the council",
            "To agree on a",
        ):
            assert words in text
        for secret in (olena.name, olena.email, *identity.values()):
            assert secret not in text


def test_both_alphabets_are_set_in_our_own_font(iryna, report):
    with override("uk"):
        raw = case.case_as_pdf(report, by=iryna, uncompressed_pdf=True)

    # Two files under one name would draw the letters of one with the shapes of the other.
    fonts = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([A-Za-z]+-[A-Za-z]+)", raw))
    assert fonts == {b"Manrope-Latin", b"Manrope-Cyrillic"}


def test_a_case_fetches_its_photos_and_nothing_else(areas, iryna, report):
    note = conversation.add_note(report, by=iryna, text="Seen", photos=[make_safe(photo_file())])
    other = make_report(areas.zarichchia)
    foreign = conversation.add_note(other, by=iryna, text="Seen", photos=[make_safe(photo_file())])
    fetcher = case._fetcher(report)

    own = note.photos.get()
    assert fetcher.fetch(f"photo:{own.pk}").read().startswith(b"\xff\xd8")
    for address in (
        f"photo:{foreign.photos.get().pk}",
        "photo:x",
        "file:///etc/passwd",
        "http://127.0.0.1/",
        f"{case.STYLES.as_uri()}",
    ):
        with pytest.raises((case.NotOfTheCase, case.ReportPhoto.DoesNotExist)):
            fetcher.fetch(address)
