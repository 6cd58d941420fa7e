"""What the bell of `events.doorbell` sets going."""

from celery import shared_task

from apps.events.doorbell import DELIVER_TASK
from apps.notifications import services

BUDGET = 30.0  # seconds; with one sending that hangs it stays below the task's time limits


@shared_task(name=DELIVER_TASK)
def deliver_due():
    """Tell whoever is to be told now."""
    services.fan_out()
    services.deliver_due(budget=BUDGET)
