"""The first page, the page of an area, and search."""

import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.areas.enums import AreaKind
from apps.core import planning
from apps.portal.selectors import figures_of, latest_answers, lists_of, officers_of
from apps.reports.enums import Sensitivity
from apps.reports.models import Report
from apps.reports.services.conversation import answer_reporter, post_public_update
from apps.reports.services.release import release_report, withdraw_release
from apps.reports.services.triage import resolve_report
from tests.factories.accounts import OrganisationFactory, PersonFactory, RoleFactory
from tests.factories.areas import AreaFactory, GazetteerEntryFactory, SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report


@pytest.fixture(autouse=True)
def empty_cache(db):
    caches["recomputed"].clear()


@pytest.fixture
def released(areas, iryna):
    """Return `released(title)`: a released report at a public place."""
    place = SnapPointFactory(area=areas.zarichchia)
    category = CategoryFactory()

    def make(title="Street light out"):
        report = make_report(areas.zarichchia, category=category, snap_point=place, words="Private words")
        release_report(report, by=iryna, title_en=title, title_uk="Ліхтар")
        return report

    return make


@pytest.mark.parametrize("name", ["home", "area"])
def test_page_shows_released_reports_and_no_private_word(client, released, areas, name):
    report = released()
    make_report(areas.zarichchia, words="Hidden words")

    page = client.get(reverse(f"portal:{name}", args=["zarichchia"] if name == "area" else [])).content.decode()

    assert report.reference in page
    assert "Private words" not in page
    assert "Hidden words" not in page


@pytest.mark.parametrize("told", ["withdrawn", "reworded"])
def test_home_forgets_within_five_seconds_what_was_taken_back(client, released, iryna, told):
    report, address = released("Light at No. 7, Mr Koval"), reverse("portal:home")
    client.cookies["language"] = "en"
    assert "Mr Koval" in client.get(address).content.decode()

    if told == "withdrawn":
        withdraw_release(report, by=iryna)
    else:
        release_report(report, by=iryna, title_en="Light out", title_uk="Ліхтар")
    until = time.monotonic() + 5
    while "Mr Koval" in client.get(address).content.decode():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_home_kept_for_one_language_speaks_the_other(client, released):
    released("Street light out")
    pages = {}
    for language in ("uk", "en"):
        client.cookies["language"] = language
        pages[language] = client.get(reverse("portal:home")).content.decode()

    assert "Ліхтар" in pages["uk"]
    assert "Street light out" not in pages["uk"]
    assert "Street light out" in pages["en"]
    assert "Ліхтар" not in pages["en"]


@pytest.mark.parametrize("name", ["home", "area"])
def test_page_query_count_does_not_grow(client, released, iryna, name, django_assert_max_num_queries):
    address = reverse(f"portal:{name}", args=["zarichchia"] if name == "area" else [])

    def solved():
        report = released()
        post_public_update(report, by=iryna, text="The lamp is new.")
        resolve_report(report, by=iryna, outcome="Mended.")

    solved()
    with django_assert_max_num_queries(15) as first:
        client.get(address)
    for _number in range(10):
        solved()
    caches["recomputed"].clear()
    with django_assert_max_num_queries(15) as second:
        client.get(address)
    assert len(second) == len(first)


def test_area_that_nobody_knows_is_404(client):
    assert client.get(reverse("portal:area", args=["nowhere"])).status_code == 404


def test_officers_of_an_area_come_from_it_and_above(areas, iryna, bohdan, oksana):
    assert [role.person for role in officers_of(areas.zarichchia)] == [iryna, bohdan]
    assert [role.person for role in officers_of(areas.stare_misto)] == [bohdan]


def test_officer_of_two_parts_is_named_once_and_one_without_a_name_not_at_all(areas, iryna):
    RoleFactory(person=iryna, area=areas.stare_misto)
    RoleFactory(person=PersonFactory(name=""), area=areas.hromada)

    assert [role.person for role in officers_of(areas.hromada)] == [iryna]


