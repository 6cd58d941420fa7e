"""What is told together."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from apps.events.models import Event
from apps.notifications.enums import Pace, Reason, State, SubscriptionEvent
from apps.notifications.models import Delivery, Digest, Subscription
from apps.notifications.services import outbox
from apps.notifications.services.digests import make_digests
from apps.notifications.services.subscriptions import change_pace, follow, save_preference, stop
from apps.reports.services.conversation import post_public_update
from apps.reports.services.schedules import announce_published
from apps.reports.services.triage import resolve_report
from tests.factories.notifications import EventFactory

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 4, 22, 7, 31, tzinfo=ZoneInfo("Europe/Kyiv"))


@pytest.fixture
def collected(olena):
    """Olena wants one mail a day about her reports, and something happened yesterday."""
    save_preference(olena, reports_pace=Pace.DAILY)
    event = EventFactory(data={"people": [olena.pk]})
    outbox.fan_out()
    Delivery.objects.update(created_at=MORNING - timedelta(hours=12))
    return event


def test_a_digest_is_made_once_however_often_the_clock_asks(collected):
    assert [make_digests(MORNING), make_digests(MORNING), make_digests(MORNING + timedelta(hours=2))] == [1, 0, 0]
    assert Event.objects.filter(name=SubscriptionEvent.DIGEST).count() == 1


def test_a_clock_that_stood_for_days_makes_one_digest(collected):
    assert make_digests(MORNING + timedelta(days=3)) == 1
    assert Digest.objects.get().period == (MORNING + timedelta(days=3)).date()


def test_what_came_after_the_morning_waits_for_the_next(collected, olena):
    make_digests(MORNING)
    EventFactory(data={"people": [olena.pk]})
    outbox.fan_out()
    Delivery.objects.collected().update(created_at=MORNING + timedelta(minutes=1))

    assert make_digests(MORNING + timedelta(hours=1)) == 0
    assert make_digests(MORNING + timedelta(days=1)) == 1


def test_a_digest_goes_out_as_one_mail_and_leaves_no_trace_in_the_inbox(collected, olena, smtp):
    make_digests(MORNING)
    outbox.fan_out()

    assert outbox.deliver_due() == {State.SENT: 1}
    (mail,) = smtp.accepted
    assert mail.to == ["olena@example.org"]
    assert "Something happened." in mail.body
    assert Delivery.objects.inbox_of(olena).count() == 1  # what happened; not the digest


@pytest.fixture
def followed(released, taras):
    """A released report in an area that Taras follows once a day, told of twice."""
    follow(taras, area=released.area, pace=Pace.DAILY)
    announce_published()
    post_public_update(released, by=released.assignee, text="The lamps are ordered.")
    outbox.fan_out()
    Delivery.objects.collected().update(created_at=timezone.now() - timedelta(days=2))
    make_digests()
    outbox.fan_out()
    return released


def test_a_digest_gathers_by_place_and_thing_newest_first(followed, smtp):
    outbox.deliver_due()

    (mail,) = [mail for mail in smtp.accepted if mail.to == ["taras@example.org"]]
    lines = [re.sub(r"^\d+ \S+, \d+:\d+  ", "", line.strip()) for line in mail.body.splitlines() if line.strip()]
    assert lines[2:7] == [
        f"{followed.public_place.name_en}, Zarichchia",
        "* Lamps are out",
        "News",
        "New",
        f"http://localhost:8000/reports/{followed.reference}/",
    ]


def test_a_digest_leaves_out_what_is_no_longer_so(followed, iryna, smtp):
    resolve_report(followed, by=iryna, outcome="Changed.")
    digest = Delivery.objects.get(reason=Reason.DIGEST)
    followed.refresh_from_db()
    type(followed).objects.filter(pk=followed.pk).update(release_state="withheld")

    outbox.deliver_due()

    digest.refresh_from_db()
    assert digest.state == State.DROPPED
    assert [mail for mail in smtp.accepted if mail.to == ["taras@example.org"]] == []


@pytest.mark.parametrize(("changed_to", "left"), [(Pace.WEEKLY, Pace.OFF), (Pace.AT_ONCE, Pace.AT_ONCE)])
def test_a_digest_stops_what_it_gathered_though_it_comes_less_often_now(followed, taras, changed_to, left):
    subscription = Subscription.objects.get(subscriber__person=taras)
    change_pace(subscription, changed_to)

    stop(Delivery.objects.get(reason=Reason.DIGEST))

    subscription.refresh_from_db()
    assert subscription.pace == left
