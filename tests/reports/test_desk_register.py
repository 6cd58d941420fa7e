"""The police register at the desk: the clock of a crime report, and its number."""

import pytest

from apps.reports.enums import Registration
from apps.reports.models import Report
from tests.reports.desk_helpers import do, page_of, text_of

pytestmark = pytest.mark.django_db


def test_a_crime_report_shows_its_clock_and_cannot_be_closed_before_its_number(desk, crime):
    page = text_of(desk.get(page_of(crime)))

    assert page_of(crime, "act", name="register") in page
    assert page_of(crime, "act", name="decline") not in page
    answer = do(desk, crime, "decline", reason="Nothing found")
    assert answer.status_code == 409
    assert "Enter its number first." in text_of(answer)
    assert "Nothing found</textarea>" in text_of(answer)


def test_the_number_is_entered_once_it_is_there(desk, crime):
    refused = do(desk, crime, "register", state="recorded", number="")
    assert (refused.status_code, "Enter the number under which" in text_of(refused)) == (422, True)

    assert do(desk, crime, "register", state="recorded", number="ЄО-4812").status_code == 302
    assert Report.objects.get(pk=crime.pk).registration == Registration.RECORDED
    assert "ЄО-4812" in text_of(desk.get(page_of(crime)))


def test_a_report_turns_out_to_be_a_crime(desk, report):
    do(desk, report, "require-registration")

    assert Report.objects.get(pk=report.pk).registration == Registration.DUE