def test_pages_of_two_areas_show_what_is_of_each(client, areas, released, iryna):
    report = released()
    pages = {slug: client.get(reverse("portal:area", args=[slug])) for slug in ("zarichchia", "stare-misto")}
    found = {slug: [row.pk for row in page.context["reports"]] for slug, page in pages.items()}
    served = {slug: iryna in [role.person for role in page.context["officers"]] for slug, page in pages.items()}

    assert found == {"zarichchia": [report.pk], "stare-misto": []}
    assert served == {"zarichchia": True, "stare-misto": False}


def test_officers_of_a_page_are_known_without_what_their_accounts_hold(areas, iryna):
    (role,) = officers_of(areas.hromada)

    assert {"email", "password", "phone"} <= role.person.get_deferred_fields()


def test_area_page_costs_the_same_for_one_officer_and_for_ten(client, areas, iryna, django_assert_num_queries):
    def ask():
        caches["recomputed"].clear()
        return client.get(reverse("portal:area", args=["zarichchia"]))

    with CaptureQueriesContext(connection) as one:
        ask()
    organisation = OrganisationFactory()
    for number in range(9):
        RoleFactory(person=PersonFactory(name=f"Officer {number}"), area=areas.zarichchia, organisation=organisation)

    with django_assert_num_queries(len(one)):
        assert len(ask().context["officers"]) == 10


def test_officers_of_its_parts_do_not_serve_a_whole_oblast(areas, iryna):
    assert officers_of(areas.oblast) == []


def test_area_page_shows_the_number_of_the_role_never_that_of_the_account(client, areas, iryna):
    iryna.phone = "067 111 22 33"
    iryna.save()
    iryna.roles.update(phone="050 000 14 02")

    page = client.get(reverse("portal:area", args=["zarichchia"])).text

    assert 'href="tel:0500001402"' in page
    assert "067 111 22 33" not in page
    assert iryna.email not in page


def test_figures_below_ten_reports_are_withheld(areas, iryna):
    report = make_report(areas.zarichchia)
    answer_reporter(report, by=iryna, text="We come.")

    figures = figures_of(areas.zarichchia)

    assert (figures.first_answer_days, figures.answered, figures.solved_share) == (None, 1, None)


def test_figures_count_median_and_share_on_time(areas, iryna):
    category = CategoryFactory()
    friday = timezone.localtime() - timedelta(days=timezone.localdate().weekday() + 10)
    for days in range(11):  # answered on the same day at first, on Monday of the week after next at last
        report = make_report(areas.zarichchia, category=category)
        resolve_report(report, by=iryna, outcome="Mended.")
        Report.objects.filter(pk=report.pk).update(submitted_at=friday, first_answered_at=friday + timedelta(days=days))
    late = Report.objects.order_by("pk").first()
    Report.objects.filter(pk=late.pk).update(resolve_due_at=timezone.now() - timedelta(days=1))

    figures = figures_of(areas.zarichchia)

    assert (figures.first_answer_days, figures.answered) == (3, 11)
    assert (figures.solved_share, figures.solved_on_time, figures.solved) == (91, 10, 11)


def test_figures_leave_restricted_reports_out(areas, bohdan):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    answer_reporter(report, by=bohdan, text="We come.")

    assert figures_of(areas.zarichchia).answered == 0


def test_latest_answers_tell_the_newest_public_update(released, iryna):
    report = released()
    post_public_update(report, by=iryna, text="A crew was ordered.")
    post_public_update(report, by=iryna, text="The lamp is new.")
    resolve_report(report, by=iryna, outcome="Private outcome.")

    (answer,) = latest_answers()

    assert (answer.pk, answer.update.text) == (report.pk, "The lamp is new.")


