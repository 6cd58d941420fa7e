"""What is kept of telling people: who wants to hear of what, and each order to tell them."""

from apps.notifications.models.choices import Mute, Preference, SuppressedAddress
from apps.notifications.models.delivery import Delivery, Digest
from apps.notifications.models.push import Device
from apps.notifications.models.subscriptions import Subscriber, Subscription

__all__ = [
    "Delivery",
    "Device",
    "Digest",
    "Mute",
    "Preference",
    "Subscriber",
    "Subscription",
    "SuppressedAddress",
]
