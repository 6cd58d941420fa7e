"""What the bell of `events.doorbell` sets going."""

import time

from celery import shared_task

from apps.events.doorbell import DELIVER_TASK, doorbell
from apps.notifications.services import digests, outbox, pruning, subscriptions

BUDGET = 30.0  # seconds; with one sending that hangs it stays below the task's time limits


@shared_task(name=DELIVER_TASK)
def deliver_due():
    """Tell whoever is to be told now."""
    doorbell.answer()
    end = time.monotonic() + BUDGET
    while outbox.sweep() and time.monotonic() < end:
        pass


@shared_task(name="notifications.make_digests")
def make_digests():
    """Order the digests that are due; every five minutes, and repeating it changes nothing."""
    digests.make_digests()


@shared_task(name="notifications.expire_unconfirmed")
def expire_unconfirmed():
    """Forget what was asked for and never confirmed; hourly."""
    subscriptions.expire_unconfirmed()


@shared_task(name="notifications.prune")
def prune():
    """Delete what is over for long; nightly, and repeating it changes nothing."""
    pruning.prune()
