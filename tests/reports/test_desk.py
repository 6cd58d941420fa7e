"""Reports at the desk: who sees what, what each page does, and what it costs."""

import pytest
from django.urls import resolve, reverse

from apps.accounts.enums import RoleKind
from apps.attachments.services import make_safe
from apps.reports.enums import Sensitivity, Status
from apps.reports.models import Report, ReportPhoto
from apps.reports.services import triage
from apps.reports.staff.actions import ACTIONS
from apps.reports.staff_urls import urlpatterns
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import page_of, photo_file, text_of

pytestmark = pytest.mark.django_db

QUEUE = reverse("reports_staff:queue")


# -- who sees what ---------------------------------------------------------------------------------------------------


def addresses(report):
    """Every staff address about a report: (method, address)."""
    photo = ReportPhoto.objects.create(report=report, attachment=make_safe(photo_file()))
    asked = [page_of(report, "act", name=name) for name, action in ACTIONS.items() if action.form.base_fields]
    return [
        ("get", page_of(report)),
        ("get", page_of(report, "record")),
        ("get", page_of(report, "case")),
        ("get", page_of(report, "photo", number=photo.pk, variant="full")),
        ("get", page_of(report, "photo", number=photo.pk, variant="thumbnail")),
        ("get", page_of(report, "cover", number=photo.pk)),
        ("post", page_of(report, "write")),
        ("post", page_of(report, "contacts")),
        ("post", page_of(report, "preview")),
        *(("get", address) for address in asked),
        *(("post", address) for address in asked),
    ]


def test_every_staff_address_of_a_report_is_in_the_table(report):
    walked = {resolve(address).url_name for _method, address in addresses(report)}

    others = {
        "queue",
        "new",
        "taken_photo",
        "come",
        "bulk",
        "join_all",
        "undo",
        "by_phone",
        "answer_all",
        "release_all",
        "export",
        "typed",
    }
    assert walked | others == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("person", ["olena", "oksana", "marko", "administrator", "other_officer"])
def test_a_report_is_not_found_by(request, client_for, drawn_once, areas, report, person):
    drawn_once()
    if person == "other_officer":
        someone = PersonFactory(name="Petro Ivanenko", email="petro@example.org")
        RoleFactory(person=someone, kind=RoleKind.OFFICER, area=areas.stare_misto)
    else:
        someone = request.getfixturevalue(person)
    client = client_for(someone)

    found = {address: getattr(client, method)(address).status_code for method, address in addresses(report)}

    assert found == dict.fromkeys(found, 404)


@pytest.mark.parametrize("person", ["iryna", "bohdan"])
def test_a_report_is_found_by(request, client_for, report, person):
    client = client_for(request.getfixturevalue(person))

    statuses = {getattr(client, method)(address).status_code for method, address in addresses(report)}

    assert statuses <= {200, 302, 404, 422}
    assert client.get(page_of(report)).status_code == 200


def test_a_report_is_not_shown_without_the_second_factor(client_for, iryna, report):
    client = client_for(iryna, factor=False)

    assert {client.get(page_of(report)).status_code, client.get(QUEUE).status_code} == {302}


