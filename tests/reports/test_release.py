"""What becomes public, and what never does."""

from datetime import UTC, date, datetime
from unittest import mock

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.events.models import Event
from apps.reports.enums import Nature, Registration, ReleaseState, ReportEvent, Sensitivity
from apps.reports.errors import ReleaseRefused
from apps.reports.map.keys import z_order
from apps.reports.models import PublicReport, Report
from apps.reports.models.told import told
from apps.reports.services.conversation import post_public_update
from apps.reports.services.followup import withdraw_report
from apps.reports.services.registration import register_report
from apps.reports.services.release import note_consent, release_report, withdraw_release, withhold_release
from apps.reports.services.triage import join_report, recategorise_report
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report

TUESDAY = datetime(2026, 4, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def snap_point(areas):
    return SnapPointFactory(area=areas.zarichchia)


@pytest.fixture
def report(areas, snap_point):
    return make_report(areas.zarichchia, snap_point=snap_point, point=Point(30.01234, 50.01234, srid=4326))


@pytest.fixture
def crime(areas, snap_point):
    return make_report(areas.zarichchia, snap_point=snap_point, category=CategoryFactory(nature=Nature.CRIME))


def at(moment):
    return mock.patch.object(timezone, "now", lambda: moment)


def test_release_stands_at_the_snap_point_by_day(report, iryna, snap_point):
    release_report(report, by=iryna, title_en="Lamp out", summary_en="Two lamps are dark.")

    public = PublicReport.objects.get()
    assert (public.public_title, public.public_place, public.public_day) == (
        "Lamp out",
        snap_point,
        timezone.localdate(),
    )
    assert report.map_key == z_order(30.011, 50.011)


def test_release_is_dated_by_the_day_on_which_it_happened(areas, iryna):
    report = make_report(areas.zarichchia, happened_on=date(2026, 4, 12))

    release_report(report, by=iryna, title_en="Lamp out")

    assert report.public_day == date(2026, 4, 12)


def test_release_without_a_place_stands_for_its_area(report, iryna):
    release_report(report, by=iryna, title_en="Lamp out", with_place=False)

    assert (report.public_place, report.map_key) == (None, None)


def test_release_of_an_area_only_kind_has_no_place(areas, iryna, snap_point):
    category = CategoryFactory(sensitivity=Sensitivity.AREA_ONLY)
    report = make_report(areas.zarichchia, category=category, snap_point=snap_point)

    release_report(report, by=iryna, title_en="Dealing in the district", with_place=True)

    assert (report.release_state, report.public_place, report.map_key) == (ReleaseState.RELEASED, None, None)


def test_release_of_a_restricted_kind_is_refused(areas, bohdan):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED))

    with pytest.raises(ReleaseRefused):
        release_report(report, by=bohdan, title_en="At home")

    with pytest.raises(IntegrityError), transaction.atomic():  # and the table refuses it too
        Report.objects.filter(pk=report.pk).update(
            release_state=ReleaseState.RELEASED,
            public_title_en="At home",
            published_at=timezone.now(),
            public_day=timezone.localdate(),
        )


def test_release_of_a_report_that_was_taken_back_is_refused(areas, olena, iryna):
    report = make_report(areas.zarichchia, reporter=olena)
    withdraw_report(report, by=olena)

    with pytest.raises(ReleaseRefused):
        release_report(report, by=iryna, title_en="Lamp out")


def test_release_of_a_report_that_is_joined_to_another_is_refused(areas, report, iryna):
    join_report(report, other=make_report(areas.zarichchia), by=iryna)

    with pytest.raises(ReleaseRefused):
        release_report(report, by=iryna, title_en="Lamp out")


def test_release_without_a_title_is_refused(report, iryna):
    with pytest.raises(ReleaseRefused):
        release_report(report, by=iryna, title_en=" ", summary_en="Two lamps are dark.")


@pytest.mark.parametrize(
    "words",
    [
        "Olena Savchuk saw it",
        "write to olena@example.org",
        "call 050 111-22-33",
        "olena savchuk",
        "at Mlynova 4, flat 7",
    ],
)
def test_release_that_names_the_reporter_is_refused(areas, iryna, words):
    identity = {
        "name": "Olena Savchuk",
        "email": "olena@example.org",
        "phone": "+380 50 111 22 33",
        "address": "Mlynova 4, flat 7",
    }
    report = make_report(areas.zarichchia, identity=identity)

    with pytest.raises(ReleaseRefused):
        release_report(report, by=iryna, title_en="Lamp out", summary_en=words)

    assert not PublicReport.objects.exists()


def test_release_of_a_crime_appears_on_monday(crime, iryna):
    with at(TUESDAY):
        release_report(crime, by=iryna, title_en="Bicycle stolen")
        assert not PublicReport.objects.exists()
        assert not crime.is_public

    assert crime.published_at == datetime(2026, 4, 27, 5, 0, tzinfo=UTC)  # 08:00 in Kyiv
    with at(crime.published_at):
        assert PublicReport.objects.get().pk == crime.pk


