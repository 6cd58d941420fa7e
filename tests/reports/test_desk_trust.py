"""Who reads a restricted report at the desk, and what reading leaves behind."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.enums import RoleKind
from apps.accounts.models import Person
from apps.attachments.services import make_safe
from apps.events.models import AuditEntry
from apps.reports.enums import Sensitivity
from apps.reports.models import Report, ReportPhoto
from apps.reports.services import triage
from apps.reports.staff.chosen import worked_on
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import do, page_of, photo_file, text_of

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


def test_a_report_of_others_is_not_even_loaded(client_for, sealed, iryna, colleague, bohdan):
    ReportPhoto.objects.create(report=sealed, attachment=make_safe(photo_file()))
    found = {person: worked_on(person, sealed.reference) for person in (iryna, colleague, bohdan)}
    assert found == {iryna: sealed, colleague: None, bohdan: sealed}

    client = client_for(colleague)
    client.get(page_of(sealed))
    with CaptureQueriesContext(connection) as of_others:
        client.get(page_of(sealed))
    took = len(of_others)
    with CaptureQueriesContext(connection) as of_none:
        client.get("/desk/reports/ZZ99-ZZ99/")
    assert len(of_none) == took


def test_several_roles_find_what_each_of_them_may_work_on(areas, sealed, colleague):
    RoleFactory(person=colleague, area=areas.oblast, kind=RoleKind.SUPERVISOR)
    colleague = Person.objects.get(pk=colleague.pk)
    assert worked_on(colleague, sealed.reference) == sealed
    assert worked_on(PersonFactory(), sealed.reference) is None


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
