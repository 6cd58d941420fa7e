"""Senders that die, hang and compete: nothing lost, and a double only where nobody can know better."""

import signal

import pytest
from django.db import connection

from apps.notifications.enums import State
from apps.notifications.models import Delivery
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import EventFactory

pytestmark = pytest.mark.django_db(transaction=True)

RELAY = "tests.faults.relay_process"


@pytest.fixture
def event():
    """One event that one person is to be told of."""
    return EventFactory(data={"people": [PersonFactory().pk]})


def all_sent(count):
    """Return a condition: so many deliveries are marked as sent, and no other is left."""
    return lambda: list(Delivery.objects.values_list("state", flat=True)) == [State.SENT] * count


def test_killed_before_the_mail_left_it_goes_once(event, sink, start, eventually):
    sink.hold("RCPT")
    first = start(RELAY)
    sink.wait_until_holding()
    first.send_signal(signal.SIGKILL)
    first.wait()
    sink.release()

    start(RELAY)

    eventually(all_sent(1))
    assert len(sink.letters) == 1


def test_killed_after_acceptance_it_goes_twice_with_one_message_id(event, sink, start, eventually):
    sink.hold("DATA")
    first = start(RELAY)
    sink.wait_until_holding()
    first.send_signal(signal.SIGKILL)
    first.wait()
    sink.release()

    start(RELAY)

    eventually(all_sent(1))
    assert len(sink.letters) == 2
    assert len(set(sink.message_ids)) == 1
    assert Delivery.objects.get().attempt == 2


def test_stopped_beyond_its_lease_a_sender_writes_nothing_when_it_wakes(event, sink, start, eventually):
    sink.hold("RCPT")
    sink.recipient_answers = ["550 no"]  # what the held sender will hear in the end
    first = start(RELAY)
    sink.wait_until_holding()
    first.send_signal(signal.SIGSTOP)
    sink.recipient_answers = []
    start(RELAY)
    eventually(all_sent(1))

    sink.release()
    first.send_signal(signal.SIGCONT)
    first.send_signal(signal.SIGTERM)

    assert first.wait(30) == 0
    assert all_sent(1)()
    assert len(sink.letters) == 1


def test_competing_senders_send_each_mail_once(sink, start, eventually):
    people = [person.pk for person in PersonFactory.create_batch(40)]
    EventFactory(data={"people": people})

    for _ in range(3):
        start(RELAY)

    eventually(all_sent(40))
    assert len(sink.letters) == len(set(sink.message_ids)) == 40


def test_without_the_claims_lock_competing_senders_send_twice(sink, start, eventually):
    """The twin of the test above: it must find what the guard prevents, though not in every round of the race."""
    people = [person.pk for person in PersonFactory.create_batch(40)]
    for _ in range(3):
        start(RELAY, "unguarded")

    for round_number in range(1, 9):
        EventFactory(data={"people": people})
        eventually(all_sent(40 * round_number))
        if len(sink.letters) > len(set(sink.message_ids)):
            return
    pytest.fail("Without the guard nothing was sent twice: the test above could not have failed either.")


def test_a_relay_outlives_its_database_connection(sink, start, eventually):
    EventFactory(data={"people": [PersonFactory().pk]})
    relay = start(RELAY)
    eventually(all_sent(1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    EventFactory(data={"people": [PersonFactory().pk]})

    eventually(all_sent(2))
    assert relay.poll() is None


def test_a_relay_ends_cleanly_when_told(event, sink, start, eventually):
    relay = start(RELAY)
    eventually(all_sent(1))

    relay.terminate()

    assert relay.wait(10) == 0
