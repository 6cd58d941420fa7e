"""Abstract models that know no noun of the domain."""

from django.db import models
from django.utils import timezone


class TimeStamped(models.Model):
    """Adds `created_at`, set once; `default` rather than `auto_now_add`, so imports and the demo can date rows."""

    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=False)

    class Meta:
        abstract = True


class RateWindow(models.Model):
    """How often a thing was done since the window opened; `key` is a salted hash, so no address is kept."""

    key = models.CharField(primary_key=True, max_length=64)
    hits = models.PositiveIntegerField()
    closes_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "rate window"
        verbose_name_plural = "rate windows"

    def __str__(self):
        return f"{self.key[:8]}: {self.hits}"


class RateSalt(models.Model):
    """The secret of one day under which addresses are hashed; older ones are deleted, and with them what they hid."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()

    class Meta:
        verbose_name = "salt of a day"
        verbose_name_plural = "salts of days"

    def __str__(self):
        return str(self.day)
