"""The whole way of a report, from the first question to the last page."""

import pytest
from django.urls import reverse

from apps.reports.models import Draft, Report
from apps.reports.services.intake import report_by_receipt
from tests.reports.wizard.conftest import ANSWERS, WORDS


def step(name):
    return reverse("reports:step", args=[name])


def test_wizard_from_the_first_question_to_the_code(town, english, human):
    answer = english.post(reverse("reports:start"), {"danger": "no"})
    assert answer.url == step("where")
    for name, following in (("where", "what"), ("what", "details"), ("details", "you"), ("you", "check")):
        assert english.get(step(name)).status_code == 200
        answer = english.post(step(name), ANSWERS[name])
        assert answer.url == step(following), answer.content.decode()
    shown = english.get(step("check")).content.decode()
    assert WORDS in shown
    assert "Footbridge" in shown
    answer = english.post(step("check"), human)
    assert answer.url == reverse("reports:done")
    page = english.get(answer.url)

    report = Report.objects.get()
    assert (report.words, report.place, report.area) == (WORDS, "Mlynova Street, by the stairs", town.areas.zarichchia)
    assert (report.category, report.snap_point, report.answers) == (town.lamp, town.snap_point, {"people": "no"})
    assert report.is_anonymous
    assert report_by_receipt(page.context["code"]) == report
    assert page.context["code"] in page.content.decode()


@pytest.mark.parametrize("danger", ["yes", "unsure"])
def test_danger_leads_to_the_numbers_and_opens_no_draft(town, english, danger):
    answer = english.post(reverse("reports:start"), {"danger": danger})

    assert answer.url == reverse("portal:emergency")
    assert not Draft.objects.exists()
