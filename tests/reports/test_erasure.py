"""Erasing what a reporter told, or who they are, and what stands against it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.gis.geos import Point
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.attachments.services import make_safe
from apps.events.models import Event
from apps.reports.enums import Nature, ReportEvent, Sensitivity, Status
from apps.reports.errors import ErasureRefused, MoveRefused
from apps.reports.models import EarlierTelling, Report
from apps.reports.services import contacts, conversation, correction, erasure, followup, release, triage
from apps.reports.services import photos as public_photos
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import photo_file

pytestmark = pytest.mark.django_db

SECRET = "canary"


def rows_with(text):
    """The label and column of each value in the database, outside the log of names, that holds a text."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.all().values() if model._meta.managed else ():
            found += [f"{model._meta.label}.{name}" for name, value in row.items() if text in _plain(value)]
    return found


def _plain(value):
    return bytes(value).decode(errors="replace") if isinstance(value, memoryview | bytes) else str(value)


def files_of(photos):
    attachments = [photo.attachment for photo in photos.all()]
    return [file.name for attachment in attachments for file in (attachment.photo, attachment.thumbnail)]


@pytest.fixture
def told(areas, iryna):
    """A report with a secret in everything that its reporter and the police can write."""
    report = make_report(
        areas.zarichchia,
        words=f"{SECRET} words",
        place=f"{SECRET} street",
        happened_text=f"{SECRET} night",
        point=Point(30.005, 50.005, srid=4326),
        identity={"name": f"{SECRET} name", "email": f"{SECRET}@example.org"},
        snap_point=SnapPointFactory(area=areas.zarichchia),
        photos=[make_safe(photo_file())],
    )
    correction.correct_report(report, by=None, words=f"{SECRET} other words")
    contacts.open_contact(report, by=iryna, reason=f"{SECRET} reason")
    conversation.reply_as_reporter(report, by=None, text=f"{SECRET} reply", photos=[make_safe(photo_file())])
    conversation.answer_reporter(report, by=iryna, text=f"{SECRET} answer")
    conversation.add_note(report, by=iryna, text=f"{SECRET} note")
    report.refresh_from_db()
    return report


def test_an_erased_report_has_left_tables_search_and_files(told):
    assert len({where.split(".")[1] for where in rows_with(SECRET)}) >= 3

    erasure.erase_report(told)

    assert rows_with(SECRET) == []
    row = Report.objects.get(pk=told.pk)
    assert (row.data_key, row.point, row.snap_point, row.reporter, row.receipt_hash) == (None,) * 5
    assert (row.words, row.identity, row.status) == ("", {}, Status.WITHDRAWN)
    assert not EarlierTelling.objects.exists()


def test_erasing_has_thought_of_everything_that_hangs_on_a_report():
    erased = {"messages", "photos", "public_photos", "earlier_tellings", "contact_openings", "release_revisions"}
    erased |= {"referrals", "draft"}
    harmless = {"registration_steps", "supports", "duplicates", "parts", "appeal"}  # an appeal is never erased

    names = {relation.name for relation in Report._meta.related_objects if relation.related_name != "+"}

    assert names - erased - harmless == set()


@pytest.mark.django_db(transaction=True)
def test_the_photos_of_an_erased_report_are_gone_from_the_disk(told, iryna):
    release.release_report(told, by=iryna, title_uk="Ліхтарі")
    public_photos.release_photo(told, by=iryna, photo=told.photos.first(), cells=[(0, 0)])
    files = files_of(told.photos) + files_of(told.public_photos)
    assert [default_storage.exists(name) for name in files] == [True] * 6

    erasure.erase_report(told)

    assert [default_storage.exists(name) for name in files] == [False] * 6


def test_what_was_released_stays_public_when_the_report_is_erased(areas, bohdan):
    report = make_report(areas.zarichchia)
    release.release_report(report, by=bohdan, title_uk="Ліхтар", title_en="Lamp")

    erasure.erase_report(report)

    report.refresh_from_db()
    assert (report.is_public, report.public_title_en) == (True, "Lamp")


@pytest.mark.parametrize("status", [Status.ACKNOWLEDGED, Status.REFERRED, Status.RESOLVED, Status.CLOSED])
def test_a_report_in_any_state_ends_by_being_erased(areas, iryna, police, status):
    report = make_report(areas.zarichchia)
    if status == Status.ACKNOWLEDGED:
        triage.acknowledge_report(report, by=iryna)
    elif status == Status.REFERRED:
        Report.objects.filter(pk=report.pk).update(status=Status.REFERRED)
    else:
        triage.resolve_report(report, by=iryna, outcome="Mended")
        if status == Status.CLOSED:
            followup.confirm_solution(report, by=None)

    erasure.erase_report(report)

    report.refresh_from_db()
    assert report.status == (Status.CLOSED if status in (Status.RESOLVED, Status.CLOSED) else Status.WITHDRAWN)


