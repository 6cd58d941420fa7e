"""Calling the deliverer through the broker, which may be stopped or hung: nobody waits for it, nothing needs it."""

import logging
import time

from copportal.celery import app as celery_app

DELIVER_TASK = "notifications.deliver_due"
SILENCE = 5.0  # seconds; by then the relay has swept anyway

logger = logging.getLogger(__name__)


class Doorbell:
    """Sends the deliverer's task. After a failure it is not tried for a few seconds, so that of many requests only
    one pays the broker's time-out. `failures` counts since the process began.
    """

    def __init__(self):
        self.failures = 0
        self._silent_until = 0.0

    @staticmethod
    def prepare():
        """Load what ringing needs; a web process does so at its start, so that no request waits for it."""
        celery_app.finalize()
        _ = celery_app.amqp.send_task_message

    def ring(self):
        """Ring, unless the broker failed a moment ago; never raises."""
        if time.monotonic() < self._silent_until:
            return
        try:
            celery_app.send_task(DELIVER_TASK, queue="urgent", retry=False, ignore_result=True)
        except Exception as error:  # whatever the broker's trouble is, it must never reach the person who pressed send
            self.failures += 1
            self._silent_until = time.monotonic() + SILENCE
            logger.warning(
                "The broker did not answer (%s, failure %s of this process); the relay will deliver.",
                type(error).__name__,
                self.failures,
            )


doorbell = Doorbell()
