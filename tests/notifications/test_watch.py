"""What whoever watches over the portal is told."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from apps.notifications.enums import State
from apps.notifications.models import Delivery
from tests.factories.notifications import DeliveryFactory, EventFactory

pytestmark = pytest.mark.django_db

TOKEN = "a token of the watch"


@pytest.mark.parametrize(
    ("due", "state", "status"),
    [(-30, State.PENDING, 200), (-90, State.PENDING, 503), (-90, State.CLAIMED, 503), (90, State.PENDING, 200)],
)
def test_health_is_red_when_a_delivery_is_due_for_a_minute(client, olena, due, state, status):
    DeliveryFactory(person=olena, state=state, event__fanned_out_at=timezone.now())
    Delivery.objects.update(due_at=Now() + timedelta(seconds=due))

    answer = client.get(reverse("health"))

    assert (answer.status_code, answer.json()["status"]) == (status, "ok" if status == 200 else "deliveries late")
    assert client.get(reverse("alive")).status_code == 200  # the web process itself is well


@pytest.mark.parametrize(("age", "status"), [(30, 200), (90, 503)])
def test_health_is_red_when_an_event_is_untold_for_a_minute(client, age, status):
    EventFactory(created_at=timezone.now() - timedelta(seconds=age))

    assert client.get(reverse("health")).status_code == status


@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer a guess", f"Basic {TOKEN}"])
def test_metrics_without_the_token_are_not_there(client, settings, token, given):
    settings.METRICS_TOKEN = token

    assert client.get(reverse("metrics"), headers={"Authorization": given}).status_code == 404


def test_metrics_count_what_waits_was_sent_and_was_given_up(client, settings, olena):
    settings.METRICS_TOKEN = TOKEN
    done = {"event__fanned_out_at": timezone.now()}
    DeliveryFactory.create_batch(2, person=olena, **done)
    DeliveryFactory(person=olena, state=State.DEAD, **done)
    DeliveryFactory(person=olena, state=State.SENT, sent_at=timezone.now(), **done)
    DeliveryFactory(person=olena, state=State.SENT, sent_at=timezone.now() - timedelta(hours=2), **done)
    EventFactory(created_at=timezone.now() - timedelta(seconds=90))

    answer = client.get(reverse("metrics"), headers={"Authorization": f"Bearer {TOKEN}"})

    figures = dict(line.rsplit(" ", 1) for line in answer.content.decode().splitlines() if not line.startswith("#"))
    assert figures['copportal_deliveries{channel="email",state="pending"}'] == "2.0"
    assert figures['copportal_deliveries{channel="email",state="dead"}'] == "1.0"
    assert figures['copportal_deliveries{channel="email",state="claimed"}'] == "0.0"
    assert figures['copportal_deliveries_sent_last_hour{channel="email"}'] == "1.0"
    assert figures["copportal_events_untold"] == "1.0"
    assert 90 <= float(figures["copportal_longest_wait_seconds"]) < 120
    assert olena.email not in answer.content.decode()
