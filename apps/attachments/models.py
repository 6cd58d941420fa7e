"""Photos that were made safe: what is stored here was re-encoded by us, and the original was never kept."""

import secrets
from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped


def random_name(folder, _instance, filename):
    """Return a path that tells nothing about the photo and cannot be guessed."""
    name = secrets.token_urlsafe(24)
    return f"{folder}/{name[:2]}/{name}.{filename.rpartition('.')[2]}"


class Attachment(TimeStamped):
    """One safe photo and its thumbnail; the row that points to it decides who may see it."""

    token = models.CharField(max_length=43, unique=True, default=partial(secrets.token_urlsafe, 32), editable=False)
    photo = models.FileField(_("photo"), upload_to=partial(random_name, "photos"))
    thumbnail = models.FileField(_("thumbnail"), upload_to=partial(random_name, "thumbnails"))
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text=_("bytes"))

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self):
        return f"{self.content_type} {self.width} × {self.height}"