def test_a_crime_report_is_not_erased(areas):
    report = make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME))

    with pytest.raises(ErasureRefused):
        erasure.erase_report(report)

    report.refresh_from_db()
    assert report.words


def test_a_held_report_is_not_erased_until_the_hold_is_lifted(areas, bohdan):
    report = make_report(areas.zarichchia)
    erasure.hold_report(report, by=bohdan, reason="The court asks for it")
    with pytest.raises(ErasureRefused):
        erasure.erase_report(report)

    erasure.lift_hold(report, by=bohdan)
    erasure.erase_report(report)

    report.refresh_from_db()
    assert report.erased_at is not None


def test_the_words_of_an_erased_restricted_report_cannot_be_read(areas):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED), words="hidden")

    erasure.erase_report(report)

    report.refresh_from_db()
    assert (report.words, report.sealed_words, report.data_key) == ("", b"", None)


def test_nobody_writes_to_an_erased_report(areas, bohdan):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    erasure.erase_report(report)

    with pytest.raises(MoveRefused):
        conversation.answer_reporter(report, by=bohdan, text="Which night was it?")


# -- by the clock ----------------------------------------------------------------------------------------------------


def ended_long_ago(areas, iryna, *, days, **fields):
    report = make_report(areas.zarichchia, identity={"email": "r@example.org"}, **fields)
    if not fields:
        triage.decline_report(report, by=iryna, reason="Not ours")
    moment = timezone.now() - timedelta(days=days)
    Report.objects.filter(pk=report.pk).update(submitted_at=moment)
    Event.objects.filter(subject_id=report.pk).update(created_at=moment)
    return report


@pytest.mark.parametrize(("days", "removed"), [(359, 0), (361, 1)])
def test_the_identity_goes_a_year_after_the_end(areas, iryna, days, removed):
    report = ended_long_ago(areas, iryna, days=days)

    assert erasure.remove_past_identities() == removed

    report.refresh_from_db()
    assert (report.identity == {}, bool(report.words)) == (bool(removed), True)
    assert erasure.remove_past_identities() == 0


def test_the_identity_stays_while_something_stands_against_it(areas, iryna, bohdan):
    crime = ended_long_ago(areas, iryna, days=500, category=CategoryFactory(nature=Nature.CRIME))
    still_open = ended_long_ago(areas, iryna, days=500, category=CategoryFactory())
    held = ended_long_ago(areas, iryna, days=500)
    Report.objects.filter(pk=held.pk).update(hold_reason="The court asks for it")
    lately = ended_long_ago(areas, iryna, days=500)
    conversation.add_note(lately, by=bohdan, text="The insurer called")

    assert erasure.remove_past_identities() == 0
    assert all(Report.objects.get(pk=row.pk).identity for row in (crime, still_open, held, lately))


# -- the reporter's page ---------------------------------------------------------------------------------------------


def test_the_reporter_erases_their_report_by_its_page(client_for, areas, olena):
    report = make_report(areas.zarichchia, reporter=olena)
    client = client_for(olena, factor=False)
    page = f"{report.get_absolute_url()}erase/"

    refused = client.post(page)
    answer = client.post(page, {"understood": "on"}, follow=True)

    report.refresh_from_db()
    assert (refused.status_code, answer.status_code) == (422, 200)
    assert (report.words, report.reporter) == ("", None)
    assert client.get(report.get_absolute_url()).status_code == 404


def test_the_page_says_why_a_crime_report_stays(client_for, areas, olena):
    report = make_report(areas.zarichchia, reporter=olena, category=CategoryFactory(nature=Nature.CRIME))
    client = client_for(olena, factor=False)
    client.cookies["language"] = "en"

    answer = client.post(f"{report.get_absolute_url()}erase/", {"understood": "on"})

    report.refresh_from_db()
    assert answer.status_code == 409
    assert "the law keeps it" in answer.content.decode()
    assert report.words


def test_the_desk_sees_that_it_was_erased(client_for, areas, olena, bohdan):
    report = make_report(areas.zarichchia, reporter=olena)
    erasure.erase_report(report)
    client = client_for(bohdan)
    client.cookies["language"] = "en"

    page = client.get(f"/desk/reports/{report.reference}/").content.decode()

    assert "What the reporter told was erased" in page
    assert "with a secret code" not in page
    assert f"/desk/reports/{report.reference}/write/" not in page
    assert Event.objects.get(name=ReportEvent.ERASED).actor is None