def test_lists_of_an_area_are_the_same_few_statements_whatever_stands_in_them(areas, iryna):
    """A connection keeps only so many: one for each report would drive out those that are used."""
    planning._kept.pop(connection.connection, None)
    counts = []
    for _ in range(3):
        report = make_report(areas.zarichchia, category=CategoryFactory())
        release_report(report, by=iryna, title_en="Street light out")
        post_public_update(report, by=iryna, text="The lamp is new.")
        resolve_report(report, by=iryna, outcome="Mended.")
        caches["recomputed"].clear()
        assert report in lists_of(areas.zarichchia)["answers"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements")
            counts += cursor.fetchone()
    assert counts[0] == counts[1] == counts[2]


def test_answer_in_another_language_is_marked(client, released, iryna):
    report = released()
    post_public_update(report, by=iryna, text="The lamp is new.")
    resolve_report(report, by=iryna, outcome="Mended.")

    assert '<p class="answer-words" lang="en">The lamp is new.</p>' in client.get(reverse("portal:home")).text


def test_update_from_long_before_the_solution_is_no_answer(released, iryna):
    report = released()
    post_public_update(report, by=iryna, text="A crew was ordered.")
    resolve_report(report, by=iryna, outcome="Mended.")
    Report.objects.filter(pk=report.pk).update(resolved_at=timezone.now() + timedelta(days=2))

    assert latest_answers() == []


def test_answers_name_no_officer(client, released, iryna):
    report = released()
    post_public_update(report, by=iryna, text="The lamp is new.")
    resolve_report(report, by=iryna, outcome="Private outcome.")

    page = client.get(reverse("portal:home")).text

    assert "The lamp is new." in page
    assert iryna.name not in page
    assert "Private outcome." not in page


def test_search_by_reference_leads_to_the_released_report(client, released):
    report = released()

    answer = client.get(reverse("portal:search"), {"q": report.reference.lower().replace("-", " ")})

    assert answer.headers["Location"] == report.get_absolute_url()


def test_search_by_an_unreleased_reference_is_like_an_unknown_one(client, areas):
    hidden = make_report(areas.zarichchia)

    answers = [client.get(reverse("portal:search"), {"q": text}) for text in (hidden.reference, "AC34-DE67")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.context["nothing"] for answer in answers] == [True, True]


def test_search_finds_places_areas_and_titles(client, released, areas):
    report = released("Zarichchia lamp")
    GazetteerEntryFactory(
        area=areas.zarichchia, name_en="Zarichchia St", name_uk="вулиця Зарічна", search_text=" zarichchia st зарічна "
    )

    found = client.get(reverse("portal:search"), {"q": "Zarichchia"}).context["found"]

    assert [list(found["areas"]), [row.pk for row in found["reports"]]] == [[areas.zarichchia], [report.pk]]
    assert len(found["places"]) == 1


def test_search_finds_a_title_by_its_words_in_any_order_and_apostrophe(client, released):
    report = released("Broken swing by the family’s yard")
    released("Broken lamp")

    found = client.get(reverse("portal:search"), {"q": "FAMILY's broken"}).context["found"]

    assert [row.pk for row in found["reports"]] == [report.pk]


def test_search_finds_a_title_by_two_letters(client, released):
    report = released("Broken lamp")
    released("Swing")

    found = client.get(reverse("portal:search"), {"q": "mp"}).context["found"]

    assert [row.pk for row in found["reports"]] == [report.pk]


def test_search_finds_an_area_by_any_apostrophe(client, areas):
    village = AreaFactory(parent=areas.hromada, kind=AreaKind.NEIGHBOURHOOD, name_uk="Мар’янівка")

    assert list(client.get(reverse("portal:search"), {"q": "мар'ян"}).context["found"]["areas"]) == [village]


@pytest.mark.parametrize("text", ["", "x", "\0", "‘' OR 1=1", "щ" * 500])
def test_search_for_nonsense_is_a_page(client, text):
    assert client.get(reverse("portal:search"), {"q": text}).status_code == 200
