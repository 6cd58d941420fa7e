"""The pages on which administrators lay down the routing of new reports."""

import re

import pytest
from django.urls import reverse

from apps.accounts.enums import RoleKind
from apps.reports.models import RoutingRule
from apps.reports.services.routing import save_rule
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db

RULES, NEW = reverse("routing:rules"), reverse("routing:new")


@pytest.fixture
def desk(client_for, administrator):
    client = client_for(administrator)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def unit(police):
    police.email = "unit@example.org"
    police.save()
    return police


@pytest.fixture
def said(areas, unit):
    """What an administrator types for a rule about everything in Zarichchia."""
    return {"area": areas.zarichchia.pk, "days": "any", "target": f"unit-{unit.pk}"}


@pytest.fixture
def rule(areas, unit, administrator):
    kept = RoutingRule(area=areas.zarichchia, organisation=unit)
    save_rule(kept, by=administrator)
    return kept


def text_of(answer):
    return answer.content.decode()


def tried_on(answer):
    return re.search(r'name="tried" value="([^"]+)"', text_of(answer))[1]


def test_rule_is_tried_before_it_is_kept(desk, areas, said):
    for _ in range(4):
        make_report(areas.zarichchia, words="Secret words")

    answer = desk.post(NEW, said)

    assert (answer.status_code, RoutingRule.objects.count()) == (200, 0)
    assert "<dt>Fit the rule</dt>\n      <dd>4</dd>" in text_of(answer)
    assert "Secret" not in text_of(answer)
    answer = desk.post(NEW, said | {"tried": tried_on(answer)})
    assert (answer.status_code, answer["Location"]) == (302, RULES)
    assert RoutingRule.objects.get().area == areas.zarichchia


def test_rule_changed_after_its_trial_is_tried_again(desk, areas, said):
    tried = tried_on(desk.post(NEW, said))

    answer = desk.post(NEW, said | {"area": areas.hromada.pk, "tried": tried})

    assert (answer.status_code, RoutingRule.objects.count()) == (200, 0)


def test_trial_tells_no_count_below_three(desk, areas, said):
    make_report(areas.zarichchia)

    assert "Fewer than 3 of them fit" in text_of(desk.post(NEW, said))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"target": "unit-999999"}, "no longer here"),
        ({"target": ""}, "Choose who gets these reports"),
        ({"starts": "18:00"}, "Enter both times, or none."),
        ({"starts": "18:00", "ends": "18:00"}, "The period has no length"),
        ({"starts": "noon", "ends": "18:00"}, "Enter a time such as 18:00."),
    ],
)
def test_broken_rule_is_refused_with_a_sentence(desk, said, wrong, sentence):
    answer = desk.post(NEW, said | wrong)

    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_rule_for_a_unit_that_cannot_be_reached_is_refused_beside_the_field(desk, said, unit):
    unit.email = ""
    unit.save()

    answer = desk.post(NEW, said)

    assert answer.status_code == 422
    assert "cannot be reached: it has no e-mail address" in str(answer.context["form"].errors["target"])


def test_answer_of_another_kind_is_refused_and_of_no_kind_names_it(desk, said):
    asked = {"key": "loud", "type": "yes_no", "label": {"en": "Loud?"}}
    asked["choices"] = [{"value": "yes", "label": {"en": "Yes"}, "stopper": ""}]
    CategoryFactory(code="noise", questions=[asked])
    CategoryFactory(code="other")

    refused = desk.post(NEW, said | {"category": "other", "answer": "noise/loud/yes"})
    tried = desk.post(NEW, said | {"answer": "noise/loud/yes"})
    desk.post(NEW, said | {"answer": "noise/loud/yes", "tried": tried_on(tried)})

    assert refused.status_code == 422
    kept = RoutingRule.objects.get()
    assert (kept.category.code, kept.question, kept.answer) == ("noise", "loud", "yes")
    assert "Loud? Yes" in text_of(desk.get(RULES))


def test_rule_is_changed_moved_and_removed(desk, areas, rule, said):
    address = reverse("routing:edit", args=[rule.pk])
    said |= {"days": "off"}
    assert f'value="unit-{rule.organisation_id}" selected' in text_of(desk.get(address))

    desk.post(address, said | {"tried": tried_on(desk.post(address, said))})
    desk.post(reverse("routing:move", args=[rule.pk]), {"up": "1"})
    shown = text_of(desk.get(RULES))
    desk.post(reverse("routing:remove", args=[rule.pk]))

    assert "weekends and holidays" in shown
    assert RoutingRule.objects.count() == 0


@pytest.mark.parametrize("name", ["edit", "move", "remove"])
def test_rule_of_another_administrators_area_is_not_found(client_for, areas, rule, name):
    person = PersonFactory()
    RoleFactory(person=person, kind=RoleKind.ADMINISTRATOR, area=areas.stare_misto)
    client = client_for(person)

    assert client.post(reverse(f"routing:{name}", args=[rule.pk])).status_code == 404
    assert client.get(RULES).context["rows"] == []


def test_rules_page_says_what_keeps_a_rule_from_working(desk, rule, unit):
    unit.areas.clear()

    assert "does not serve Zarichchia. It is passed over until this is mended." in text_of(desk.get(RULES))


def test_rules_page_costs_the_same_for_one_rule_and_for_thirty(
    desk, rule, areas, unit, iryna, django_assert_num_queries, django_assert_max_num_queries
):
    RoutingRule.objects.create(area=areas.zarichchia, officer=iryna, position=1)
    with django_assert_max_num_queries(14) as one:
        desk.get(RULES)
    for number in range(28):
        kind = CategoryFactory()
        RoutingRule.objects.create(area=areas.zarichchia, category=kind, organisation=unit, position=number + 2)

    with django_assert_num_queries(len(one)):
        answer = desk.get(RULES)

    assert len(answer.context["rows"]) == 30
