"""A hundred notifications while senders are killed one after the other and the mail server puts off one in twenty."""

import pytest
from django.db.models.functions import Now

from apps.notifications.enums import State
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import EventFactory, mails

pytestmark = pytest.mark.django_db(transaction=True)

LEASE = "4"  # seconds; on a busy machine a sender that lives must not outlive it
COUNT = 100
KILLS = 8


@pytest.fixture
def under_many_kills(sink, start_relay, eventually):
    """Return `tell(**variables)`: tell all of them while senders are killed, until all are marked as sent."""

    def tell(**variables):
        sink.recipient_answers = (["250 OK"] * 19 + ["451 later"]) * 6
        EventFactory(data={"people": [person.pk for person in PersonFactory.create_batch(COUNT)]})
        senders = [start_relay(DELIVERY_LEASE=LEASE, **variables) for _ in range(2)]
        for kill in range(1, KILLS + 1):
            sink.wait_for_letters(kill * COUNT // (KILLS + 2))
            senders[0].kill()
            senders[0].wait()
            senders = [senders[1], start_relay(DELIVERY_LEASE=LEASE, **variables)]
        eventually(all_sent)

    return tell


def all_sent():
    """Whether every delivery is marked as sent; pauses after a refusal are not waited for."""
    mails().filter(state=State.PENDING).update(due_at=Now())
    return mails().filter(state=State.SENT).count() == COUNT


def test_under_many_kills_nothing_is_lost_and_at_most_one_mail_a_kill_doubled(under_many_kills, sink):
    under_many_kills()

    assert len(set(sink.message_ids)) == COUNT
    assert len(sink.letters) - COUNT <= KILLS


def test_without_a_commit_for_each_mail_a_kill_doubles_many(under_many_kills, sink):
    under_many_kills(WITHOUT="row commits")

    assert len(set(sink.message_ids)) == COUNT
    assert len(sink.letters) - COUNT > KILLS
