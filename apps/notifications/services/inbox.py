"""What its reader has opened, and what is forgotten of them."""

from django.db.models.functions import Now

from apps.notifications.enums import Reason
from apps.notifications.models import Delivery, Mute
from apps.reports.models import Report


def mark_read(deliveries):
    """Note that these entries of an inbox were read now, unless they were before."""
    deliveries.unread().update(read_at=Now())


def forget_reporters(reports):
    """Delete what was told to the reporters of these reports (ids) as such, and what they wanted to hear no more of.

    For reports that have let go of who reported them: else the inbox would go on saying it.
    """
    told = Delivery.objects.filter(
        reason=Reason.REPORTER, event__subject_type=Report._meta.label_lower, event__subject_id__in=reports
    )
    recipients = set(told.values_list("recipient", flat=True))
    told.delete()
    Mute.objects.filter(
        recipient__in=recipients, subject_type=Report._meta.label_lower, subject_id__in=reports
    ).delete()
