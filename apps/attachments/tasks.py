"""Work of this app that the scheduler asks for."""

from celery import shared_task

from apps.attachments import services


@shared_task(name="attachments.remove_orphans")
def remove_orphans():
    """Delete photos that nothing refers to; daily."""
    services.remove_orphans()
