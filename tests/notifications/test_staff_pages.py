"""Deliveries at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from apps.notifications import selectors
from apps.notifications.enums import Channel, State
from apps.notifications.failures import explain
from apps.notifications.models import Delivery
from tests.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db

PAGE = reverse("notifications_staff:deliveries")


def dead(person, area, **fields):
    """A delivery that was given up, of an event in an area."""
    return DeliveryFactory(
        person=person, event__area=area, state=State.DEAD, attempt=12, last_error="smtp recipient 550", **fields
    )


def test_a_supervisor_sees_what_was_given_up_in_the_area_and_why(client_for, bohdan, olena, areas):
    dead(olena, areas.zarichchia)

    page = client_for(bohdan).get(PAGE).content.decode()

    assert explain("smtp recipient 550") in page
    assert "smtp recipient 550" in page
    assert olena.email not in page


def test_entries_of_inboxes_are_no_mail_that_arrived(client_for, bohdan, olena, areas):
    for channel in (Channel.EMAIL, Channel.INBOX):
        DeliveryFactory(
            person=olena, channel=channel, state=State.SENT, sent_at=timezone.now(), event__area=areas.zarichchia
        )

    shown = client_for(bohdan).get(PAGE).context

    assert [sum(bar.count for bar in shown[stretch]) for stretch in ("hour", "day")] == [1, 1]


def test_what_was_given_up_elsewhere_is_not_seen(bohdan, administrator, olena, areas):
    elsewhere = dead(olena, areas.raion)
    here = dead(olena, areas.zarichchia)
    nowhere = dead(olena, None)

    assert set(Delivery.objects.visible_to(bohdan)) == {here}
    assert set(Delivery.objects.visible_to(administrator)) == {here, elsewhere, nowhere}


@pytest.mark.parametrize("person", ["bohdan", "administrator", "iryna", "oksana", "marko", "olena"])
def test_the_list_and_the_rule_agree(request, person, taras, areas):
    person = request.getfixturevalue(person)
    rows = [dead(taras, area) for area in (areas.raion, areas.hromada, areas.zarichchia, None)]

    listed = set(Delivery.objects.visible_to(person))

    assert listed == {row for row in rows if person.has_perm("notifications.view_delivery", row)}


@pytest.mark.parametrize("person", ["iryna", "oksana", "marko", "olena"])
def test_others_find_no_page(request, client_for, person, areas):
    client = client_for(request.getfixturevalue(person))

    assert client.get(PAGE).status_code == 404
    assert client.post(reverse("notifications_staff:send_all_again")).status_code == 404


def test_one_is_sent_again(client_for, bohdan, olena, areas):
    chosen, other = dead(olena, areas.zarichchia), dead(olena, areas.zarichchia)

    answer = client_for(bohdan).post(reverse("notifications_staff:send_again", args=[chosen.pk]))

    assert answer.url == PAGE
    assert list(Delivery.objects.due()) == [chosen]
    assert list(Delivery.objects.dead()) == [other]


def test_all_in_the_area_are_sent_again(client_for, bohdan, olena, areas):
    mine, elsewhere = dead(olena, areas.zarichchia), dead(olena, areas.raion)

    client_for(bohdan).post(reverse("notifications_staff:send_all_again"))

    assert list(Delivery.objects.due()) == [mine]
    assert list(Delivery.objects.dead()) == [elsewhere]


def test_one_of_another_area_is_404(client_for, bohdan, olena, areas):
    elsewhere = dead(olena, areas.raion)

    answer = client_for(bohdan).post(reverse("notifications_staff:send_again", args=[elsewhere.pk]))

    assert answer.status_code == 404


def test_the_page_costs_the_same_for_one_row_and_for_thirty(
    client_for, bohdan, olena, areas, django_assert_max_num_queries
):
    client = client_for(bohdan)
    client.get(PAGE)
    dead(olena, areas.zarichchia)
    with django_assert_max_num_queries(20) as one:
        client.get(PAGE)
    for _ in range(29):
        dead(olena, areas.zarichchia)
    with django_assert_max_num_queries(20) as thirty:
        client.get(PAGE)

    assert len(one) == len(thirty)


def test_arrivals_are_counted_by_stretch_and_by_area(bohdan, olena, areas, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    for area, minutes in ((areas.zarichchia, 0), (areas.zarichchia, 0), (areas.zarichchia, 12), (areas.raion, 0)):
        sent_at = now - timedelta(minutes=minutes)
        DeliveryFactory(person=olena, event__area=area, state=State.SENT, sent_at=sent_at)

    bars = selectors.arrivals(Delivery.objects.visible_to(bohdan), step=timedelta(minutes=1), count=15)

    assert [bar.count for bar in bars] == [0] * 2 + [1] + [0] * 11 + [2]
    assert (bars[2].height, bars[-1].height) == (50, 100)


def test_without_any_the_page_says_so(client_for, bohdan):
    client = client_for(bohdan)
    client.cookies["language"] = "en"

    assert "Nothing was given up" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("smtp recipient 550", "does not know this address"),
        ("smtp data 554", "refuses this mail"),
        ("smtp sender 553", "own address"),
        ("smtp recipient 450", "put it off"),
        ("smtp 535", "did not answer"),
        ("TimeoutError", "did not answer"),
        ("sender died", "sending process"),
        ("KeyError", "could not write"),
    ],
)
def test_each_failure_is_said_in_words(code, words):
    with translation.override("en"):
        assert words in explain(code)
