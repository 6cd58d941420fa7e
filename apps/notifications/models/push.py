"""Devices on which people want to be told."""

import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.encryption import decrypt
from apps.core.models import TimeStamped


class Device(TimeStamped):
    """One browser that takes notifications (W3C Push API): its subscription is encrypted, its address a keyed hash.

    `name` is what the browser calls itself and its system, so that a person can tell their devices apart.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(_("device"), max_length=60)
    endpoint_hash = models.CharField(max_length=64, unique=True)
    data_key = models.BinaryField()
    sealed_subscription = models.BinaryField()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["created_at", "pk"]

    @property
    def subscription(self):
        """What the browser gave: {"endpoint", "keys": {"p256dh", "auth"}}."""
        return json.loads(decrypt(self.data_key, self.sealed_subscription))

    def __str__(self):
        return f"device {self.pk}"