def test_release_of_two_crimes_of_one_week_appears_at_one_moment(areas, iryna, crime):
    other = make_report(areas.zarichchia, category=crime.category)
    with at(TUESDAY):
        release_report(crime, by=iryna, title_en="Bicycle stolen")
    with at(datetime(2026, 4, 26, 20, 59, tzinfo=UTC)):  # Sunday night in Kyiv
        release_report(other, by=iryna, title_en="Scooter stolen")

    assert crime.published_at == other.published_at


def test_release_edited_keeps_its_moment_and_the_words_before(report, iryna):
    release_report(report, by=iryna, title_en="Lamp out")
    moment = report.published_at

    release_report(report, by=iryna, title_en="Two lamps out")

    assert report.published_at == moment
    kept = list(report.release_revisions.values_list("action", "title_en"))
    assert kept == [("released", "Lamp out"), ("release_edited", "Two lamps out")]


def test_release_under_investigation_needs_the_consent_of_the_investigator(crime, iryna):
    register_report(crime, by=iryna, state=Registration.RECORDED, number="ЄО-1")
    register_report(crime, by=iryna, state=Registration.INVESTIGATION, number="ЄРДР-1")
    with pytest.raises(ReleaseRefused):
        release_report(crime, by=iryna, title_en="Bicycle stolen")

    note_consent(crime, by=iryna, investigator="Captain Shevchuk")
    release_report(crime, by=iryna, title_en="Bicycle stolen")

    assert crime.release_state == ReleaseState.RELEASED


def test_public_update_under_investigation_needs_the_consent_too(crime, iryna):
    with at(TUESDAY):
        release_report(crime, by=iryna, title_en="Bicycle stolen")
    register_report(crime, by=iryna, state=Registration.RECORDED, number="ЄО-1")
    register_report(crime, by=iryna, state=Registration.INVESTIGATION, number="ЄРДР-1")

    with pytest.raises(ReleaseRefused):
        post_public_update(crime, by=iryna, text="We have a suspect.")


@pytest.mark.parametrize("released", [False, True])
def test_public_update_before_it_is_public_is_refused(crime, iryna, released):
    if released:
        release_report(crime, by=iryna, title_en="Bicycle stolen")  # appears on Monday

    with pytest.raises(ReleaseRefused):
        post_public_update(crime, by=iryna, text="We are looking.")


def test_withdrawn_release_is_not_public_and_keeps_what_was_released(report, iryna, bohdan):
    release_report(report, by=iryna, title_en="Lamp out")

    withdraw_release(report, by=bohdan)

    assert not PublicReport.objects.exists()
    assert (report.release_state, report.public_place, report.map_key) == (ReleaseState.WITHHELD, None, None)
    kept = list(report.release_revisions.values_list("action", "title_en"))
    assert kept == [("released", "Lamp out"), ("release_withdrawn", "Lamp out")]


def test_withdrawing_what_was_not_released_is_refused(report, bohdan):
    with pytest.raises(ReleaseRefused):
        withdraw_release(report, by=bohdan)


def test_withholding_a_released_report_is_refused(report, iryna):
    release_report(report, by=iryna, title_en="Lamp out")

    with pytest.raises(ReleaseRefused):
        withhold_release(report, by=iryna)


def test_recategorised_as_restricted_takes_back_the_release_and_encrypts_the_words(report, iryna, bohdan):
    release_report(report, by=iryna, title_en="Lamp out")

    recategorise_report(report, by=bohdan, category=CategoryFactory(sensitivity=Sensitivity.SEALED))

    report.refresh_from_db()
    assert not PublicReport.objects.exists()
    assert (report.open_words, report.words) == ("", "Two lamps by the stairs are dark.")


def test_recategorised_as_open_again_gives_back_what_was_told(areas, bohdan):
    given = {"words": "He sells by the gate.", "place": "by the gate", "answers": {"often": "daily"}}
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED), **given)
    recategorise_report(report, by=bohdan, category=CategoryFactory(sensitivity=Sensitivity.OPEN))
    report.refresh_from_db()

    assert told(report) == given | {"happened_text": "", "outcome": ""}
    assert (report.open_place, bytes(report.sealed_words)) == ("by the gate", b"")


def test_recategorised_as_area_only_loses_its_place(report, iryna):
    release_report(report, by=iryna, title_en="Lamp out")

    recategorise_report(report, by=iryna, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))

    public = PublicReport.objects.get()
    assert (public.public_place, public.map_key) == (None, None)


def test_release_tells_the_reporter_and_leaves_no_words_in_the_log(report, iryna):
    release_report(report, by=iryna, title_en="Lamp out")

    event = Event.objects.of(report).first()
    assert (event.name, event.audience, event.data) == (ReportEvent.RELEASED, "reporter", {"version": 2})