def test_a_report_is_not_shown_to_a_stranger(client, report):
    assert client.get(page_of(report))["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("person", ["oksana", "marko", "administrator"])
def test_the_queue_is_not_found_by(request, client_for, person):
    client = client_for(request.getfixturevalue(person))

    assert {client.get(QUEUE).status_code, client.post(reverse("reports_staff:bulk")).status_code} == {404}


def test_an_officer_finds_no_own_report_at_the_desk(areas, desk, iryna):
    own = make_report(areas.zarichchia, reporter=iryna, words="My own fence")

    assert desk.get(page_of(own)).status_code == 404
    assert own.reference not in text_of(desk.get(f"{QUEUE}?tab=all"))


@pytest.mark.parametrize("person", ["iryna", "bohdan", "oksana", "marko", "administrator", "olena", "taras"])
def test_the_list_of_the_desk_and_its_rule_agree(request, areas, iryna, olena, person):
    person = request.getfixturevalue(person)
    sealed = CategoryFactory(sensitivity=Sensitivity.SEALED)
    rows = [
        make_report(areas.zarichchia, reporter=olena),
        make_report(areas.stare_misto),
        make_report(areas.hromada),
        make_report(areas.zarichchia, category=sealed),
        make_report(areas.zarichchia, reporter=iryna),
    ]
    triage.assign_report(make_report(areas.zarichchia, category=sealed), officer=iryna, by=iryna)

    listed = set(Report.objects.handled_by(person))

    assert listed == {row for row in Report.objects.all() if person.has_perm("reports.triage_report", row)}
    assert len(rows) == 5
    for area in (areas.country, areas.hromada, areas.zarichchia, areas.stare_misto):
        within = set(Report.objects.handled_by(person, within=area))
        assert within == listed & set(Report.objects.within(area)), area


def test_a_restricted_report_shows_its_kind_alone_in_the_queue(client_for, areas, bohdan):
    kind = CategoryFactory(name_en="Violence at home", sensitivity=Sensitivity.SEALED)
    make_report(areas.zarichchia, category=kind, words="He comes at night")
    client = client_for(bohdan)
    client.cookies["language"] = "en"

    page = text_of(client.get(f"{QUEUE}?tab=open"))

    assert "Violence at home" in page
    assert "Restricted" in page
    assert "He comes at night" not in page


def test_bulk_acknowledges_what_can_be_and_says_why_not_the_rest(desk, areas, iryna):
    new, done = make_report(areas.zarichchia), make_report(areas.zarichchia)
    triage.acknowledge_report(done, by=iryna)
    foreign = make_report(areas.stare_misto)

    answer = desk.post(
        reverse("reports_staff:bulk") + "?tab=open",
        {"do": "acknowledge", "report": [new.reference, done.reference, foreign.reference]},
        follow=True,
    )

    assert answer.redirect_chain == [(f"{QUEUE}?tab=open", 302)]
    assert "1 report acknowledged." in text_of(answer)
    assert f"{done.reference}: A report that is “acknowledged” cannot become “acknowledged”." in text_of(answer)
    assert set(Report.objects.filter(status=Status.ACKNOWLEDGED)) == {new, done}


def test_bulk_gives_to_a_colleague_but_takes_from_nobody(desk, areas, iryna, bohdan):
    free, taken = make_report(areas.zarichchia), make_report(areas.zarichchia)
    triage.assign_report(taken, officer=bohdan, by=bohdan)
    colleague = PersonFactory(name="Dmytro Lysko", email="dmytro@example.org")
    RoleFactory(person=colleague, kind=RoleKind.OFFICER, area=areas.zarichchia)

    answer = desk.post(
        reverse("reports_staff:bulk"),
        {"do": "assign", "officer": colleague.pk, "report": [free.reference, taken.reference]},
        follow=True,
    )

    assert f"{taken.reference}: Bohdan Melnyk has it." in text_of(answer)
    assert [Report.objects.get(pk=row.pk).assignee for row in (free, taken)] == [colleague, bohdan]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "take"},
        {"do": "take", "report": "\0", "chosen": "\0"},
    ],
)
def test_bulk_without_reports_asks_for_them(desk, fields):
    answer = desk.post(reverse("reports_staff:bulk"), fields, follow=True)

    assert "Tick the reports first." in text_of(answer)


@pytest.mark.parametrize("name", ["bulk", "join_all", "answer_all", "release_all"])
def test_ticked_reports_that_nobody_here_has_are_named(desk, report, name):
    answer = desk.post(reverse(f"reports_staff:{name}"), {"do": "take", "report": "KV47-RM93"}, follow=True)

    assert "KV47-RM93: It is not in your hands any more, so nothing was done with it." in text_of(answer)
    assert "Tick the reports first." not in text_of(answer)


@pytest.mark.parametrize("name", ["bulk", "join_all", "answer_all", "release_all"])
def test_more_ticked_reports_than_are_taken_at_once_is_said(desk, areas, name):
    kind = CategoryFactory()
    reports = [make_report(areas.zarichchia, category=kind) for _ in range(51)]
    words = "Only the first 50 of the ticked reports are taken at once; the others stay as they are."

    def said(ticked):
        fields = {"do": "take", "report": [report.reference for report in ticked]}
        return words in text_of(desk.post(reverse(f"reports_staff:{name}"), fields, follow=True))

    assert (said(reports[:50]), said(reports)) == (False, True)


def test_bulk_without_a_colleague_asks_for_one(desk, report):
    answer = desk.post(reverse("reports_staff:bulk"), {"do": "assign", "report": report.reference}, follow=True)

    assert "Choose a colleague in the list first." in text_of(answer)
