"""Views of the queue: who keeps them, who finds them, what they count and what they cost."""

import re

import pytest
from django.urls import reverse

from apps.events.models import AuditEntry
from apps.reports.models import NamedView
from apps.reports.services.named_views import MOST_OF_ONE, save_view
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import text_of

pytestmark = pytest.mark.django_db

QUEUE, LIST, NEW = reverse("reports_staff:queue"), reverse("views_staff:list"), reverse("views_staff:make")


def keep(by, name="Loud", query="tab=open&kind=noise", area=None):
    view = NamedView(name=name, query=query, area=area)
    save_view(view, by=by)
    return view


def refill_of(view):
    return reverse("views_staff:refill", args=[view.pk])


def views_above(client, query=""):
    """The views above the queue as {name: count as it is shown}."""
    nav = re.search(r'<nav class="queue-views".*?</nav>', text_of(client.get(f"{QUEUE}?{query}")), re.S)
    links = re.findall(r"<a href[^>]*>(.*?)</a>", nav[0], re.S) if nav else []
    plain = [re.sub(r"<svg.*?</svg>|<[^>]+>", "", link, flags=re.S).strip() for link in links]
    return {name: count for name, count in (words.rsplit(" ", 1) for words in plain)}


def test_present_filters_are_kept_under_a_name(desk, areas, iryna):
    CategoryFactory(code="noise")

    answer = desk.post(f"{NEW}?tab=open&kind=noise&state=lost&page=junk", {"name": "Loud"})

    assert answer["Location"] == f"{QUEUE}?tab=open&kind=noise"
    assert [(view.name, view.owner, view.area) for view in NamedView.objects.all()] == [("Loud", iryna, None)]


def test_views_stand_above_the_queue_with_their_counts(desk, areas, iryna, bohdan, monkeypatch):
    monkeypatch.setattr("apps.reports.staff.queue.MOST_COUNTED_OF_VIEW", 2)
    noise = CategoryFactory(code="noise")
    make_report(areas.zarichchia, category=noise)
    make_report(areas.zarichchia)
    keep(iryna)
    keep(bohdan, name="Everything", query="tab=all", area=areas.hromada)
    keep(bohdan, name="His own", query="tab=late")

    assert views_above(desk, "tab=open&kind=noise") == {"Loud": "1", "Everything": "99+"}
    assert 'tab=open&amp;kind=noise" aria-current="page"' in text_of(desk.get(f"{QUEUE}?tab=open&kind=noise"))


def test_a_shared_view_is_found_only_around_its_area(client_for, areas, bohdan):
    keep(bohdan, area=areas.zarichchia)
    elsewhere = PersonFactory(name="Petro Ivanenko", email="petro@example.org")
    RoleFactory(person=elsewhere, kind="officer", area=areas.stare_misto)

    assert [list(views_above(client_for(person))) for person in (bohdan, elsewhere)] == [["Loud"], []]


def test_an_outdated_filter_of_a_view_is_passed_over(desk, report, iryna):
    keep(iryna, query="tab=open&kind=gone&area=nowhere&assignee=me%00")

    assert views_above(desk) == {"Loud": "1"}


def test_the_queue_costs_the_same_for_no_view_and_for_many(
    desk, areas, iryna, bohdan, django_assert_num_queries, django_assert_max_num_queries
):
    keep(iryna, query="tab=open&area=zarichchia&kind=noise&q=lamp&assignee=me")
    desk.get(f"{QUEUE}?tab=open")  # what is kept from one request to the next is asked for here
    with django_assert_max_num_queries(12) as one:
        desk.get(f"{QUEUE}?tab=open")
    for number in range(8):
        keep(iryna, name=f"Own {number}")
        keep(bohdan, name=f"Shared {number}", area=areas.hromada, query="tab=late&area=zarichchia")

    with django_assert_num_queries(len(one)):
        assert len(views_above(desk, "tab=open")) == 17


def test_only_a_supervisor_shares(desk, areas):
    desk.post(NEW, {"name": "Loud", "area": areas.zarichchia.pk})

    assert NamedView.objects.get().area is None


def test_sharing_is_audited(areas, iryna, bohdan):
    keep(iryna)
    keep(bohdan, area=areas.hromada)

    assert list(AuditEntry.objects.filter(action="view.saved").values_list("actor_id", flat=True)) == [bohdan.pk]


