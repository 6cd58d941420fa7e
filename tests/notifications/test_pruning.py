"""What is over is forgotten; whatever still matters stays however old it is."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.events.models import Event, Occasion
from apps.events.services import once
from apps.notifications import selectors
from apps.notifications.enums import Channel, Pace, Reason, State, SubscriptionEvent
from apps.notifications.models import Delivery, Digest, Mute
from apps.notifications.services import outbox
from apps.notifications.services.inbox import forget_reporters
from apps.notifications.services.pruning import prune
from apps.notifications.services.subscriptions import follow, stop
from tests.factories.notifications import DeliveryFactory, EventFactory
from tests.factories.reports import make_report

pytestmark = pytest.mark.django_db

NOW = timezone.now()
AGES = (0, 1, 89, 91, 364, 366, 1000)  # days


def deliveries(person, chance):
    """A delivery in every state, on every channel, of every age, in chance order."""
    rows = [
        {"channel": channel, "state": state, "age": timedelta(days=age), "read": read}
        for channel in Channel
        for state in State
        for age in AGES
        for read in (False, True)
    ]
    chance.shuffle(rows)
    events = Event.objects.bulk_create(EventFactory.build() for _ in rows)
    return Delivery.objects.bulk_create(
        Delivery(
            event=event,
            recipient=f"person:{person.pk}",
            person=person,
            reason=Reason.FOLLOWER,
            channel=row["channel"],
            state=row["state"],
            due_at=NOW - row["age"],
            sent_at=NOW - row["age"] if row["state"] == State.SENT else None,
            read_at=NOW - row["age"] if row["read"] else None,
        )
        for event, row in zip(events, rows, strict=True)
    )


def stays(row):
    """The promise, said once more in other words."""
    days = (NOW - row.due_at).days
    if row.state in (State.PENDING, State.CLAIMED, State.DEAD, State.COLLECTED):
        return True
    if row.channel == Channel.INBOX:
        return row.state != State.SENT or row.read_at is None or days < 365
    return days < 90


@pytest.mark.parametrize("batch", [1000, 7])
def test_what_is_over_goes_and_all_else_stays(olena, batch):
    rows = deliveries(olena, random.Random(batch))
    expected = {row.pk for row in rows if stays(row)}

    assert prune(NOW, batch=batch) == len(rows) - len(expected)
    assert set(Delivery.objects.values_list("pk", flat=True)) == expected
    assert prune(NOW, batch=batch) == 0
    assert Event.objects.count() == len(rows)


def test_without_time_nothing_goes_and_the_next_night_goes_on(olena):
    deliveries(olena, random.Random(1))

    assert prune(NOW, budget=0.0) == 0
    assert prune(NOW) > 0


def test_what_is_kept_how_long_is_a_setting(olena, settings):
    settings.DELIVERIES_KEPT_DAYS = 30
    kept, gone = (
        DeliveryFactory(person=olena, state=State.SENT, sent_at=NOW - timedelta(days=days)) for days in (29, 31)
    )

    prune(NOW)

    assert list(Delivery.objects.all()) == [kept]
    assert gone.event in Event.objects.all()


@pytest.fixture
def digest(olena):
    """Return `digest(state, days)`: one of three things, its mail in this state since so many days."""

    def make(state, days, *, told=True):
        at = NOW - timedelta(days=days)
        made = Digest.objects.create(recipient=f"person:{olena.pk}", pace=Pace.DAILY, period=at.date())
        for _ in range(3):
            DeliveryFactory(person=olena, state=State.COLLECTED, digest=made, created_at=at, due_at=at)
        event = EventFactory(
            name=SubscriptionEvent.DIGEST,
            subject_type="notifications.digest",
            subject_id=made.pk,
            created_at=at,
            fanned_out_at=at if told else None,
        )
        if told:
            DeliveryFactory(
                event=event,
                person=olena,
                reason=Reason.DIGEST,
                state=state,
                due_at=at,
                sent_at=at if state == State.SENT else None,
            )
        return made

    return make


@pytest.mark.parametrize("state", [State.SENT, State.DROPPED])
def test_a_digest_goes_with_its_parts_its_mail_and_its_order(digest, state):
    digest(state, 92)

    prune(NOW)

    assert not Digest.objects.exists()
    assert not Delivery.objects.exists()
    assert not Event.objects.filter(name=SubscriptionEvent.DIGEST).exists()
    assert Event.objects.count() == 3


@pytest.mark.parametrize(
    ("state", "days", "told"),
    [
        (State.SENT, 88, True),
        (State.DEAD, 400, True),
        (State.PENDING, 400, True),
        (State.CLAIMED, 400, True),
        (State.PENDING, 400, False),
    ],
)
def test_a_digest_that_is_young_or_did_not_arrive_keeps_all_its_parts(digest, state, days, told):
    made = digest(state, days, told=told)

    assert prune(NOW) == 0
    assert Delivery.objects.filter(digest=made, state=State.COLLECTED).count() == 3


def test_what_waits_for_a_digest_stays(olena):
    DeliveryFactory(
        person=olena, state=State.COLLECTED, created_at=NOW - timedelta(days=400), due_at=NOW - timedelta(days=400)
    )

    assert prune(NOW) == 0


def test_a_sent_digest_stops_what_it_came_from_to_its_last_day(digest, olena, areas):
    subscription = follow(olena, area=areas.zarichchia, pace=Pace.DAILY)
    made = digest(State.SENT, 91)
    mail = Delivery.objects.get(reason=Reason.DIGEST)
    Delivery.objects.filter(pk=mail.pk).update(sent_at=NOW - timedelta(days=89))
    prune(NOW)

    assert made in Digest.objects.all()
    stop(mail)
    subscription.refresh_from_db()
    assert subscription.pace == Pace.OFF


def test_an_address_that_was_asked_once_is_no_longer_noted(olena, areas):
    subscription = follow(olena, area=areas.zarichchia)
    for days in (1, 91):
        once(SubscriptionEvent.ASKED, subject=subscription, key=str(days))
        Occasion.objects.filter(key=str(days)).update(at=NOW - timedelta(days=days))
    once("report.reminded", subject=subscription)
    Occasion.objects.filter(name="report.reminded").update(at=NOW - timedelta(days=400))

    prune(NOW)

    assert set(Occasion.objects.values_list("key", flat=True)) == {"1", ""}


def test_a_report_is_forgotten_by_who_muted_it_though_its_mail_is_pruned(olena, areas):
    report = make_report(areas.zarichchia, reporter=olena)
    mail = DeliveryFactory(
        person=olena,
        event=EventFactory(subject_type="reports.report", subject_id=report.pk),
        state=State.SENT,
        sent_at=NOW - timedelta(days=91),
    )
    stop(mail)
    prune(NOW)
    assert not Delivery.objects.filter(pk=mail.pk).exists()

    forget_reporters([report.pk])

    assert not Mute.objects.exists()


def test_counts_of_the_desk_stay(bohdan, olena, areas):
    for state in (State.DEAD, State.PENDING, State.SENT):
        DeliveryFactory(
            person=olena, state=state, event__area=areas.zarichchia, sent_at=NOW if state == State.SENT else None
        )
    Delivery.objects.filter(state__in=(State.DEAD, State.PENDING)).update(due_at=NOW - timedelta(days=500))
    before = selectors.figures(Delivery.objects.visible_to(bohdan)), selectors.sent_within_an_hour()

    prune(NOW)

    assert (selectors.figures(Delivery.objects.visible_to(bohdan)), selectors.sent_within_an_hour()) == before


def test_replaying_what_was_addressed_to_nobody_tells_each_once(people_handler, olena, smtp):
    event = EventFactory(data={"people": [olena.pk], "poison": "recipients"}, created_at=NOW - timedelta(days=400))
    outbox.fan_out()
    prune(NOW + timedelta(days=400))
    event.data = {"people": [olena.pk]}
    event.save()

    outbox.replay(Delivery.objects.all(), by=None)
    outbox.fan_out()
    outbox.deliver_due()

    assert len(smtp.accepted) == 1
