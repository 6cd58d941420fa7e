"""Who reads a restricted report at the desk, and what reading leaves behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.events.models import AuditEntry
from apps.reports.enums import Sensitivity
from apps.reports.models import Report
from apps.reports.services import triage
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import do, page_of, text_of

pytestmark = pytest.mark.django_db

LEFT = "only whoever has it and the supervisors read it"


@pytest.fixture
def colleague(areas):
    """A second officer of Zarichchia."""
    person = PersonFactory(name="Petro Hnatiuk")
    RoleFactory(person=person, area=areas.zarichchia)
    return person


@pytest.fixture
def sealed(areas, iryna, bohdan):
    """A restricted report that Iryna has."""
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    triage.assign_report(report, officer=iryna, by=bohdan)
    return report


def test_a_restricted_report_is_read_by_whoever_has_it_and_by_supervisors(
    client_for, sealed, iryna, colleague, bohdan, administrator
):
    answers = {person: client_for(person).get(page_of(sealed)) for person in (iryna, colleague, bohdan, administrator)}

    assert [answer.status_code for answer in answers.values()] == [200, 404, 200, 404]
    assert sealed.reference not in text_of(client_for(colleague).get("/desk/reports/?tab=all"))


def test_a_restricted_report_given_away_leads_back_to_the_queue(desk, sealed, colleague):
    answer = do(desk, sealed, "assign", officer=colleague.pk)

    assert answer["Location"] == "/desk/reports/"
    assert LEFT in text_of(desk.get(answer["Location"]))


def test_a_report_put_under_a_restricted_kind_that_nobody_has_leads_back_to_the_queue(desk, report):
    answer = do(desk, report, "category", category=CategoryFactory(sensitivity=Sensitivity.SEALED).code)

    assert answer["Location"] == "/desk/reports/"
    assert LEFT in text_of(desk.get(answer["Location"]))


@pytest.mark.parametrize("name", ["resolve", "assign", "category"])
def test_reading_a_report_on_the_page_of_a_question_leaves_an_audit_row(desk, iryna, sealed, name):
    assert desk.get(page_of(sealed, "act", name=name)).status_code == 200

    rows = AuditEntry.objects.filter(action="report.read", subject_id=sealed.pk)
    assert [row.actor_id for row in rows] == [iryna.pk]


def test_news_promised_for_a_far_year_is_refused_beside_its_field(desk, report):
    far = timezone.localdate() + timedelta(days=400)

    answer = do(desk, report, "start", next_news_on=far.isoformat())

    assert answer.status_code == 422
    assert "That is more than a year away. Check the year." in text_of(answer)
    assert Report.objects.get(pk=report.pk).next_news_on is None
