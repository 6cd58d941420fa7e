"""Two schedulers at once, and one that was dead for a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from apps.events.models import Event
from apps.notifications.enums import Pace, State, SubscriptionEvent
from apps.notifications.models import Delivery, Digest
from apps.notifications.services import digests
from apps.notifications.services.digests import make_digests
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def collected():
    """Ten people who want a mail a day, for each of whom something waits since two days."""
    before = NOW - timedelta(days=2)
    for person in PersonFactory.create_batch(10):
        DeliveryFactory(person=person, state=State.COLLECTED, pace=Pace.DAILY, created_at=before)


def at_once(count):
    """Let so many schedulers do the same at the same moment; return what each says."""
    start = Barrier(count)

    def beat(_number):
        start.wait()
        try:
            return make_digests(NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(beat, range(count)))


def test_two_schedulers_order_each_digest_once(collected):
    assert sum(at_once(2)) == 10
    assert Event.objects.filter(name=SubscriptionEvent.DIGEST).count() == Digest.objects.count() == 10
    assert not Delivery.objects.collected().exists()


def test_without_one_digest_a_day_two_schedulers_order_some_twice(collected, monkeypatch):
    """The twin of the test above: both look before either has written."""
    look, both = digests.last_digest, Barrier(2)

    def together(*args):
        both.wait()
        return look(*args)

    monkeypatch.setattr(digests, "last_digest", together)
    monkeypatch.setattr(Digest.objects, "get_or_create", lambda **which: (Digest.objects.create(**which), True))
    table = Digest._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT digest_once")

    try:
        at_once(2)
        assert Digest.objects.count() > 10
    finally:
        Delivery.objects.all().delete()
        Digest.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT digest_once UNIQUE (recipient, pace, period)")


def test_a_scheduler_that_was_dead_for_a_day_orders_each_digest_once(collected):
    tomorrow = NOW + timedelta(days=1)

    assert [make_digests(tomorrow), make_digests(tomorrow)] == [10, 0]
