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

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["stopped", "hung"])
def broken_redis(request):
    """The address of a Redis that is not there, or of one that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "hung":
            listener.listen(50)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}"


def test_recording_with_a_broken_redis_is_fast_and_the_relay_delivers(broken_redis, sink, start, eventually):
    PersonFactory()

    recorder = start("tests.faults.recorder_process", REDIS_URL=broken_redis)
    seconds, failures = recorder.communicate(timeout=60)[0].split()
    start("tests.faults.relay_process", REDIS_URL=broken_redis)

    assert float(seconds) < 0.5
    assert failures == "3"
    eventually(lambda: mails().filter(state=State.SENT).count() == 3)
    assert len(sink.letters) == 3


def test_sending_a_report_with_a_broken_redis_is_fast_and_its_mail_goes_out(
    broken_redis, sink, start, eventually, areas, police
):
    category = CategoryFactory()
    drafts = open_complete_drafts(3, area=areas.zarichchia, category=category)

    sender = start("tests.faults.submit_process", *drafts, REDIS_URL=broken_redis)
    sent = json.loads(sender.communicate(timeout=60)[0])
    start("tests.faults.relay_process", REDIS_URL=broken_redis)

    assert statistics.median(sent["seconds"]) < 0.5  # one of three may be slow: the process has just begun
    assert sent["failures"] == 3
    assert Report.objects.count() == 3
    reporters = {f"reporter{number}@example.org" for number in range(3)}
    eventually(lambda: reporters <= {letter["To"] for letter in sink.letters})
