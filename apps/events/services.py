"""The only writers of the event log and the audit log."""

import logging

from django.db import transaction

from apps.events.models import AuditEntry, Event
from copportal.celery import app as celery_app

DELIVER_TASK = "notifications.deliver_due"

logger = logging.getLogger(__name__)


def record(name, *, subject, audience, actor=None, area=None, data=None):
    """Insert one event in the caller's transaction and, once it commits, ring for the deliverer.

    `data` holds ids and plain facts (JSON), never words of a person. The bell may fail: the relay sweeps without it.
    """
    event = Event.objects.create(
        name=name,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        actor=actor if getattr(actor, "pk", None) else None,
        area=area,
        audience=audience,
        data=data or {},
    )
    transaction.on_commit(ring, robust=True)
    return event


def ring():
    """Tell the workers that something is due; when Redis does not answer, say so in the log and go on."""
    try:
        celery_app.send_task(DELIVER_TASK, queue="urgent", retry=False, ignore_result=True)
    except Exception:  # whatever the broker's trouble is, it must never reach the person who pressed the button
        logger.warning("The broker did not answer; the relay will deliver.")


def audit(action, *, actor, subject, area=None, data=None):
    """Append one row: this member of staff did or read that. `data` holds ids and field names only."""
    return AuditEntry.objects.create(
        action=action,
        actor_id=getattr(actor, "pk", None),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        area_id=getattr(area, "pk", None),
        data=data or {},
    )
