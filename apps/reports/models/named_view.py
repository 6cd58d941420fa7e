"""Ways to look at the queue that are kept under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.core.models import TimeStamped
from apps.reports.querysets import NamedViewQuerySet


class NamedView(TimeStamped):
    """Filters of the queue under a name: somebody's own, or shared with the colleagues of an area.

    `query` is the part of the queue's address that holds the tab and the filters. It is read as leniently as any
    address: what no longer fits, or does not fit its reader, is passed over.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=2000)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NamedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("view of the queue")
        verbose_name_plural = _("views of the queue")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="named_view_is_own_or_shared",
                condition=Q(owner__isnull=False, area__isnull=True) | Q(owner__isnull=True, area__isnull=False),
            ),
            models.UniqueConstraint(name="named_view_own_name", fields=["owner", "name"]),
            models.UniqueConstraint(name="named_view_shared_name", fields=["area", "name"]),
        ]

    def __str__(self):
        return self.name
