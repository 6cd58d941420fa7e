"""Redis stopped or hung: whoever records an event does not wait for it, and the mail goes out all the same."""

import json
import socket
import statistics

import pytest

from apps.notifications.enums import State
from apps.reports.models import Report
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import mails
from tests.factories.reports import CategoryFactory, open_complete_drafts
from tests.faults.redis import Redis

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["stopped", "hung"])
def broken_redis(request):
    """The address of a Redis that is not there, or of one that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "hung":
            listener.listen(50)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}"


def test_recording_with_a_broken_redis_is_fast_and_the_relay_delivers(
    broken_redis, sink, start, start_relay, eventually
):
    PersonFactory()

    recorder = start("tests.faults.recorder_process", REDIS_URL=broken_redis)
    said = [line.split() for line in recorder.communicate("\n" * 3, timeout=60)[0].splitlines()]
    start_relay(REDIS_URL=broken_redis)

    assert statistics.median(float(seconds) for seconds, _failures in said) < 0.5  # the first is slow, or the machine
    assert said[-1][1] == "3"
    eventually(lambda: mails().filter(state=State.SENT).count() == 3)
    assert len(sink.letters) == 3


def test_twenty_restarts_of_redis_hold_nobody_up_and_lose_nothing(sink, start, start_relay, eventually):
    PersonFactory()
    seconds = []
    with Redis() as redis:
        recorder = start("tests.faults.recorder_process", REDIS_URL=redis.url)
        start_relay(REDIS_URL=redis.url)

        def happen():
            recorder.stdin.write("\n")
            recorder.stdin.flush()
            seconds.append(float(recorder.stdout.readline().split()[0]))

        for _ in range(20):
            redis.kill()
            happen()
            redis.start()
            happen()
            redis.flush()

    eventually(lambda: mails().filter(state=State.SENT).count() == 40)
    assert len(sink.letters) == len(set(sink.message_ids)) == 40
    assert sorted(seconds)[-3] < 0.5


def test_sending_a_report_with_a_broken_redis_is_fast_and_its_mail_goes_out(
    broken_redis, sink, start, start_relay, eventually, areas, police
):
    category = CategoryFactory()
    drafts = open_complete_drafts(3, area=areas.zarichchia, category=category)

    sender = start("tests.faults.submit_process", *drafts, REDIS_URL=broken_redis)
    sent = json.loads(sender.communicate(timeout=60)[0])
    start_relay(REDIS_URL=broken_redis)

    assert statistics.median(sent["seconds"]) < 0.5  # one of three may be slow: the process has just begun
    assert sent["failures"] == 3
    assert Report.objects.count() == 3
    reporters = {f"reporter{number}@example.org" for number in range(3)}
    eventually(lambda: reporters <= {letter["To"] for letter in sink.letters})
