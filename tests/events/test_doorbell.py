"""The bell that may fail."""

import uuid

import pytest

from apps.events.doorbell import Doorbell


@pytest.fixture
def broker(monkeypatch):
    """Count the rings; `broker.broken` makes them fail."""

    class Broker:
        rings = 0
        broken = False

        def send_task(self, name, **options):
            self.rings += 1
            if self.broken:
                raise ConnectionError

    broker = Broker()
    monkeypatch.setattr("apps.events.doorbell.celery_app", broker)
    monkeypatch.setattr("apps.events.doorbell.RINGING", f"bell-{uuid.uuid4()}")
    return broker


def test_ring_with_a_broken_broker_raises_nothing_and_counts(broker):
    broker.broken = True
    bell = Doorbell()

    bell.ring()

    assert bell.failures == 1


def test_ring_while_it_rings_already_sends_no_second_task(broker):
    Doorbell().ring()
    Doorbell().ring()

    assert broker.rings == 1


def test_ring_after_the_deliverer_has_answered_sends_a_task_again(broker):
    bell = Doorbell()
    bell.ring()
    bell.answer()

    bell.ring()

    assert broker.rings == 2


def test_ring_and_answer_without_a_broker_raise_nothing(broker, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    bell = Doorbell()

    bell.ring()
    bell.answer()

    assert (broker.rings, bell.failures) == (0, 1)


def test_ring_after_a_failure_waits_a_while(broker, monkeypatch):
    now = 100.0
    monkeypatch.setattr("apps.events.doorbell.time.monotonic", lambda: now)
    broker.broken = True
    bell = Doorbell()
    bell.ring()
    bell.ring()
    assert broker.rings == 1

    now = 105.1
    broker.broken = False
    bell.answer()
    bell.ring()

    assert (broker.rings, bell.failures) == (2, 1)
