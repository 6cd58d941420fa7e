"""The release of a report from its page at the desk: suggested, previewed, changed, withdrawn."""

import pytest

from apps.reports.enums import Registration, ReleaseState, Sensitivity
from apps.reports.models import Report
from apps.reports.services import registration, release
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import do, page_of, text_of

pytestmark = pytest.mark.django_db


def test_the_suggested_release_has_none_of_the_reporters_words(desk, report):
    page = text_of(
        desk.get(page_of(report, "act", name="release"), headers={"HX-Request": "true", "HX-Target": "action"})
    )

    assert f"{report.category.name_en}: Mlynova St, by the footbridge" in page
    assert f"{report.category.name_uk}: Млинова, біля містка" in page
    assert "Two lamps by the stairs" not in page
    assert "Mlynova St 8" not in page


def test_a_release_is_previewed_and_then_public(desk, report):
    words = {"title_en": "Two lamps are dark", "summary_en": "By the stairs.", "with_place": "place"}

    shown = desk.post(page_of(report, "preview"), words)
    again = do(desk, report, "release", preview="1", **words)
    assert "Two lamps are dark" in text_of(shown)
    assert "Everybody will read exactly this" in text_of(again)
    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.PENDING

    assert do(desk, report, "release", **words).status_code == 302
    report.refresh_from_db()
    assert (report.release_state, report.public_title_en) == (ReleaseState.RELEASED, "Two lamps are dark")
    assert report.public_place == report.snap_point


def test_a_release_for_the_area_alone_has_no_place(desk, report):
    do(desk, report, "release", title_en="Two lamps", with_place="area")

    assert Report.objects.get(pk=report.pk).public_place is None


def test_changing_a_release_begins_with_its_words(desk, iryna, report):
    release.release_report(report, by=iryna, title_en="Two lamps", with_place=False)

    page = text_of(desk.get(page_of(report, "act", name="edit-release")))
    assert 'value="Two lamps"' in page
    assert do(desk, report, "edit-release", title_en="Three lamps", with_place="area").status_code == 302
    assert Report.objects.get(pk=report.pk).public_title_en == "Three lamps"


def test_a_release_that_names_the_reporter_is_refused_and_kept(desk, olena, report):
    answer = do(desk, report, "release", title_en=f"says {olena.name}", with_place="area", kept=olena.name)

    assert answer.status_code == 409
    assert "These words name the reporter." in text_of(answer)
    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.PENDING


def test_withholding(desk, report):
    do(desk, report, "withhold")

    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.WITHHELD


def test_a_supervisor_withdraws_a_release_and_an_officer_does_not(desk, client_for, iryna, bohdan, report):
    release.release_report(report, by=iryna, title_en="Two lamps")

    assert do(desk, report, "withdraw-release").status_code == 404
    assert do(client_for(bohdan), report, "withdraw-release").status_code == 302
    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.WITHHELD


def test_under_investigation_the_consent_comes_first(desk, iryna, crime):
    registration.register_report(crime, by=iryna, state=Registration.RECORDED, number="ЄО-1")
    registration.register_report(crime, by=iryna, state=Registration.INVESTIGATION, number="ЄРДР-1")

    assert page_of(crime, "act", name="release") not in text_of(desk.get(page_of(crime)))
    assert do(desk, crime, "release", title_en="A theft", with_place="area").status_code == 409
    assert do(desk, crime, "consent", investigator="A. Honchar").status_code == 302
    assert do(desk, crime, "release", title_en="A theft", with_place="area").status_code == 302


def test_a_restricted_report_is_never_released(client_for, bohdan, areas):
    sealed = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    client = client_for(bohdan)

    assert page_of(sealed, "act", name="release") not in text_of(client.get(page_of(sealed)))
    assert do(client, sealed, "release", title_en="Words", with_place="area").status_code == 409
    assert client.post(page_of(sealed, "preview"), {"title_en": "Words"}).status_code == 404
