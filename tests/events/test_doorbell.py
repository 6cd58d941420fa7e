"""The bell that may fail."""

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
    return broker


def test_ring_with_a_broken_broker_raises_nothing_and_counts(broker):
    broker.broken = True
    bell = Doorbell()

    bell.ring()

    assert bell.failures == 1


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
    bell.ring()

    assert (broker.rings, bell.failures) == (2, 1)
