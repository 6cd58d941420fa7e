"""What its reader has opened, and what is forgotten of them."""

from django.db.models.functions import Now

from apps.notifications.enums import Reason
from apps.notifications.models import Delivery, Mute


def mark_read(deliveries):
    """Note that these entries of an inbox were read now, unless they were before."""
    deliveries.unread().update(read_at=Now())


def forget_report(report, *, person):
    """Delete what a person (an id, or None) was told as a report's reporter, and that they wanted to hear no more."""
    if person is None:
        return
    about = {"subject_type": report._meta.label_lower, "subject_id": report.pk}
    told = {f"event__{name}": value for name, value in about.items()}
    Delivery.objects.filter(person=person, reason=Reason.REPORTER, **told).delete()
    Mute.objects.filter(recipient=f"person:{person}", **about).delete()
