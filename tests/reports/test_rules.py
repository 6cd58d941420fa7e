"""Who may read a report: the list and the rule are one, for every role, kind and state."""

import itertools
from copy import copy

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.accounts.enums import RoleKind
from apps.core.references import new_reference
from apps.reports.enums import Sensitivity, Status
from apps.reports.models import Report
from apps.reports.receipts import ReceiptHolder
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report

# Who reads the private side of a report of Olena's in Zarichchia: of the open kinds, of a restricted one, and of a
# restricted one that is assigned to Iryna.
READERS = {
    "anonymous": (False, False, False),
    "olena": (True, True, True),
    "taras": (False, False, False),
    "receipt": (False, False, False),
    "iryna": (True, False, True),
    "iryna_without_factor": (False, False, False),
    "officer_elsewhere": (False, False, False),
    "officer_no_longer": (False, False, False),
    "bohdan": (True, True, True),
    "oksana": (False, False, False),
    "halyna": (False, False, False),
    "marko": (False, False, False),
    "administrator": (False, False, False),
}


@pytest.fixture
def reports(areas, olena, iryna):
    """One report of Olena's for each sensitivity and state; the restricted ones once more, assigned to Iryna."""
    twin = make_report(areas.stare_misto)
    made = []
    for sensitivity in Sensitivity:
        told = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=sensitivity), reporter=olena)
        assignees = (None, iryna) if sensitivity == Sensitivity.SEALED else (None,)
        for status, assignee in itertools.product(Status, assignees):
            report = copy(told)
            report.pk, report.reference = None, new_reference()
            report.status, report.assignee = status, assignee
            report.closed_at = timezone.now() if status == Status.CLOSED else None
            report.duplicate_of = twin if status == Status.DUPLICATE else None
            made.append(report)
    return Report.objects.bulk_create(made)


@pytest.fixture
def reader(request, areas, olena, taras, iryna, bohdan, oksana, halyna, marko, administrator):
    """The person of a name in READERS."""
    elsewhere = PersonFactory(name="Officer of Stare Misto")
    RoleFactory(person=elsewhere, kind=RoleKind.OFFICER, area=areas.stare_misto)
    former = PersonFactory(name="Former officer")
    today = timezone.localdate()
    RoleFactory(person=former, area=areas.zarichchia, starts_on=today - timezone.timedelta(days=9), ends_on=today)
    if request.param == "iryna_without_factor":
        iryna.desk_is_shut = True
    return {
        "anonymous": AnonymousUser(),
        "receipt": ReceiptHolder(make_report(areas.zarichchia).pk),
        "olena": olena,
        "taras": taras,
        "iryna": iryna,
        "iryna_without_factor": iryna,
        "officer_elsewhere": elsewhere,
        "officer_no_longer": former,
        "bohdan": bohdan,
        "oksana": oksana,
        "halyna": halyna,
        "marko": marko,
        "administrator": administrator,
    }[request.param], READERS[request.param]


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_list_and_rule_agree_for_every_kind_and_state(reports, reader):
    person, (plain, restricted, assigned) = reader
    listed = set(Report.objects.visible_to(person).values_list("pk", flat=True))

    for report in reports:
        expected = plain
        if report.is_sealed:
            expected = assigned if report.assignee_id else restricted
        may = person.has_perm("reports.view_report", report)
        assert (may, report.pk in listed) == (expected, expected), (report.sensitivity, report.status)


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_own_list_and_rule_agree_for_every_kind_and_state(reports, reader, olena):
    person, _reads = reader
    listed = set(Report.objects.reported_by(person).values_list("pk", flat=True))

    for report in reports:
        may = person.has_perm("reports.follow_own_report", report)
        assert (may, report.pk in listed) == (person == olena,) * 2, (report.sensitivity, report.status)


def test_holder_of_a_receipt_reads_that_report_alone(areas):
    mine, other = make_report(areas.zarichchia), make_report(areas.zarichchia)
    holder = ReceiptHolder(mine.pk)

    assert list(Report.objects.visible_to(holder)) == list(Report.objects.reported_by(holder)) == [mine]
    assert holder.has_perm("reports.view_report", mine)
    assert not holder.has_perm("reports.view_report", other)


@pytest.mark.parametrize(
    "permission",
    ["triage", "answer", "note", "release", "register", "assign"],
)
def test_nobody_handles_their_own_report(areas, iryna, permission):
    own, other = make_report(areas.zarichchia, reporter=iryna), make_report(areas.zarichchia)

    assert not iryna.has_perm(f"reports.{permission}_report", own)
    assert iryna.has_perm(f"reports.{permission}_report", other)


def test_only_a_supervisor_withdraws_a_release(areas, iryna, bohdan):
    report = make_report(areas.zarichchia)

    may = [person.has_perm("reports.withdraw_release", report) for person in (iryna, bohdan)]

    assert may == [False, True]


@pytest.mark.parametrize("name", ["olena", "taras", "oksana", "marko", "administrator"])
def test_who_does_not_work_on_reports_opens_no_contacts(request, areas, name):
    person = request.getfixturevalue(name)

    assert not person.has_perm("reports.open_contact", make_report(areas.zarichchia))
