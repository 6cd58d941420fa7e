"""Which browsers of a person take notifications."""

import json

from django.utils.translation import gettext as _

from apps.core.encryption import blind_index, encrypt, new_data_key
from apps.core.errors import DomainError
from apps.notifications.models import Device
from apps.notifications.push import is_known_service

MOST_DEVICES = 10  # of one person; the oldest makes room


class UnknownPushService(DomainError):
    """The browser named a push service with which the portal does not speak."""

    code = "unknown_push_service"

    def __init__(self):
        super().__init__(_("Notifications of this browser are not supported. Mail and the inbox go on as before."))


def add_device(person, *, name, endpoint, p256dh, auth):
    """Let one browser of a person take notifications; whoever used that browser before hears nothing there any more.

    Returns the device. Raises UnknownPushService.
    """
    if not is_known_service(endpoint):
        raise UnknownPushService
    key = new_data_key()
    subscription = {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}}
    device, _new = Device.objects.update_or_create(
        endpoint_hash=blind_index(endpoint),
        defaults={
            "person": person,
            "name": name,
            "data_key": key,
            "sealed_subscription": encrypt(key, json.dumps(subscription)),
        },
    )
    kept = Device.objects.filter(person=person).order_by("-pk").values_list("pk", flat=True)[:MOST_DEVICES]
    Device.objects.filter(person=person).exclude(pk__in=list(kept)).delete()
    return device


def remove_device(device):
    """Send nothing more to this browser."""
    device.delete()
