"""One report becomes two."""

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse

from apps.events.enums import Audience
from apps.events.models import Event
from apps.reports.enums import Nature, Registration, ReportEvent, Sensitivity, Status
from apps.reports.errors import MoveRefused
from apps.reports.models import Report
from apps.reports.receipts import ReceiptHolder
from apps.reports.services.anonymity import become_anonymous
from apps.reports.services.erasure import erase_report
from apps.reports.services.intake import report_by_receipt
from apps.reports.services.split import split_report
from apps.reports.services.triage import decline_report
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import do, page_of, text_of

pytestmark = pytest.mark.django_db

WORDS = "A man followed the girl to her house."


@pytest.fixture
def stalking(areas, police):
    """A restricted crime."""
    return CategoryFactory(nature=Nature.CRIME, sensitivity=Sensitivity.SEALED, name_en="Stalking")


@pytest.fixture
def lamp(areas):
    """An anonymous report with an e-mail address, which tells of two things."""
    return make_report(
        areas.zarichchia,
        words="Two lamps are dark, and a man followed my girl.",
        place="Mlynova St 8",
        point=Point(30.0105, 50.0105, srid=4326),
        identity={"email": "mother@example.org"},
    )


def names_of(report):
    return list(Event.objects.of(report).order_by("pk").values_list("name", flat=True))


def test_a_part_has_its_own_words_and_kind_and_the_same_reporter_and_place(lamp, iryna, stalking):
    part = split_report(lamp, by=iryna, category=stalking, words=WORDS)

    part = Report.objects.get(pk=part.pk)
    assert (part.words, part.category, part.sensitivity) == (WORDS, stalking, Sensitivity.SEALED)
    assert (part.place, part.point, part.identity) == (lamp.place, lamp.point, {"email": "mother@example.org"})
    assert (part.split_from, part.receipt_hash, part.assignee, part.taken_by) == (lamp, None, iryna, iryna)
    assert lamp.words == "Two lamps are dark, and a man followed my girl."


def test_a_crime_that_is_split_off_starts_its_own_registration(lamp, iryna, stalking):
    part = split_report(lamp, by=iryna, category=stalking, words=WORDS)

    assert (part.registration, lamp.registration) == (Registration.DUE, Registration.NOT_NEEDED)
    assert part.registration_due_at > part.submitted_at


def test_a_report_that_is_due_for_the_record_stays_so(areas, iryna, stalking):
    crime = make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME))
    due = crime.registration_due_at

    split_report(crime, by=iryna, category=CategoryFactory(), words=WORDS)

    crime.refresh_from_db()
    assert (crime.registration, crime.registration_due_at, crime.status) == (Registration.DUE, due, Status.RECEIVED)


def test_its_reporter_is_told_once_and_both_say_what_happened(lamp, iryna, stalking):
    part = split_report(lamp, by=iryna, category=stalking, words=WORDS)

    assert names_of(lamp) == [ReportEvent.RECEIVED, ReportEvent.SPLIT]
    assert names_of(part) == [
        ReportEvent.RECEIVED,
        ReportEvent.REGISTRATION_DUE,
        ReportEvent.SPLIT_OFF,
        ReportEvent.ASSIGNED,
    ]
    assert Event.objects.of(lamp).get(name=ReportEvent.SPLIT).audience == Audience.REPORTER
    assert {event.audience for event in Event.objects.of(part)} == {Audience.INTERNAL}


def test_the_code_of_the_whole_opens_its_parts_and_no_others(lamp, areas, iryna, stalking):
    part = split_report(lamp, by=iryna, category=stalking, words=WORDS)
    deeper = split_report(part, by=iryna, category=CategoryFactory(), words=WORDS)
    holder, other = ReceiptHolder(lamp.pk), ReceiptHolder(make_report(areas.zarichchia).pk)

    assert set(Report.objects.reported_by(holder)) == {lamp, part, deeper}
    assert [holder.has_perm("reports.follow_own_report", report) for report in (part, deeper)] == [True, True]
    assert not other.has_perm("reports.follow_own_report", part)
    assert part not in Report.objects.reported_by(other)


