"""My work: what waits for the one who looks."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.desk.selectors import my_reports
from apps.reports.enums import Nature, Sensitivity
from apps.reports.models import Report
from apps.reports.services import conversation, triage
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db

HOME = reverse("desk:home")


@pytest.fixture
def home(client_for, iryna):
    """Iryna's page, in English."""
    client = client_for(iryna)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def noon(areas):
    """Today at noon in Vyshnehrad."""
    return timezone.localtime(timezone=areas.hromada.zone).replace(hour=12, minute=0, second=0, microsecond=0)


def due(report, at):
    Report.objects.filter(pk=report.pk).update(due_at=at)
    return report


def shelves(user, now, area=None):
    """The shelves that hold something: {name: [report]}."""
    found = my_reports(user, area=area, now=now)
    assert all(shelf.count == len(shelf.rows) for shelf in found.values())
    return {name: shelf.rows for name, shelf in found.items() if shelf.rows}


def test_a_report_stands_on_the_first_shelf_that_fits(areas, iryna, noon):
    crime = due(make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME)), noon - timedelta(days=1))
    late = due(make_report(areas.zarichchia), noon - timedelta(days=2))
    today = due(make_report(areas.zarichchia), noon + timedelta(hours=5))
    new = due(make_report(areas.zarichchia), noon + timedelta(days=2))

    assert shelves(iryna, noon) == {"registration": [crime], "late": [late], "today": [today], "new": [new]}


def test_what_a_colleague_has_is_not_mine(areas, iryna, bohdan, noon):
    triage.assign_report(make_report(areas.zarichchia), officer=bohdan, by=bohdan)
    make_report(areas.stare_misto)

    assert shelves(iryna, noon) == {}


def test_unread_replies_and_the_turn_of_others_stand_apart(areas, iryna, olena, noon):
    asked, replied = make_report(areas.zarichchia), make_report(areas.zarichchia, reporter=olena)
    for report in (asked, replied):
        triage.assign_report(report, officer=iryna, by=iryna)
        conversation.ask_reporter(report, by=iryna, text="Which gate?")
    conversation.reply_as_reporter(replied, by=olena, text="The second one")
    due(replied, noon + timedelta(days=3))

    assert shelves(iryna, noon) == {"messages": [replied], "waiting": [asked]}


def test_one_area_alone_can_be_looked_at(areas, bohdan, noon):
    here, there = make_report(areas.zarichchia), make_report(areas.stare_misto)
    for report in (here, there):
        due(report, noon + timedelta(days=2))

    assert shelves(bohdan, noon, area=areas.stare_misto) == {"new": [there]}


def test_the_page_shows_the_words_of_a_reply_but_not_who_wrote(home, areas, iryna, olena):
    report = make_report(areas.zarichchia, reporter=olena)
    conversation.reply_as_reporter(report, by=olena, text="The second gate, a white van")

    page = home.get(HOME).content.decode()

    assert "“The second gate, a white van”" in page
    assert olena.name not in page


def test_the_page_shows_no_words_of_a_restricted_report(client_for, areas, bohdan, olena):
    kind = CategoryFactory(sensitivity=Sensitivity.SEALED, name_en="Violence at home")
    report = make_report(areas.zarichchia, category=kind, reporter=olena, words="At night")
    conversation.reply_as_reporter(report, by=olena, text="He is back")

    page = client_for(bohdan).get(HOME).content.decode()

    assert report.reference in page
    assert "He is back" not in page
    assert "At night" not in page


def test_a_report_can_be_taken_from_the_page(home, areas, iryna):
    report = make_report(areas.zarichchia)

    take = re.search(r'action="([^"]+/take/)"', home.get(HOME).content.decode())[1]
    answer = home.post(take, {"version": report.version}, follow=True)

    assert "The report is yours." in answer.content.decode()
    assert Report.objects.get(pk=report.pk).assignee == iryna


def test_empty_page_says_that_nothing_waits(home):
    assert "Nothing is late, nothing is due today" in home.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("person", "words"),
    [("administrator", "Administrators do not read reports"), ("oksana", "Nothing waits for you")],
)
def test_the_page_of_others_says_where_they_can_go(request, client_for, areas, person, words):
    report = make_report(areas.zarichchia)
    client = client_for(request.getfixturevalue(person))
    client.cookies["language"] = "en"

    page = client.get(HOME).content.decode()

    assert words in page
    assert report.reference not in page
    assert reverse("reports_staff:queue") not in page


def test_a_resident_finds_no_page(client_for, olena):
    assert client_for(olena).get(HOME).status_code == 404


@pytest.mark.parametrize("slug", ["stare-misto", "nowhere", "%00"])
def test_an_area_that_is_not_mine_is_passed_over(home, areas, slug):
    report = make_report(areas.zarichchia)

    answer = home.get(f"{HOME}?area={slug}")

    assert (answer.status_code, report.reference in answer.content.decode()) == (200, True)


def test_the_page_costs_the_same_for_one_report_and_for_thirty(
    home, areas, olena, django_assert_num_queries, django_assert_max_num_queries
):
    conversation.reply_as_reporter(make_report(areas.zarichchia, reporter=olena), by=olena, text="Hello")
    home.get(HOME)  # the areas are kept for a minute
    with django_assert_max_num_queries(20) as one:
        home.get(HOME)
    for _ in range(29):
        conversation.reply_as_reporter(make_report(areas.zarichchia, reporter=olena), by=olena, text="Hello")

    with django_assert_num_queries(len(one)):
        home.get(HOME)