def test_a_view_is_renamed_and_deleted_by_its_keeper_alone(desk, client_for, areas, iryna, bohdan):
    own, shared = keep(iryna), keep(bohdan, area=areas.hromada)
    address = {view: reverse("views_staff:change", args=[view.pk]) for view in (own, shared)}

    desk.post(address[own], {"name": "Louder"})
    refused = {desk.get(address[shared]).status_code, client_for(bohdan).get(address[own]).status_code}
    names = set(NamedView.objects.values_list("name", flat=True))
    desk.post(reverse("views_staff:delete", args=[own.pk]))

    assert (refused, names) == ({404}, {"Louder", "Loud"})
    assert list(NamedView.objects.all()) == [shared]


def test_a_view_takes_the_present_filters(desk, areas, iryna):
    CategoryFactory(code="noise")
    view = keep(iryna)
    offered = text_of(desk.get(f"{NEW}?tab=late&unread=on"))

    answer = desk.post(f"{refill_of(view)}?tab=late&unread=on", {"version": view.version})

    view.refresh_from_db()
    assert "Save the present filters in this view" in offered
    assert (answer["Location"], view.name, view.query) == (f"{QUEUE}?tab=late&unread=on", "Loud", "tab=late&unread=on")


@pytest.mark.parametrize("fields", [{"version": 1}, {}])
def test_a_view_that_was_saved_meanwhile_takes_no_other_filters(desk, iryna, fields):
    view = keep(iryna)
    save_view(view, by=iryna)

    answer = desk.post(f"{refill_of(view)}?tab=late", fields)

    assert (answer.status_code, NamedView.objects.get().query) == (409, "tab=open&kind=noise")
    assert "Somebody changed this view while you had it open." in text_of(answer)


def test_a_view_that_was_saved_meanwhile_keeps_the_other_name_until_it_is_sent_again(desk, iryna):
    view = keep(iryna)
    address, seen = reverse("views_staff:change", args=[view.pk]), view.version
    view.name = "Quiet"
    save_view(view, by=iryna)

    refused = desk.post(address, {"name": "Louder", "version": seen})
    between = NamedView.objects.get().name
    now = re.search(r'name="version" value="(\d+)"', text_of(refused))[1]
    again = desk.post(address, {"name": "Louder", "version": now})

    assert (refused.status_code, between, 'value="Louder"' in text_of(refused)) == (409, "Quiet", True)
    assert (again.status_code, NamedView.objects.get().name) == (302, "Louder")


def test_a_view_of_somebody_else_takes_no_filters(desk, areas, bohdan):
    view = keep(bohdan, area=areas.hromada)

    assert desk.post(f"{refill_of(view)}?tab=late", {"version": view.version}).status_code == 404


def test_a_name_that_is_taken_is_refused_and_stays_in_its_field(desk, iryna):
    keep(iryna)

    answer = desk.post(f"{NEW}?tab=late", {"name": "Loud"})

    assert answer.status_code == 422
    assert "There is a view of this name already." in text_of(answer)
    assert 'value="Loud"' in text_of(answer)


def test_one_view_too_many_is_refused(desk, iryna):
    for number in range(MOST_OF_ONE):
        keep(iryna, name=str(number))

    answer = desk.post(NEW, {"name": "Loud"})

    assert (answer.status_code, NamedView.objects.count()) == (422, MOST_OF_ONE)


def test_the_list_of_views_says_what_they_show(desk, areas, iryna):
    CategoryFactory(code="noise", name_en="Noise")
    keep(iryna, query="tab=open&kind=noise&unread=on&q=lamp")

    page = text_of(desk.get(LIST))

    assert "Open; Reference, words or street: “lamp”; Kind: Noise; New message from the reporter" in page


def test_the_list_of_views_costs_the_same_for_one_and_for_ten(
    desk, areas, iryna, django_assert_num_queries, django_assert_max_num_queries
):
    query = "tab=open&area=zarichchia&kind=noise&assignee=nobody"
    keep(iryna, query=query)
    desk.get(LIST)  # what is kept from one request to the next is asked for here
    with django_assert_max_num_queries(12) as one:
        desk.get(LIST)
    for number in range(MOST_OF_ONE - 1):
        keep(iryna, name=str(number), query=query)

    with django_assert_num_queries(len(one)):
        desk.get(LIST)


@pytest.mark.parametrize("person", ["iryna", "bohdan", "oksana", "olena"])
def test_the_list_of_views_and_its_rule_agree(request, areas, iryna, bohdan, person):
    person = request.getfixturevalue(person)
    keep(iryna), keep(bohdan), keep(bohdan, area=areas.zarichchia)

    kept = set(NamedView.objects.kept_by(person))

    assert kept == {view for view in NamedView.objects.all() if person.has_perm("reports.keep_view", view)}
