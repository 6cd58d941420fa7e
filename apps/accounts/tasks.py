"""Work of this app that the scheduler asks for."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="accounts.clear_sessions")
def clear_sessions():
    """Delete sessions that are over, with all that they kept; daily."""
    call_command("clearsessions")
