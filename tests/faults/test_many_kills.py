"""A hundred notifications while senders are killed one after the other and the mail server puts off one in twenty."""

import pytest
from django.db.models.functions import Now

from apps.notifications.enums import State
from apps.notifications.models import Delivery
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import EventFactory

pytestmark = pytest.mark.django_db(transaction=True)

COUNT = 100
KILLS = 8


def test_under_many_kills_nothing_is_lost_and_at_most_one_mail_a_kill_doubled(sink, start, eventually):
    sink.recipient_answers = (["250 OK"] * 19 + ["451 later"]) * 6
    EventFactory(data={"people": [person.pk for person in PersonFactory.create_batch(COUNT)]})
    senders = [start("tests.faults.relay_process") for _ in range(2)]
    for kill in range(1, KILLS + 1):
        sink.wait_for_letters(kill * COUNT // (KILLS + 2))
        senders[0].kill()
        senders[0].wait()
        senders = [senders[1], start("tests.faults.relay_process")]

    def all_sent():
        Delivery.objects.filter(state=State.PENDING).update(due_at=Now())  # no need to wait for the pauses
        return Delivery.objects.filter(state=State.SENT).count() == COUNT

    eventually(all_sent)
    assert len(set(sink.message_ids)) == COUNT
    assert len(sink.letters) - COUNT <= KILLS