def test_an_erased_whole_hands_its_code_on(lamp, iryna, stalking):
    first = split_report(lamp, by=iryna, category=stalking, words=WORDS)
    second = split_report(lamp, by=iryna, category=CategoryFactory(), words=WORDS)

    erase_report(lamp)

    assert report_by_receipt(lamp.secret_code) == first
    assert set(Report.objects.reported_by(ReceiptHolder(first.pk))) == {first, second}


def test_nothing_leads_from_what_is_erased_to_what_keeps_the_name(areas, olena, iryna, stalking):
    whole = make_report(areas.zarichchia, reporter=olena)
    part = split_report(whole, by=iryna, category=stalking, words=WORDS)

    erase_report(whole)

    part.refresh_from_db()
    assert (part.reporter, part.split_from) == (olena, None)
    assert [event.data for event in Event.objects.all() if "other" in event.data] == []


def test_nothing_leads_from_what_is_anonymous_to_what_keeps_the_name(areas, olena, iryna):
    whole = make_report(areas.zarichchia, reporter=olena)
    part = split_report(whole, by=iryna, category=CategoryFactory(), words=WORDS)

    become_anonymous(part, code="7K3MQ9TDX2WB4HNA")

    part.refresh_from_db()
    assert (part.is_anonymous, part.split_from) == (True, None)
    assert list(Report.objects.told_together_with(Report.objects.get(pk=whole.pk))) == []
    assert [event.data for event in Event.objects.all() if "other" in event.data] == []


def test_parts_that_one_code_opens_become_anonymous_together(areas, iryna):
    whole = make_report(areas.zarichchia, identity={"email": "r@example.org"})
    part = split_report(whole, by=iryna, category=CategoryFactory(), words=WORDS)

    become_anonymous(whole)

    part.refresh_from_db()
    assert (part.identity, part.split_from) == ({}, whole)
    assert set(Report.objects.reported_by(ReceiptHolder(whole.pk))) == {whole, part}


def test_the_name_stays_while_a_part_of_it_stands_in_the_police_record(areas, iryna, stalking):
    whole = make_report(areas.zarichchia, identity={"email": "r@example.org"})
    split_report(whole, by=iryna, category=stalking, words=WORDS)

    with pytest.raises(MoveRefused):
        become_anonymous(whole)

    whole.refresh_from_db()
    assert whole.identity == {"email": "r@example.org"}


@pytest.mark.parametrize("refused", ["ended", "same kind"])
def test_what_has_ended_and_the_same_kind_are_not_split(lamp, iryna, stalking, refused):
    if refused == "ended":
        decline_report(lamp, by=iryna, reason="Nothing there.")

    with pytest.raises(MoveRefused):
        split_report(lamp, by=iryna, category=stalking if refused == "ended" else lamp.category, words=WORDS)

    assert Report.objects.count() == 1


def test_an_officer_splits_it_and_both_pages_lead_to_each_other(desk, lamp, stalking):
    answer = do(desk, lamp, "split", category=stalking.code, words=WORDS)

    part = Report.objects.get(split_from=lamp)
    assert answer.status_code == 302
    assert f'href="{page_of(part)}"' in text_of(desk.get(page_of(lamp)))
    assert f'href="{page_of(lamp)}"' in text_of(desk.get(page_of(part)))


@pytest.mark.parametrize("signed_in", [False, True])
def test_whoever_holds_the_code_reads_both(client, human, taras, lamp, iryna, stalking, signed_in):
    part = split_report(lamp, by=iryna, category=stalking, words=WORDS)
    if signed_in:
        client.force_login(taras)
    client.post(reverse("reports:receipt"), human | {"code": lamp.secret_code})

    assert f'href="{part.get_absolute_url()}"' in text_of(client.get(lamp.get_absolute_url()))
    assert WORDS in text_of(client.get(part.get_absolute_url()))
