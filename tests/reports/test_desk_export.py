"""The queue as a file: for supervisors, as it is narrowed, with a trace."""

import csv
import io
import time
import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from apps.accounts.enums import RoleKind
from apps.events.models import AuditEntry
from apps.reports.enums import Nature, Sensitivity
from apps.reports.models import Report
from apps.reports.services import triage
from apps.reports.staff import export
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db

CSV, XLSX = (reverse("reports_staff:export", args=[suffix]) for suffix in ("csv", "xlsx"))


@pytest.fixture
def supervisor(client_for, bohdan):
    client = client_for(bohdan)
    client.cookies["language"] = "en"
    return client


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def references(answer):
    return {row[0] for row in rows_of(answer)[1:]}


def test_export_has_what_the_row_of_the_queue_tells(supervisor, areas, iryna, bohdan):
    told = datetime(2026, 4, 17, 12, 30, tzinfo=ZoneInfo("Europe/Kyiv"))
    kind = CategoryFactory(name_en="Theft", nature=Nature.CRIME)
    report = make_report(
        areas.zarichchia,
        category=kind,
        words="=cmd|calc\nsecond line",
        submitted_at=told,
        identity={"name": "Halyna", "phone": "+380501112233"},
    )
    triage.assign_report(report, officer=iryna, by=bohdan)

    header, row = rows_of(supervisor.get(CSV, {"tab": "open"}))

    assert (header[0], header[4]) == ("Reference", "First words")
    assert row == [
        report.reference,
        "2026-04-17 12:30",
        "Theft",
        "Zarichchia",
        "'=cmd|calc",
        "Received",
        "Iryna Koval",
        "register",
        "2026-04-18 12:30",
        "due",
        "not decided",
    ]


def test_export_of_a_restricted_report_tells_its_kind_alone(supervisor, areas):
    make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED), words="He hits her")

    (row,) = rows_of(supervisor.get(CSV))[1:]

    assert (row[4], row[5], row[10]) == ("", "Restricted", "")


def test_export_has_the_rows_of_the_filters_and_no_others(supervisor, areas, bohdan):
    near, far, ended = make_report(areas.zarichchia), make_report(areas.stare_misto), make_report(areas.zarichchia)
    triage.decline_report(ended, by=bohdan, reason="Not ours")
    make_report(areas.zarichchia, reporter=bohdan)  # nobody handles their own

    assert references(supervisor.get(CSV, {"tab": "open"})) == {near.reference, far.reference}
    assert references(supervisor.get(CSV, {"tab": "open", "area": "zarichchia"})) == {near.reference}
    assert references(supervisor.get(CSV, {"q": near.reference})) == {near.reference}


def test_export_ends_where_the_supervision_ends(client_for, areas):
    person = PersonFactory(name="Larysa Shevchuk")
    RoleFactory(person=person, kind=RoleKind.SUPERVISOR, area=areas.stare_misto)
    RoleFactory(person=person, kind=RoleKind.OFFICER, area=areas.zarichchia)
    own, _other = make_report(areas.stare_misto), make_report(areas.zarichchia)

    assert references(client_for(person).get(CSV, {"tab": "open"})) == {own.reference}


@pytest.mark.parametrize("person", ["olena", "iryna", "oksana", "marko", "administrator"])
def test_export_is_not_found_by(request, client_for, report, person):
    client = client_for(request.getfixturevalue(person))

    assert [client.get(address).status_code for address in (CSV, XLSX)] == [404, 404]


@pytest.mark.parametrize("person", ["iryna", "bohdan", "oksana", "administrator", "olena"])
def test_what_may_be_exported_agrees_with_its_rule(request, areas, bohdan, person):
    someone = request.getfixturevalue(person)
    for reporter in (None, bohdan):
        make_report(areas.zarichchia, reporter=reporter)

    listed = set(Report.objects.supervised_by(someone))

    assert listed == {report for report in Report.objects.all() if someone.has_perm("reports.export_report", report)}


def test_export_leaves_a_trace_of_its_filters_without_their_words(supervisor, areas, bohdan):
    make_report(areas.zarichchia)

    supervisor.get(XLSX, {"tab": "open", "q": "lamps", "area": "zarichchia"})

    entry = AuditEntry.objects.get(action="report.exported")
    assert (entry.actor_id, entry.area_id) == (bohdan.pk, areas.zarichchia.pk)
    assert entry.data == {"format": "xlsx", "tab": "open", "filters": ["area", "q"], "count": 1}


def test_export_asks_for_the_factor_again_after_five_minutes(supervisor, report):
    session = supervisor.session
    session["account_authentication_methods"] = [
        method | {"at": time.time() - 400} for method in session["account_authentication_methods"]
    ]
    session.save()

    answer = supervisor.get(CSV)

    assert (answer.status_code, AuditEntry.objects.count()) == (302, 0)


def test_export_as_xlsx_is_a_workbook_in_the_readers_language(client_for, bohdan, report):
    answer = client_for(bohdan).get(XLSX, {"tab": "open"})

    sheet = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).read("xl/worksheets/sheet1.xml").decode()
    assert report.reference in sheet
    assert "Перші слова" in sheet
    assert answer["Content-Disposition"].endswith('.xlsx"')


def test_export_of_more_than_a_sheet_takes_is_refused_with_a_sentence(supervisor, report, monkeypatch):
    make, content_type, _most = export.FORMATS["xlsx"]
    monkeypatch.setitem(export.FORMATS, "xlsx", (make, content_type, 0))

    answer = supervisor.get(XLSX, {"tab": "open"}, follow=True)

    assert answer.redirect_chain == [(f"{reverse('reports_staff:queue')}?tab=open", 302)]
    assert "or choose CSV" in answer.content.decode()


def test_export_costs_the_same_for_one_row_and_for_thirty(
    supervisor, areas, django_assert_num_queries, django_assert_max_num_queries
):
    make_report(areas.zarichchia)
    with django_assert_max_num_queries(14) as one:
        rows_of(supervisor.get(CSV, {"tab": "open"}))
    for _ in range(29):
        make_report(areas.zarichchia, category=CategoryFactory())

    with django_assert_num_queries(len(one)):
        rows = rows_of(supervisor.get(CSV, {"tab": "open"}))

    assert len(rows) == 31
