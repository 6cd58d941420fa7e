"""Response templates: what may stand in them, who keeps them, and how they reach the composer."""

from datetime import date

import pytest
from django.urls import reverse

from apps.reports.enums import Status
from apps.reports.models import Message, Report, ResponseTemplate
from apps.reports.selectors import templates_for
from apps.reports.staff.placeholders import fill_for, unfilled_in, what_is_broken
from tests.factories.accounts import RoleFactory
from tests.factories.reports import CategoryFactory
from tests.reports.desk_helpers import text_of, write

LIST, NEW = "/desk/templates/", "/desk/templates/new/"


@pytest.fixture
def template(areas):
    """A template for the whole hromada, any kind and state."""
    return ResponseTemplate.objects.create(
        area=areas.hromada, name="Read", text_uk="Прочитано {reference}.", text_en="Read {reference}, {area}."
    )


@pytest.fixture
def supervisor(client_for, bohdan):
    """Bohdan at his desk, in English."""
    client = client_for(bohdan)
    client.cookies["language"] = "en"
    return client


# -- placeholders ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "Plain.", "{reference}, {area}, {unit}, {next_news}"])
def test_whole_placeholders_are_taken(text):
    assert what_is_broken(text) == ""


@pytest.mark.parametrize("text", ["{name}", "{}", "{ reference }", "{reference.pk}", "{0}"])
def test_an_unknown_placeholder_is_named(text):
    assert what_is_broken(text).startswith(f"{text} ")


@pytest.mark.parametrize("text", ["{reference", "reference}", "{reference}}", "{{reference}"])
def test_a_bracket_that_stands_alone_is_refused(text):
    assert "{reference}" in what_is_broken(text)


@pytest.mark.django_db
def test_a_text_is_filled_in_the_language_of_the_reporter(areas, police, report):
    report.organisation, report.next_news_on, report.language = police, date(2031, 4, 24), "uk"
    template = ResponseTemplate(text_uk="{reference} {area} {unit} {next_news}", text_en="English")

    assert fill_for(report, template) == (
        f"{report.reference} Заріччя Вишнеградський відділ поліції 24\u00a0квітня 2031\u00a0р."
    )
    report.language = "en"
    assert fill_for(report, template) == "English"
    assert fill_for(report, ResponseTemplate(text_uk="Лише так")) == "Лише так"


@pytest.mark.django_db
def test_what_is_not_known_stays_for_the_writer(report):
    filled = fill_for(report, ResponseTemplate(text_en="By {next_news}, {reference}"))

    assert filled == f"By {{next_news}}, {report.reference}"
    assert unfilled_in(filled) == "{next_news}"


# -- what is offered -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_templates_of_the_area_kind_and_state_are_offered(areas, report, template):
    def make(**fields):
        return ResponseTemplate.objects.create(**{"area": areas.hromada, "name": "Z", "text_uk": "Текст"} | fields)

    fitting = [
        make(area=areas.zarichchia),
        make(category=report.category),
        make(category=report.category.parent),
        make(status=Status.RECEIVED),
    ]
    make(area=areas.stare_misto)
    make(category=CategoryFactory())
    make(status=Status.CLOSED)

    assert templates_for(report) == [template, *fitting]


@pytest.mark.django_db
def test_a_template_is_inserted_below_what_was_typed(desk, report, template):
    Report.objects.filter(pk=report.pk).update(language="en")

    answer = write(desk, report, text="Good evening.", template=template.pk, insert="1")

    assert answer.status_code == 200
    assert f"Good evening.\n\nRead {report.reference}, Zarichchia.</textarea>" in text_of(answer)
    assert Message.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["", "0", "x", "²"])
def test_inserting_nothing_keeps_what_was_typed(desk, report, template, chosen):
    assert "Good evening.</textarea>" in text_of(write(desk, report, text="Good evening.", template=chosen, insert="1"))


@pytest.mark.django_db
@pytest.mark.parametrize(("audience", "status"), [("reporter", 422), ("internal", 302)])
def test_a_placeholder_that_was_left_is_not_sent(desk, report, audience, status):
    assert write(desk, report, audience=audience, text="By {next_news}.").status_code == status
    assert write(desk, report, text="By {brackets} nobody knows.").status_code == 302


# -- who keeps them --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_supervisor_writes_previews_changes_and_deletes(supervisor, areas):
    words = {"name": "Read", "area": areas.hromada.pk, "category": "", "status": "", "text_en": "Read {reference}."}

    shown = supervisor.post(NEW, words | {"preview": "1"})
    assert "Read KV47-RM93." in text_of(shown)
    assert not ResponseTemplate.objects.exists()

    assert supervisor.post(NEW, words)["Location"] == LIST
    template = ResponseTemplate.objects.get()
    assert "Read {reference}." in text_of(supervisor.get(LIST))

    page = reverse("templates_staff:change", args=[template.pk])
    assert supervisor.post(page, words | {"text_en": "Seen."}).status_code == 302
    assert ResponseTemplate.objects.get().text_en == "Seen."
    assert supervisor.post(f"{page}delete/")["Location"] == LIST
    assert not ResponseTemplate.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text_en": "Dear {name}"}, "{name} is no placeholder."),
        ({"text_uk": "{reference"}, "A curly bracket stands alone."),
        ({"text_en": ""}, "Write the text in at least one language."),
        ({"name": ""}, "Give it a name: officers choose by it."),
    ],
)
def test_a_broken_template_is_refused_and_kept_on_the_page(supervisor, areas, fields, said):
    words = {"name": "Read", "area": areas.hromada.pk, "text_en": "Read it."} | fields

    answer = supervisor.post(NEW, words)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert all(words[name] in text_of(answer) for name in ("name", "text_en"))


@pytest.mark.django_db
def test_a_keeper_sees_and_changes_those_of_their_areas_alone(
    client_for, areas, iryna, bohdan, administrator, template
):
    above = ResponseTemplate.objects.create(area=areas.oblast, name="A", text_uk="Текст")
    RoleFactory(person=bohdan, area=areas.oblast)  # an officer there, no supervisor

    for person, kept in ((iryna, []), (bohdan, [template]), (administrator, [above, template])):
        assert list(ResponseTemplate.objects.kept_by(person)) == kept
        assert [one for one in (above, template) if person.has_perm("reports.keep_templates", one)] == kept
        page = reverse("templates_staff:change", args=[above.pk])
        assert client_for(person).get(page).status_code == (200 if above in kept else 404)


@pytest.mark.django_db
def test_the_list_costs_the_same_for_one_template_and_for_thirty(
    supervisor, areas, template, django_assert_num_queries
):
    supervisor.get(LIST)  # what is kept from one request to the next is asked for here
    with django_assert_num_queries(6) as one:
        supervisor.get(LIST)
    ResponseTemplate.objects.bulk_create(
        ResponseTemplate(area=areas.zarichchia, name=f"T{number}", text_uk="Текст") for number in range(29)
    )

    with django_assert_num_queries(len(one)):
        supervisor.get(LIST)
