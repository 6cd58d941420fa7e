"""The Celery worker, its pool and the doorbell over a real Redis."""

import os
import signal
import time

import pytest
from django.conf import settings

from apps.events.doorbell import doorbell
from apps.events.enums import Audience
from apps.events.services import record
from apps.notifications.enums import State
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import HAPPENED, mails
from tests.faults.processes import children_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_killed_with_its_pool_is_followed_by_the_relay(sink, start, start_relay, eventually):
    person = PersonFactory()
    sink.hold("RCPT")
    worker = start("tests.faults.worker_process", "1", REDIS_URL=settings.REDIS_URL)
    record(HAPPENED, subject=person, audience=Audience.PUBLIC, data={"people": [person.pk]})
    sink.wait_until_holding()
    for process in [worker.pid, *children_of(worker.pid)]:
        os.kill(process, signal.SIGKILL)
    sink.release()

    start_relay()

    eventually(lambda: mails().get().state == State.SENT)
    assert len(sink.letters) == 1


def test_a_pool_child_killed_after_acceptance_is_replaced_and_the_mail_goes_once_more(
    sink, start, start_relay, eventually
):
    person = PersonFactory()
    sink.hold("DATA")
    worker = start("tests.faults.worker_process", "1", REDIS_URL=settings.REDIS_URL)
    record(HAPPENED, subject=person, audience=Audience.PUBLIC, data={"people": [person.pk]})
    sink.wait_until_holding()
    for child in children_of(worker.pid):
        os.kill(child, signal.SIGKILL)
    sink.release()

    def sent():
        doorbell.ring()
        time.sleep(0.2)
        return mails().get().state == State.SENT

    eventually(sent)
    assert worker.poll() is None
    assert (len(sink.letters), len(set(sink.message_ids))) == (2, 1)
