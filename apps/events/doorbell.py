"""Calling the deliverer through the broker, which may be stopped or hung: nobody waits for it, nothing needs it."""

import logging
import time
from contextlib import suppress

from django.conf import settings
from redis import ConnectionError as Disconnected
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from copportal.celery import app as celery_app

DELIVER_TASK = "notifications.deliver_due"
RINGING = "bell"  # stands in the broker from a ring until the deliverer answers it
PATIENCE = 0.2  # seconds for an answer of the broker
LONGEST_RING = 5000  # milliseconds
SILENCE = 5.0  # seconds; by then the relay has swept anyway

logger = logging.getLogger(__name__)


class Doorbell:
    """Sends the deliverer's task, one for all that happens before the deliverer comes. After a failure it is not tried
    for a few seconds, so that of many requests only one pays the broker's time-out. `failures` counts since the
    process began.
    """

    def __init__(self):
        self.failures = 0
        self._silent_until = 0.0
        # A connection that a restart of the broker has ended is made anew once; a broker that hangs is not asked twice.
        again = Retry(NoBackoff(), 1, supported_errors=(Disconnected,))
        times = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        self._broker = Redis.from_url(settings.CELERY_BROKER_URL, retry=again, **times)

    @staticmethod
    def prepare():
        """Load what ringing needs; a web process does so at its start, so that no request waits for it."""
        celery_app.finalize()
        _ = celery_app.amqp.send_task_message

    def ring(self):
        """Ring, unless it rings already or the broker failed a moment ago; never raises."""
        if time.monotonic() < self._silent_until:
            return
        try:
            if self._broker.set(RINGING, 1, nx=True, px=LONGEST_RING):
                celery_app.send_task(DELIVER_TASK, queue="urgent", retry=False, ignore_result=True)
        except Exception as error:  # whatever the broker's trouble is, it must never reach the person who pressed send
            self.failures += 1
            self._silent_until = time.monotonic() + SILENCE
            logger.warning(
                "The broker did not answer (%s, failure %s of this process); the relay will deliver.",
                type(error).__name__,
                self.failures,
            )

    def answer(self):
        """Let the next ring be heard again: the deliverer does so before it looks at what has happened.

        The other way round a ring between the look and the answer would be lost. Never raises.
        """
        with suppress(RedisError):
            self._broker.delete(RINGING)


doorbell = Doorbell()
