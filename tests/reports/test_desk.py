"""Reports at the desk: who sees what, what each page does, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from apps.accounts.enums import RoleKind
from apps.attachments.services import make_safe
from apps.reports.enums import Nature, Sensitivity, Status
from apps.reports.models import Report, ReportPhoto
from apps.reports.services import conversation, release, triage
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
def test_a_report_is_not_found_by(request, client_for, areas, report, person):
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


def test_a_restricted_report_shows_its_kind_alone_in_the_queue(client_for, areas, bohdan):
    kind = CategoryFactory(name_en="Violence at home", sensitivity=Sensitivity.SEALED)
    make_report(areas.zarichchia, category=kind, words="He comes at night")
    client = client_for(bohdan)
    client.cookies["language"] = "en"

    page = text_of(client.get(f"{QUEUE}?tab=open"))

    assert "Violence at home" in page
    assert "Restricted" in page
    assert "He comes at night" not in page


# -- the queue -------------------------------------------------------------------------------------------------------


def references(answer):
    return re.findall(r'data-reference="([^"]+)"', text_of(answer))


def test_the_queue_begins_with_mine_and_new_the_latest_debt_first(desk, areas, iryna, bohdan):
    new, mine, theirs = (make_report(areas.zarichchia) for _ in range(3))
    triage.assign_report(mine, officer=iryna, by=iryna)
    triage.assign_report(theirs, officer=bohdan, by=bohdan)
    Report.objects.filter(pk=mine.pk).update(due_at=timezone.now() - timedelta(days=4))

    answer = desk.get(QUEUE)

    assert references(answer) == [mine.reference, new.reference]
    assert "4\u00a0days late" in text_of(answer)


def test_tabs_part_the_queue(desk, areas, iryna):
    received, asked, ended = (make_report(areas.zarichchia) for _ in range(3))
    conversation.ask_reporter(asked, by=iryna, text="Which gate?")
    triage.decline_report(ended, by=iryna, reason="Not ours")
    Report.objects.filter(pk=received.pk).update(due_at=timezone.now() - timedelta(days=1))

    shown = {tab: set(references(desk.get(f"{QUEUE}?tab={tab}"))) for tab in ("late", "waiting", "open", "all")}

    assert shown == {
        "late": {received.reference},
        "waiting": {asked.reference},
        "open": {received.reference, asked.reference},
        "all": {received.reference, asked.reference, ended.reference},
    }


def test_filters_narrow_the_queue(client_for, areas, iryna, bohdan):
    kind = CategoryFactory(code="noise")
    loud = make_report(areas.zarichchia, category=kind)
    far = make_report(areas.stare_misto)
    crime = make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME))
    triage.assign_report(loud, officer=iryna, by=bohdan)
    release.withhold_release(far, by=bohdan)
    client = client_for(bohdan)

    def found(query):
        return set(references(client.get(f"{QUEUE}?tab=open&{query}")))

    assert found("kind=noise") == {loud.reference}
    assert found("area=stare-misto") == {far.reference}
    assert found(f"assignee={iryna.pk}") == {loud.reference}
    assert found("assignee=nobody") == {far.reference, crime.reference}
    assert found("registration=on") == {crime.reference}
    assert found("release=on") == {loud.reference, crime.reference}
    assert found("state=received&kind=noise") == {loud.reference}


@pytest.mark.parametrize(
    "query", ["area=nowhere", "kind=%00", "assignee=x", "state=lost", "page=junk", "tab=none", "q="]
)
def test_a_filter_that_cannot_be_understood_is_passed_over(desk, report, query):
    answer = desk.get(f"{QUEUE}?{query}")

    assert (answer.status_code, references(answer)) == (200, [report.reference])


def test_the_header_names_the_areas_and_narrows_to_one(client_for, areas, police):
    person = PersonFactory(name="Larysa Shevchuk", email="larysa@example.org")
    for area in (areas.zarichchia, areas.stare_misto):
        RoleFactory(person=person, kind=RoleKind.OFFICER, area=area, organisation=police)
    client = client_for(person)
    client.cookies["language"] = "en"

    assert "Zarichchia and 1 more" in text_of(client.get(QUEUE))
    assert f"{QUEUE}?area=stare-misto&amp;tab=late" in text_of(client.get(f"{QUEUE}?tab=late"))
    assert '?area=stare-misto&amp;" aria-current="true"' in text_of(client.get(f"{QUEUE}?area=stare-misto"))


def test_the_rail_counts_what_is_late(desk, areas, report):
    Report.objects.filter(pk=report.pk).update(due_at=timezone.now() - timedelta(days=1))

    assert '<span class="badge-count">1</span>' in text_of(desk.get(QUEUE))


def test_search_finds_references_words_and_streets(desk, areas, report):
    other = make_report(areas.zarichchia, words="Дим біля під’їзду", place="Зарічна, 4")

    def found(text):
        return references(desk.get(QUEUE, {"q": text}))

    assert found(report.reference.lower().replace("-", " ")) == [report.reference]
    assert found("під'їзду дим") == [other.reference]
    assert found("mlynova") == [report.reference]
    assert found("scooters") == []
    assert found("100% (x") == []


def test_search_finds_parts_of_words_in_open_reports_and_beginnings_in_closed_ones(desk, areas, iryna):
    row = make_report(areas.zarichchia, words="Ґанок біля під’їзду")

    def found(*texts):
        return [references(desk.get(QUEUE, {"q": text, "tab": "all"})) == [row.reference] for text in texts]

    assert found("анок", "ганок", "підїзд", "біля ґан", "ґанок дах") == [True, True, True, True, False]
    triage.decline_report(row, by=iryna, reason="Not ours")
    assert found("анок", "ганок", "підїзд", "біля ґан", "ґанок дах") == [False, True, True, True, False]


@pytest.mark.parametrize("text", ["'", "&", "a:*|!b", "\\", "%", "_", "(", "’’"])
def test_search_takes_signs_for_no_language(desk, report, text):
    assert desk.get(QUEUE, {"q": text}).status_code == 200


def test_a_queue_with_more_than_can_be_counted_shows_a_page_all_the_same(desk, areas, monkeypatch):
    monkeypatch.setattr("apps.reports.staff.queue.MOST_COUNTED", 2)
    rows = [make_report(areas.zarichchia) for _ in range(4)]

    answer = desk.get(QUEUE, {"state": "received", "tab": "open"})

    assert set(references(answer)) == {row.reference for row in rows}
    assert "999+" in text_of(answer)


@pytest.mark.parametrize("limit", ["MOST_COUNTED", "MOST_FOUND_FIRST"])
def test_words_that_many_reports_say_are_found_and_not_counted(desk, areas, monkeypatch, limit):
    monkeypatch.setattr(f"apps.reports.staff.queue.{limit}", 0)
    said, _other = make_report(areas.zarichchia, words="A broken swing"), make_report(areas.zarichchia)

    answer = desk.get(QUEUE, {"q": "swing"})

    assert references(answer) == [said.reference]
    assert "Many reports say this" in text_of(answer)
    assert b"tab-count" not in answer.content


def test_several_words_are_looked_for_however_common_each_may_be(desk, areas, monkeypatch):
    monkeypatch.setattr("apps.reports.staff.queue.MOST_FOUND_FIRST", 0)
    make_report(areas.zarichchia, words="A broken swing")

    assert "1 report," in text_of(desk.get(QUEUE, {"q": "broken swing"}))


def test_search_reads_no_restricted_words(client_for, areas, bohdan):
    make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED), words="hidden word")

    assert references(client_for(bohdan).get(QUEUE, {"q": "hidden"})) == []


def test_the_queue_has_pages(desk, areas):
    kind = CategoryFactory()
    for _ in range(55):
        make_report(areas.zarichchia, category=kind)

    first = desk.get(QUEUE)
    following = re.search(r'href="(\?[^"]*page=[^"]+)"', text_of(first))[1].replace("&amp;", "&")
    second = desk.get(QUEUE + following)

    assert (len(references(first)), len(references(second))) == (50, 5)
    assert not set(references(first)) & set(references(second))


def test_the_queue_costs_the_same_for_one_row_and_for_thirty(
    desk, areas, iryna, bohdan, django_assert_num_queries, django_assert_max_num_queries
):
    kind = CategoryFactory()
    triage.assign_report(make_report(areas.zarichchia, category=kind), officer=iryna, by=bohdan)
    desk.get(QUEUE)  # the areas are kept for a minute
    with django_assert_max_num_queries(12) as one:
        desk.get(QUEUE)
    for _ in range(29):
        make_report(areas.zarichchia, category=CategoryFactory())

    with django_assert_num_queries(len(one)):
        answer = desk.get(QUEUE)

    assert len(references(answer)) == 30


# -- what came meanwhile ---------------------------------------------------------------------------------------------


def come(client, page, query=""):
    """What the address in a page of the queue answers, `query` beside it."""
    address = re.search(r'data-address="([^"]+)"', text_of(page))[1].replace("&amp;", "&")
    return client.get(f"{address}&{query}")


def test_what_came_since_the_queue_was_shown_is_counted(desk, areas, report, django_assert_max_num_queries):
    page = desk.get(f"{QUEUE}?tab=open")
    before = come(desk, page).json()
    make_report(areas.zarichchia)
    make_report(areas.stare_misto)

    with django_assert_max_num_queries(5):
        answer = come(desk, page)

    assert (before["count"], answer.json()) == (0, {"count": 1, "words": "1 new: show"})
    assert answer["Cache-Control"] == "private, no-store"


def test_what_came_is_counted_under_the_filters(desk, areas):
    CategoryFactory(code="noise")
    page = desk.get(f"{QUEUE}?tab=open&kind=noise")
    make_report(areas.zarichchia)

    assert come(desk, page).json()["count"] == 0


@pytest.mark.parametrize("since", ["", "yesterday", "2026-04-01T10:00:00", "%00"])
def test_what_came_since_no_moment_is_not_counted(desk, report, since):
    assert desk.get(reverse("reports_staff:come") + f"?since={since}").status_code == 400


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
