"""Abstract models that know no noun of the domain."""

from django.db import models
from django.utils import timezone


class TimeStamped(models.Model):
    """Adds `created_at`, set once; `default` rather than `auto_now_add`, so imports and the demo can date rows."""

    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=False)

    class Meta:
        abstract = True
