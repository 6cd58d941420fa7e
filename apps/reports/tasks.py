"""Work on reports that the scheduler asks for."""

from celery import shared_task
from django.utils import timezone

from apps.reports.map.snapshot import build
from apps.reports.services import drafts, erasure, followup, schedules


@shared_task(name="reports.close_after_silence")
def close_after_silence():
    """Close solved reports that nobody disputed for 14 days; hourly, and repeating it changes nothing."""
    followup.close_after_silence()


@shared_task(name="reports.remind_reporters")
def remind_reporters():
    """Remind reporters whose turn it is; hourly, and repeating it changes nothing."""
    schedules.remind_reporters()


@shared_task(name="reports.escalate_overdue")
def escalate_overdue():
    """Tell supervisors what is overdue; every quarter of an hour, and repeating it changes nothing."""
    schedules.escalate_overdue()


@shared_task(name="reports.watch_appeals")
def watch_appeals():
    """Tell the police which terms of appeals end or have ended; hourly, and repeating it changes nothing."""
    schedules.watch_appeals()


@shared_task(name="reports.ask_whether_it_lasts")
def ask_whether_it_lasts():
    """Ask reporters four weeks after the closing; hourly, and repeating it changes nothing."""
    schedules.ask_whether_it_lasts()


@shared_task(name="reports.announce_published")
def announce_published():
    """Tell followers what has become public; every two minutes, and repeating it changes nothing."""
    schedules.announce_published()


@shared_task(name="reports.remove_past_identities")
def remove_past_identities():
    """Take from reports long at rest who their reporters are; daily, and repeating it changes nothing."""
    erasure.remove_past_identities()


@shared_task(name="reports.expire_drafts")
def expire_drafts():
    """Delete drafts that are older than a day, with their photos; hourly."""
    drafts.expire_drafts()


@shared_task(name="reports.build_map")
def build_map():
    """Write a new snapshot of the public map when something has changed; every 20 seconds.

    What happens while a large one is written, and finds the next ticks without effect, is written right after it.
    """
    version = build.build_when_due()
    if version is not None and timezone.now() - version.begun_at > build.EVERY:
        build_map.apply_async(queue="bulk", expires=build.EVERY.total_seconds())
