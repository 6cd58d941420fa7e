"""When a colleague leaves: all that they have in hand goes over in one step, or nothing does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.enums import RoleKind
from apps.events.models import AuditEntry, Event
from apps.notifications.enums import State
from apps.notifications.models import Delivery
from apps.notifications.services import outbox
from apps.reports.enums import ReportEvent, Sensitivity, Status
from apps.reports.errors import HandoverRefused
from apps.reports.models import Handover, Report, RoutingRule
from apps.reports.services import triage
from apps.reports.services.handover import hand_on
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db

COLLEAGUES = reverse("handover:colleagues")


@pytest.fixture
def petro(areas, police):
    """Another officer of Zarichchia."""
    person = PersonFactory(name="Petro Ivanenko", email="petro@example.org")
    RoleFactory(person=person, kind=RoleKind.OFFICER, area=areas.zarichchia, organisation=police)
    return person


@pytest.fixture
def had(areas, iryna, bohdan):
    """Return `had(**fields)`: a report that Iryna has in hand."""

    def make(**fields):
        report = make_report(areas.zarichchia, **fields)
        triage.assign_report(report, officer=iryna, by=bohdan)
        return report

    return make


@pytest.fixture
def unit(police):
    police.email = "unit@example.org"
    police.save()
    return police


def test_everything_goes_to_another_officer(areas, had, iryna, petro, bohdan):
    open_, solved, sealed = had(), had(), had(category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    triage.resolve_report(solved, by=iryna, outcome="Mended.")
    ended = had()
    triage.hand_over_report(ended, by=iryna, service="Council", number="1", contact="Desk")
    RoutingRule.objects.create(area=areas.zarichchia, officer=iryna)

    made = hand_on(iryna, to=petro, by=bohdan)

    assert set(Report.objects.filter(assignee=petro)) == {open_, solved, sealed}
    assert (made.report_count, made.rule_count, made.target) == (3, 1, petro)
    assert Report.objects.get(pk=ended.pk).assignee == iryna
    assert RoutingRule.objects.get().officer == petro


def test_closed_report_goes_over_while_its_reporter_can_open_it_again(had, iryna, petro, bohdan):
    lately, long_ago = had(), had()
    for report, days in ((lately, 10), (long_ago, 100)):
        closed_at = timezone.now() - timedelta(days=days)
        Report.objects.filter(pk=report.pk).update(status=Status.CLOSED, closed_at=closed_at)

    hand_on(iryna, to=petro, by=bohdan)

    assert list(Report.objects.filter(assignee=petro)) == [lately]


def test_everything_goes_to_a_unit_where_nobody_in_particular_has_it(had, iryna, bohdan, unit):
    report = had()

    hand_on(iryna, to=unit, by=bohdan)

    report.refresh_from_db()
    assert (report.assignee, report.organisation) == (None, unit)


def test_nobody_is_given_their_own_report(had, iryna, petro, bohdan):
    report = had(reporter=petro)

    hand_on(iryna, to=petro, by=bohdan)

    report.refresh_from_db()
    assert report.assignee is None


def test_handover_to_somebody_who_works_elsewhere_changes_nothing(areas, had, iryna, bohdan):
    elsewhere = PersonFactory()
    RoleFactory(person=elsewhere, kind=RoleKind.OFFICER, area=areas.stare_misto)
    report = had()

    with pytest.raises(HandoverRefused, match="Zarichchia|Заріччя"):
        hand_on(iryna, to=elsewhere, by=bohdan)

    report.refresh_from_db()
    assert (report.assignee, Handover.objects.count()) == (iryna, 0)


def test_handover_to_oneself_and_of_nothing_are_refused(had, iryna, petro, bohdan):
    with pytest.raises(HandoverRefused):
        hand_on(iryna, to=petro, by=bohdan)
    had()
    with pytest.raises(HandoverRefused):
        hand_on(iryna, to=iryna, by=bohdan)


def test_handover_reaches_as_far_as_the_supervision(areas, had, iryna, petro):
    supervisor = PersonFactory()
    RoleFactory(person=supervisor, kind=RoleKind.SUPERVISOR, area=areas.stare_misto)
    had()

    with pytest.raises(HandoverRefused):
        hand_on(iryna, to=petro, by=supervisor)


def test_handover_leaves_its_traces(had, iryna, petro, bohdan):
    report = had()

    made = hand_on(iryna, to=petro, by=bohdan)

    event = Event.objects.of(report).filter(name=ReportEvent.ASSIGNED).first()
    assert (event.actor, event.data["officer"], event.data["handover"]) == (bohdan, petro.pk, made.pk)
    entry = AuditEntry.objects.get(action="handover.made")
    assert (entry.actor_id, entry.data) == (bohdan.pk, {"leaving": iryna.pk, "reports": 1, "rules": 0})


def test_receiver_is_told_once_and_not_for_each_report(had, iryna, petro, bohdan):
    had(), had()
    outbox.fan_out()
    Delivery.objects.all().delete()
    hand_on(iryna, to=petro, by=bohdan)

    outbox.fan_out()

    told = Delivery.objects.filter(state=State.PENDING).values_list("recipient", "event__name")
    assert list(told) == [(f"person:{petro.pk}", "handover.made")]


# -- the pages -------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client_for, bohdan):
    client = client_for(bohdan)
    client.cookies["language"] = "en"
    return client


def test_page_shows_counts_and_hands_over_in_one_step(desk, had, iryna, petro):
    had(), had()
    address = reverse("handover:hand_over", args=[iryna.pk])
    assert address in desk.get(COLLEAGUES).content.decode()
    page = desk.get(address)

    answer = desk.post(address, {"target": f"person-{petro.pk}"}, follow=True)

    assert page.context["counts"] == {"reports": 2, "open": 2, "restricted": 0, "rules": 0}
    assert "2 reports went from Iryna Koval to Petro Ivanenko." in answer.content.decode()
    assert Report.objects.filter(assignee=petro).count() == 2
    assert desk.get(address).status_code == 404  # nothing is left


def test_page_offers_whoever_works_wherever_it_is(areas, desk, had, iryna, petro, bohdan, unit):
    had()
    elsewhere = PersonFactory()
    RoleFactory(person=elsewhere, kind=RoleKind.OFFICER, area=areas.stare_misto)

    form = desk.get(reverse("handover:hand_over", args=[iryna.pk])).context["form"]

    assert set(form.targets) == {f"person-{petro.pk}", f"person-{bohdan.pk}", f"unit-{unit.pk}"}


def test_page_without_a_choice_asks_for_it(desk, had, iryna):
    had()

    answer = desk.post(reverse("handover:hand_over", args=[iryna.pk]))

    assert (answer.status_code, "Choose who has it from now on." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("person", ["iryna", "oksana", "administrator", "olena"])
def test_handover_is_not_found_by(request, client_for, had, iryna, person):
    had()
    client = client_for(request.getfixturevalue(person))

    addresses = (COLLEAGUES, reverse("handover:hand_over", args=[iryna.pk]))
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_colleagues_cost_the_same_for_one_and_for_thirty(
    areas, desk, had, iryna, django_assert_num_queries, django_assert_max_num_queries
):
    had()
    desk.get(COLLEAGUES)  # what is kept from one request to the next is asked for here
    with django_assert_max_num_queries(14) as one:
        desk.get(COLLEAGUES)
    for _ in range(29):
        Report.objects.filter(pk=make_report(areas.zarichchia).pk).update(assignee=PersonFactory())

    with django_assert_num_queries(len(one)):
        answer = desk.get(COLLEAGUES)

    assert len(answer.context["colleagues"]) == 30
