"""“Me too” knows released, open reports alone."""

import pytest
from django.test import RequestFactory

from apps.reports.errors import MoveRefused
from apps.reports.models import Support
from apps.reports.services.release import release_report, withdraw_release
from apps.reports.services.support import has_supported, support_report
from apps.reports.services.triage import resolve_report
from apps.reports.supporters import COOKIE, supporter_of
from tests.factories.reports import make_report


@pytest.fixture
def released(areas, iryna):
    report = make_report(areas.zarichchia)
    release_report(report, by=iryna, title_en="Lamp out")
    return report


def counted(report):
    report.refresh_from_db()
    return report.support_count, Support.objects.filter(report=report).count()


def test_support_counts_each_supporter_once(released):
    assert [support_report(released, supporter=key) for key in ("a", "a", "b")] == [True, False, True]

    assert counted(released) == (2, 2)
    assert (has_supported(released, supporter="a"), has_supported(released, supporter="c")) == (True, False)


def test_support_of_an_unreleased_report_is_refused(areas):
    report = make_report(areas.zarichchia)

    with pytest.raises(MoveRefused):
        support_report(report, supporter="a")

    assert counted(report) == (0, 0)


def test_support_of_a_withdrawn_release_is_refused(released, bohdan):
    withdraw_release(released, by=bohdan)

    with pytest.raises(MoveRefused):
        support_report(released, supporter="a")


def test_support_of_a_closed_report_is_refused(released, iryna):
    resolve_report(released, by=iryna, outcome="Mended.")

    with pytest.raises(MoveRefused):
        support_report(released, supporter="a")


def test_supporter_of_one_browser_has_another_key_for_each_report(areas, released):
    request = RequestFactory().get("/")
    request.user, request.COOKIES[COOKIE] = type("Nobody", (), {"is_authenticated": False})(), "token"
    request.shared_computer = False

    keys = {supporter_of(request, report) for report in (released, make_report(areas.zarichchia))}

    assert len(keys) == 2
    assert "token" not in "".join(keys)
