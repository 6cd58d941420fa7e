"""Work on reports that the scheduler asks for."""

from celery import shared_task

from apps.reports.services import followup


@shared_task(name="reports.close_after_silence")
def close_after_silence():
    """Close solved reports that nobody disputed for 14 days; hourly, and repeating it changes nothing."""
    followup.close_after_silence()
