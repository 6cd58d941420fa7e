"""Senders that die, hang and compete: nothing lost, and a double only where nobody can know better."""

import signal

import pytest
from django.db import connection

from apps.events.models import Event
from apps.notifications.enums import State
from apps.notifications.models import Delivery
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import EventFactory, mails
from tests.faults.proxy import Proxy

pytestmark = pytest.mark.django_db(transaction=True)

LONG_LEASE = "60"  # seconds; no sender that lives outlives it, however busy the machine


@pytest.fixture
def event():
    """One event that one person is to be told of."""
    return EventFactory(data={"people": [PersonFactory().pk]})


def all_sent(count):
    """Return a condition: so many deliveries are marked as sent, and no other is left."""
    return lambda: list(mails().values_list("state", flat=True)) == [State.SENT] * count


def test_killed_after_acceptance_it_goes_twice_with_one_message_id(event, sink, start_relay, eventually):
    sink.hold("DATA")
    first = start_relay()
    sink.wait_until_holding()
    first.send_signal(signal.SIGKILL)
    first.wait()
    sink.release()

    start_relay()

    eventually(all_sent(1))
    assert len(sink.letters) == 2
    assert len(set(sink.message_ids)) == 1
    assert mails().get().attempt == 2


@pytest.mark.parametrize("moment", ["before commit", "before the claim", "before DATA"])
def test_killed_before_a_commit_or_the_mail_it_goes_once(event, sink, start_relay, eventually, moment):
    assert start_relay(KILL_AT=moment).wait(30) == -signal.SIGKILL
    assert sink.letters == []

    start_relay()

    eventually(all_sent(1))
    assert len(sink.letters) == 1


@pytest.fixture
def stopped_beyond_its_lease(event, sink, start_relay, eventually):
    """Return `stopped(**variables)`: a sender stops, another one sends the mail, the first one wakes and is refused."""

    def stopped(**variables):
        sink.hold("RCPT")
        sink.recipient_answers = ["550 no"]  # what the held sender will hear in the end
        first = start_relay(**variables)
        sink.wait_until_holding()
        first.send_signal(signal.SIGSTOP)
        sink.recipient_answers = []
        start_relay()
        eventually(all_sent(1))
        sink.release()
        first.send_signal(signal.SIGCONT)
        first.send_signal(signal.SIGTERM)
        assert first.wait(30) == 0

    return stopped


def test_stopped_beyond_its_lease_a_sender_writes_nothing_when_it_wakes(stopped_beyond_its_lease, sink):
    stopped_beyond_its_lease()

    assert all_sent(1)()
    assert len(sink.letters) == 1


def test_without_the_fence_a_sender_that_wakes_denies_what_another_has_sent(stopped_beyond_its_lease, sink):
    stopped_beyond_its_lease(WITHOUT="fence")

    assert mails().get().state == State.DEAD
    assert len(sink.letters) == 1


@pytest.fixture
def killed_in_fan_out(event, start_relay, eventually):
    """Return `killed(**variables)`: one dies between deliveries and the mark on the event, another goes on."""

    def killed(**variables):
        assert start_relay(KILL_AT="before the mark", **variables).wait(30) == -signal.SIGKILL
        start_relay(**variables)
        eventually(lambda: not Event.objects.unfanned().exists() and not mails().exclude(state=State.SENT))

    return killed


def test_killed_while_it_fans_out_each_person_is_told_once(killed_in_fan_out, sink):
    killed_in_fan_out()

    assert len(sink.letters) == mails().count() == 1


def test_without_one_transaction_and_the_constraint_a_killed_fan_out_tells_twice(killed_in_fan_out, sink):
    table = Delivery._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT delivery_once")

    killed_in_fan_out(WITHOUT="one fan-out")

    try:
        assert len(set(sink.message_ids)) == 2
    finally:
        Delivery.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT delivery_once UNIQUE (event_id, recipient, channel)")


@pytest.mark.parametrize("fault", ["hang", "cut"])
def test_a_sender_whose_database_goes_away_after_the_mail_is_followed_by_another(
    event, environment, sink, start_relay, eventually, fault
):
    port = connection.settings_dict["PORT"]
    with Proxy(port) as proxy:
        address = environment["DATABASE_URL"].replace(f":{port}/", f":{proxy.port}/")
        sink.hold("DATA")
        first = start_relay(DATABASE_URL=address)
        sink.wait_until_holding()
        getattr(proxy, fault)()
        sink.release()
        start_relay()
        eventually(all_sent(1))

        proxy.pass_on()
        first.send_signal(signal.SIGTERM)

        assert first.wait(30) == 0
    assert (len(sink.letters), len(set(sink.message_ids)), mails().get().attempt) == (2, 1, 2)


def test_competing_senders_send_each_mail_once(sink, start_relay, eventually):
    people = [person.pk for person in PersonFactory.create_batch(40)]
    EventFactory(data={"people": people})

    for _ in range(3):
        start_relay(DELIVERY_LEASE=LONG_LEASE)

    eventually(all_sent(40))
    assert len(sink.letters) == len(set(sink.message_ids)) == 40


def test_without_the_claims_lock_competing_senders_send_twice(sink, start_relay, eventually):
    """The twin of the test above: it must find what the guard prevents, though not in every round of the race."""
    people = [person.pk for person in PersonFactory.create_batch(40)]
    for _ in range(3):
        start_relay(WITHOUT="claim", DELIVERY_LEASE=LONG_LEASE)

    for round_number in range(1, 9):
        EventFactory(data={"people": people})
        eventually(all_sent(40 * round_number))
        if len(sink.letters) > len(set(sink.message_ids)):
            return
    pytest.fail("Without the guard nothing was sent twice: the test above could not have failed either.")


def test_a_relay_outlives_its_database_connection(sink, start_relay, eventually):
    EventFactory(data={"people": [PersonFactory().pk]})
    relay = start_relay()
    eventually(all_sent(1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    EventFactory(data={"people": [PersonFactory().pk]})

    eventually(all_sent(2))
    assert relay.poll() is None


def test_a_relay_ends_cleanly_when_told(event, sink, start_relay, eventually):
    relay = start_relay()
    eventually(all_sent(1))

    relay.terminate()

    assert relay.wait(10) == 0
