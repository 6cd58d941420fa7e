"""A released report never shows more than what was released."""

import pytest

from apps.reports.models import PublicReport, Report
from apps.reports.models.report import PUBLIC_FIELDS
from apps.reports.services.release import release_report
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import make_report

PRIVATE = sorted(
    field.attname
    for field in Report._meta.concrete_fields
    if field.name not in PUBLIC_FIELDS and field.attname not in PUBLIC_FIELDS
)


@pytest.fixture
def released(areas, iryna):
    report = make_report(areas.zarichchia, snap_point=SnapPointFactory(area=areas.zarichchia), words="Private words")
    release_report(report, by=iryna, title_en="Street light out", summary_en="Two lamps are dark.")
    return report


@pytest.mark.parametrize("rows", ["all", "for_list"])
def test_public_report_refuses_every_private_column(released, rows):
    report = getattr(PublicReport.objects, rows)().get()

    for name in PRIVATE:
        with pytest.raises(AttributeError):
            getattr(report, name)
    assert set(report.__dict__).isdisjoint(PRIVATE)


def test_public_report_refuses_the_words(released):
    with pytest.raises(AttributeError):
        PublicReport.objects.get().words  # noqa: B018


def test_public_report_cannot_be_deferred(released):
    with pytest.raises(TypeError):
        PublicReport.objects.defer("status")


def test_public_report_list_takes_one_query_once_its_kinds_and_areas_are_known(released, django_assert_num_queries):
    with django_assert_num_queries(3):
        list(PublicReport.objects.for_list())
    with django_assert_num_queries(1):
        (report,) = PublicReport.objects.for_list()
        shown = (
            report.area.name,
            report.category.name,
            report.public_place.name,
            report.public_title,
            report.is_overdue,
        )

    assert shown[0] and shown[3] == "Street light out"


def test_public_report_list_reads_no_boundary(released):
    (report,) = PublicReport.objects.for_list()

    assert "boundary" not in report.area.__dict__


def test_unreleased_report_is_not_public(areas):
    make_report(areas.zarichchia)

    assert not PublicReport.objects.exists()
