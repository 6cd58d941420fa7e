"""The invented history of the demo town."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from apps.accounts.enums import Force, OrganisationKind, RoleKind
from apps.events.models import AuditEntry, Event
from apps.portal.demo.reports import make_demo_reports
from apps.reports.enums import Status
from apps.reports.models import Message, PublicReport, Report
from tests.conftest import CAST
from tests.factories.accounts import OrganisationFactory, PersonFactory, RoleFactory
from tests.factories.areas import SnapPointFactory, plant

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 4, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """Two officers, two residents, places at which reports can stand, and thirty reports, for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        areas = SimpleNamespace(**plant(CAST))
        for number in range(4):
            SnapPointFactory(
                area=areas.zarichchia, code=f"p{number}", point=f"SRID=4326;POINT({30.004 + number / 250} 50.01)"
            )
        for kind in (OrganisationKind.AUTHORITY, OrganisationKind.POLICE):
            unit = OrganisationFactory(kind=kind, force=Force.DISTRICT if kind == OrganisationKind.POLICE else "")
            unit.areas.add(areas.hromada)
        for kind, area in ((RoleKind.OFFICER, areas.zarichchia), (RoleKind.SUPERVISOR, areas.hromada)):
            RoleFactory(kind=kind, area=area, organisation=unit, starts_on=date(2020, 1, 1))
        residents = PersonFactory.create_batch(2, home_area=areas.zarichchia)
        make_demo_reports(areas.hromada, residents, count=26, untouched=4, today=TODAY)
        yield SimpleNamespace(hromada=areas.hromada, residents=residents)
        transaction.set_rollback(True)


def test_demo_reports_stand_in_the_past(town):
    assert Report.objects.count() == 30
    assert not Report.objects.filter(submitted_at__gt=TODAY).exists()
    assert not Report.objects.filter(submitted_at__lt=TODAY - timedelta(days=541)).exists()
    assert not Event.objects.filter(created_at__gt=TODAY).exists()
    assert not Message.objects.filter(created_at__gt=TODAY).exists()
    assert not AuditEntry.objects.filter(at__gt=TODAY).exists()


def test_demo_reports_reach_many_states(town):
    states = set(Report.objects.values_list("status", flat=True))

    assert {Status.CLOSED, Status.DECLINED} <= states
    assert len(states) >= 3
    assert PublicReport.objects.count() > 5


def test_demo_reports_leave_some_for_the_officers_to_read(town):
    assert Report.objects.filter(status=Status.RECEIVED, acknowledged_at=None).count() >= 4


def test_demo_reports_leave_nothing_to_tell(town):
    assert not Event.objects.filter(fanned_out_at=None).exists()


def test_clock_of_the_demo_goes_on_afterwards(town):
    assert abs(timezone.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_demo_reports_are_the_same_for_a_seed(town):
    def made():
        make_demo_reports(town.hromada, town.residents, count=12, today=TODAY)
        return list(Report.objects.order_by("-pk").values_list("category__code", "status", "submitted_at")[:12])

    assert made() == made()
