"""The queue of the desk: its parts, its filters, its search, its counts, and what came meanwhile."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from apps.accounts.enums import RoleKind
from apps.core import planning
from apps.reports.enums import Nature, Sensitivity
from apps.reports.models import Report
from apps.reports.services import conversation, release, triage
from apps.reports.staff.queue import Queue
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.areas import AreaFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import text_of

pytestmark = pytest.mark.django_db

QUEUE = reverse("reports_staff:queue")

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


def test_a_filter_that_cannot_be_understood_is_named_once(desk, report):
    refused = desk.get(f"{QUEUE}?kind=evil")

    assert "evil is not one of the available choices" in text_of(refused)
    assert "evil" not in text_of(desk.get(QUEUE))


@pytest.mark.parametrize("filtered", ["kind", "assignee"])
def test_a_filter_by_what_is_newer_than_the_kept_choices_is_understood(desk, areas, iryna, filtered):
    desk.get(f"{QUEUE}?tab=all")  # the choices are kept from now on
    kind, colleague = CategoryFactory(code="drones"), PersonFactory()
    RoleFactory(person=colleague, kind=RoleKind.OFFICER, area=areas.zarichchia)
    theirs = make_report(areas.zarichchia, category=kind)
    make_report(areas.zarichchia)
    triage.assign_report(theirs, officer=colleague, by=iryna)
    query = {"kind": "kind=drones", "assignee": f"assignee={colleague.pk}"}[filtered]

    assert references(desk.get(f"{QUEUE}?tab=all&{query}")) == [theirs.reference]


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


@pytest.mark.parametrize("walked", [4, 1000])
@pytest.mark.parametrize("narrowed", ["state=received", "release=on"])
def test_tabs_of_a_filter_that_leaves_more_than_can_be_counted_are_counted(
    desk, areas, bohdan, monkeypatch, narrowed, walked
):
    monkeypatch.setattr("apps.reports.staff.queue.MOST_COUNTED", 3)
    monkeypatch.setattr("apps.reports.staff.queue.MOST_WALKED", walked)
    rows = [make_report(areas.zarichchia) for _ in range(5)]
    for row in rows[:3]:
        triage.assign_report(row, officer=bohdan, by=bohdan)
    Report.objects.update(status="received")

    words = text_of(desk.get(f"{QUEUE}?tab=open&{narrowed}"))

    assert re.findall(r'tab-count">([^<]+)<', words) == ["2", "0", "0", "999+", "999+"]


@pytest.mark.parametrize("limit", ["MOST_COUNTED", "MOST_FOUND_FIRST"])
def test_words_that_many_reports_say_are_found_and_not_counted(desk, areas, monkeypatch, limit):
    monkeypatch.setattr(f"apps.reports.staff.queue.{limit}", 0)
    said, _other = make_report(areas.zarichchia, words="A broken swing"), make_report(areas.zarichchia)

    answer = desk.get(QUEUE, {"q": "swing"})

    assert references(answer) == [said.reference]
    assert "Many reports say this" in text_of(answer)
    assert b"tab-count" not in answer.content


@pytest.mark.parametrize("typed", ["broken swing", "broken+swing", "broken, swing"])
def test_several_words_are_looked_for_however_common_each_may_be(desk, areas, monkeypatch, typed):
    monkeypatch.setattr("apps.reports.staff.queue.MOST_FOUND_FIRST", 0)
    make_report(areas.zarichchia, words="A broken swing")

    assert "1 report," in text_of(desk.get(QUEUE, {"q": typed}))


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
    kinds = CategoryFactory.create_batch(30)
    triage.assign_report(make_report(areas.zarichchia, category=kinds[0]), officer=iryna, by=bohdan)
    desk.get(QUEUE)  # areas and kinds are kept for a minute
    with django_assert_max_num_queries(12) as asked:
        desk.get(QUEUE)
    of_one = len(asked)
    for kind in kinds[1:]:
        triage.assign_report(make_report(areas.zarichchia, category=kind), officer=iryna, by=bohdan)
    desk.get(QUEUE)

    with django_assert_num_queries(of_one):
        answer = desk.get(QUEUE)

    assert len(references(answer)) == 30


def test_all_of_one_area_is_planned_once_and_what_a_filter_leaves_anew(desk, areas, iryna):
    planning._kept.pop(connection.connection, None)  # a connection keeps only so many
    make_report(areas.zarichchia)

    def uses():
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, generic_plans + custom_plans FROM pg_prepared_statements")
            return dict(cursor.fetchall())

    desk.get(QUEUE)
    once = uses()
    desk.get(QUEUE)
    twice = uses()
    assert twice.keys() == once.keys()
    used_again = {name for name in once if twice[name] == once[name] + 1}
    desk.get(f"{QUEUE}?state=received")
    filtered = uses()
    assert filtered.keys() == once.keys()
    assert len([name for name in used_again if filtered[name] == twice[name]]) == 2  # the rows, and all counts


def test_pages_further_down_are_planned_once_too(monkeypatch, areas, iryna):
    monkeypatch.setattr(Queue, "SIZE", 2)
    planning._kept.pop(connection.connection, None)
    made = [make_report(areas.zarichchia).pk for _ in range(7)]
    cursor, met, counts = "", [], []
    while cursor is not None:
        page = Queue(iryna, QueryDict(f"tab=open&page={cursor}")).page
        met += [row.pk for row in page]
        cursor = page.next_cursor or None
        counts.append(len(planning._kept[connection.connection]))

    assert sorted(met) == sorted(made)
    assert counts[1] > counts[0]  # what stands after a row is another question
    assert counts[1] == counts[2] == counts[3]


def test_kinds_and_areas_that_came_since_are_found_together(client_for, bohdan, areas, django_assert_num_queries):
    desk = client_for(bohdan)
    make_report(areas.zarichchia)
    desk.get(QUEUE)
    with django_assert_num_queries(7):
        desk.get(QUEUE)
    for _ in range(3):
        kind = CategoryFactory()
        make_report(AreaFactory(parent=areas.hromada, name_uk="Млинки"), category=kind)

    with django_assert_num_queries(9):
        answer = desk.get(QUEUE)

    assert text_of(answer).count("Млинки") == 3


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
