"""What its reader has opened."""

from django.db.models.functions import Now


def mark_read(deliveries):
    """Note that these entries of an inbox were read now, unless they were before."""
    deliveries.unread().update(read_at=Now())
