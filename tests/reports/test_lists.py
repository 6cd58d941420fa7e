"""The lists of a report: what its pages know of them before they ask."""

import pytest

from apps.attachments.services import make_safe
from apps.reports.enums import Status
from apps.reports.models import ContactOpening, EarlierTelling, Referral, RegistrationStep, Report, ReportPhoto
from apps.reports.querysets import SELDOM
from tests.factories.accounts import OrganisationFactory
from tests.factories.reports import make_report
from tests.reports.desk_helpers import photo_file

pytestmark = pytest.mark.django_db


def seen(report):
    return Report.objects.for_detail().get(pk=report.pk)


def other(report, **fields):
    """Another report, which is now a part of this one or joined to it; return it."""
    made = make_report(report.area)
    Report.objects.filter(pk=made.pk).update(**fields)
    return made


MADE = {
    "photos": lambda report, by: ReportPhoto.objects.create(report=report, attachment=make_safe(photo_file())),
    "referrals": lambda report, by: Referral.objects.create(
        report=report, organisation=OrganisationFactory(), due_on=report.submitted_at
    ),
    "registration_steps": lambda report, by: RegistrationStep.objects.create(report=report, state="due", by=by),
    "contact_openings": lambda report, by: ContactOpening.objects.create(report=report, by=by, reason="To agree"),
    "earlier_tellings": lambda report, by: EarlierTelling.objects.create(report=report, sealed_told=b""),
    "parts": lambda report, by: other(report, split_from=report),
    "duplicates": lambda report, by: other(report, status=Status.DUPLICATE, duplicate_of=report),
}


def test_report_alone_is_known_to_have_none_of_them(report, django_assert_num_queries):
    found = seen(report)

    with django_assert_num_queries(0):
        assert [list(getattr(found, name).all()) for name in SELDOM] == [[]] * len(SELDOM)
    assert all(found.has_no(name) for name in SELDOM)
    assert not found.may_be_split


@pytest.mark.parametrize("name", SELDOM)
def test_list_with_something_in_it_is_read(areas, report, iryna, name):
    made = MADE[name](report, iryna)
    make_report(areas.zarichchia)

    found = seen(report)

    assert list(getattr(found, name).all()) == [made]
    assert [known for known in SELDOM if not found.has_no(known)] == [name]


def test_part_of_a_report_may_be_split(report):
    part = other(report, split_from=report)

    assert seen(part).may_be_split
    assert seen(report).may_be_split


def test_report_that_is_loaded_anew_is_asked_again(report, iryna):
    found = seen(report)
    made = MADE["contact_openings"](report, iryna)

    found.refresh_from_db()

    assert not found.has_no("contact_openings")
    assert list(found.contact_openings.all()) == [made]


def test_report_that_was_not_looked_at_is_not_known_to_have_none(report):
    assert not any(Report.objects.get(pk=report.pk).has_no(name) for name in SELDOM)
