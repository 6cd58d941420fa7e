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
    kind = Report._meta.label_lower
    Delivery.objects.filter(reason=Reason.REPORTER, event__subject_type=kind, event__subject_id__in=reports).delete()
    # Nobody but its reporter can mute a report, and of a mute the mail from which it came may be gone already.
    Mute.objects.filter(subject_type=kind, subject_id__in=reports).delete()
