"""Which snapshot of the released reports the public map shows."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MapVersion(models.Model):
    """One snapshot file in the media storage; the last row is the one in use (`apps/reports/map/snapshot/`)."""

    file = models.CharField(max_length=120)
    rows = models.PositiveIntegerField()
    begun_at = models.DateTimeField()  # just before the rows were read: what is withdrawn later is masked
    seen = models.CharField(max_length=60)  # the state of the event log then: nothing new, nothing to build
    stale_at = models.DateTimeField(null=True)  # when the clock alone changes what the map shows
    is_broken = models.BooleanField(default=False)  # a process could not read the file: build another
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of the map")
        verbose_name_plural = _("versions of the map")

    def __str__(self):
        return self.file
