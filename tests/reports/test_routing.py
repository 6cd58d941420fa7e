"""Rules of routing: which one decides, which ones are refused, and what a trial tells."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from apps.accounts.enums import Force, RoleKind
from apps.accounts.services.people import set_active
from apps.events.models import AuditEntry, Event
from apps.reports.enums import Nature, ReportEvent, Sensitivity
from apps.reports.errors import RuleRefused
from apps.reports.models import RoutingRule
from apps.reports.services.routing import Case, fits, move_rule, remove_rule, rule_book, save_rule, try_rule
from tests.factories.accounts import OrganisationFactory, PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db

QUESTIONS = [
    {
        "key": "times",
        "type": "choice",
        "label": {"uk": "Коли?", "en": "When?"},
        "choices": [{"value": value, "label": {"uk": value, "en": value}, "stopper": ""} for value in ("day", "night")],
    }
]


@pytest.fixture
def noise():
    return CategoryFactory(code="noise", questions=QUESTIONS)


@pytest.fixture
def unit(areas, police):
    """A patrol that serves the hromada."""
    patrol = OrganisationFactory(name_uk="Патруль", name_en="Patrol", force=Force.PATROL, email="patrol@example.org")
    patrol.areas.add(areas.hromada)
    return patrol


@pytest.fixture
def keep(administrator):
    """Return `keep(**fields)`: a rule as an administrator keeps it."""

    def keep_rule(**fields):
        rule = RoutingRule(**fields)
        save_rule(rule, by=administrator)
        return rule

    return keep_rule


# -- which one decides -----------------------------------------------------------------------------------------------


def kyiv(day, hour):
    return datetime(2026, 4, day, hour, tzinfo=ZoneInfo("Europe/Kyiv"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"days": RoutingRule.Days.WORKING}, True),
        ({"days": RoutingRule.Days.OFF}, False),
        ({"starts": time(18), "ends": time(8)}, True),
        ({"starts": time(8), "ends": time(18)}, False),
        ({"starts": time(23), "ends": time(23, 30)}, True),
        ({"starts": time(20), "ends": time(23)}, False),
        ({"question": "times", "answer": "night"}, True),
        ({"question": "times", "answer": "day"}, False),
    ],
)
def test_rule_fits_by_day_hour_and_answer(areas, noise, unit, fields, expected):
    case = Case(areas.zarichchia.path, (noise.pk, noise.parent_id), kyiv(17, 23), {"times": "night"})  # a Friday
    rule = RoutingRule(area=areas.hromada, category=noise, organisation=unit, **fields)

    assert fits(rule, case) is expected


def test_rule_fits_its_group_and_its_area_alone(areas, noise, unit):
    case = Case(areas.zarichchia.path, (noise.pk, noise.parent_id), kyiv(17, 23), {})

    assert fits(RoutingRule(area=areas.zarichchia, category=noise.parent, organisation=unit), case)
    assert not fits(RoutingRule(area=areas.zarichchia, category=CategoryFactory(), organisation=unit), case)
    assert not fits(RoutingRule(area=areas.stare_misto, organisation=unit), case)


def test_first_rule_that_fits_gives_the_report_to_its_unit(areas, noise, unit, police, keep):
    keep(area=areas.zarichchia, category=noise, organisation=unit)
    police.email = "police@example.org"
    keep(area=areas.hromada, organisation=police)

    assert make_report(areas.zarichchia, category=noise).organisation == unit
    assert make_report(areas.stare_misto, category=noise).organisation == police


def test_report_that_no_rule_fits_goes_to_the_body_of_its_kind(areas, noise, unit, police, keep):
    keep(area=areas.zarichchia, category=CategoryFactory(), organisation=unit)

    assert make_report(areas.zarichchia, category=noise).organisation == police


def test_rule_gives_a_report_to_an_officer_who_is_told(areas, noise, police, iryna, keep):
    rule = keep(area=areas.zarichchia, category=noise, officer=iryna)

    report = make_report(areas.zarichchia, category=noise)

    assert (report.assignee, report.organisation) == (iryna, police)
    event = Event.objects.of(report).get(name=ReportEvent.ASSIGNED)
    assert event.data == {"version": 1, "officer": iryna.pk, "rule": rule.pk}


def test_rule_gives_nobody_their_own_report(areas, noise, iryna, keep):
    keep(area=areas.zarichchia, category=noise, officer=iryna)

    assert make_report(areas.zarichchia, category=noise, reporter=iryna).assignee is None


def test_rule_gives_no_crime_to_a_municipal_guard(areas, police, keep):
    guard = OrganisationFactory(force=Force.MUNICIPAL_GUARD, email="guard@example.org")
    guard.areas.add(areas.hromada)
    keep(area=areas.hromada, organisation=guard)

    assert make_report(areas.zarichchia).organisation == guard
    assert make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME)).organisation == police


def test_rule_of_somebody_who_has_left_is_passed_over(areas, noise, unit, iryna, administrator, keep):
    keep(area=areas.zarichchia, category=noise, officer=iryna)
    keep(area=areas.hromada, organisation=unit)
    set_active(iryna, False, by=administrator)

    report = make_report(areas.zarichchia, category=noise)

    assert (report.assignee, report.organisation) == (None, unit)
    assert [bool(rule.problem) for rule in rule_book().rules] == [True, False]


def test_rules_cost_a_report_the_same_whether_one_or_thirty(
    areas, noise, unit, iryna, keep, django_assert_num_queries, django_assert_max_num_queries
):
    keep(area=areas.zarichchia, category=CategoryFactory(), officer=iryna)
    keep(area=areas.zarichchia, category=noise, organisation=unit)
    with django_assert_max_num_queries(4) as one:
        rule_book()
    RoutingRule.objects.bulk_create(
        RoutingRule(area=areas.zarichchia, organisation=unit, position=number) for number in range(28)
    )

    with django_assert_num_queries(len(one)):
        rule_book()


# -- which are refused -----------------------------------------------------------------------------------------------


def test_rule_for_a_unit_that_serves_another_place_is_refused(areas, keep):
    elsewhere = OrganisationFactory(name_en="Elsewhere", email="elsewhere@example.org")

    with pytest.raises(RuleRefused) as refused:
        keep(area=areas.zarichchia, organisation=elsewhere)

    assert (refused.value.field, RoutingRule.objects.count()) == ("target", 0)


def test_rule_for_a_unit_without_an_address_is_refused(areas, unit, keep):
    unit.email = ""

    with pytest.raises(RuleRefused):
        keep(area=areas.zarichchia, organisation=unit)


def test_rule_for_an_officer_of_another_place_is_refused(areas, iryna, keep):
    with pytest.raises(RuleRefused):
        keep(area=areas.hromada, officer=iryna)


def test_rule_for_answers_of_a_restricted_kind_is_refused(areas, noise, unit, keep):
    noise.sensitivity = Sensitivity.SEALED

    with pytest.raises(RuleRefused):
        keep(area=areas.hromada, category=noise, question="times", answer="night", organisation=unit)


def test_rule_for_an_answer_that_is_not_asked_for_is_refused(areas, noise, unit, keep):
    with pytest.raises(RuleRefused):
        keep(area=areas.hromada, category=noise, question="times", answer="never", organisation=unit)


def test_rule_that_would_never_be_reached_is_refused(areas, noise, unit, iryna, keep):
    keep(area=areas.hromada, category=noise.parent, organisation=unit)

    with pytest.raises(RuleRefused) as refused:
        keep(area=areas.zarichchia, category=noise, officer=iryna)

    assert refused.value.field is None
    keep(area=areas.zarichchia, officer=iryna)  # reaches what the first leaves


def test_rule_has_one_target(areas, unit, iryna):
    with pytest.raises(IntegrityError, match="routing_rule_has_one_target"), transaction.atomic():
        RoutingRule.objects.create(area=areas.hromada, organisation=unit, officer=iryna)


# -- changing them ---------------------------------------------------------------------------------------------------


def test_rule_moves_past_its_neighbour_and_leaves_a_trace(areas, noise, unit, keep, administrator):
    first = keep(area=areas.zarichchia, category=noise, organisation=unit)
    second = keep(area=areas.stare_misto, organisation=unit)

    move_rule(second, up=True, by=administrator)
    move_rule(second, up=True, by=administrator)  # it is the first already

    assert list(RoutingRule.objects.all()) == [second, first]
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "routing.saved",
        "routing.saved",
        "routing.moved",
    ]


def test_rule_removed_leaves_a_trace(areas, unit, keep, administrator):
    rule = keep(area=areas.hromada, organisation=unit)
    number = rule.pk

    remove_rule(rule, by=administrator)

    assert RoutingRule.objects.count() == 0
    assert AuditEntry.objects.get(action="routing.removed").subject_id == number


# -- the trial -------------------------------------------------------------------------------------------------------


def test_trial_counts_what_a_rule_would_have_taken(areas, noise, unit, police, iryna, keep):
    for answer in ("night", "night", "day"):
        make_report(areas.zarichchia, category=noise, answers={"times": answer})
    make_report(areas.zarichchia)
    make_report(areas.zarichchia, category=noise, submitted_at=datetime(2020, 1, 1, tzinfo=UTC))
    keep(area=areas.zarichchia, category=noise, question="times", answer="day", officer=iryna)

    trial = try_rule(RoutingRule(area=areas.hromada, category=noise, organisation=unit))

    assert (trial.looked_at, trial.fits, trial.earlier, trial.taken) == (4, 3, 1, 2)
    assert trial.went_to == [(police, 2)]
    assert RoutingRule.objects.count() == 1


def test_trial_of_a_rule_that_cannot_be_followed_is_refused(areas):
    with pytest.raises(RuleRefused):
        try_rule(RoutingRule(area=areas.hromada, officer=PersonFactory()))


def test_officer_of_the_area_above_can_be_named(areas, keep):
    person = PersonFactory()
    RoleFactory(person=person, kind=RoleKind.SUPERVISOR, area=areas.raion)

    assert keep(area=areas.zarichchia, officer=person).pk
