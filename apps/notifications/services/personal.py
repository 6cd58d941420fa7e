"""What the notifications hold of a person: as a download, and erased."""

from django.db.models import Q

from apps.core.encryption import blind_index
from apps.notifications.models import Delivery, Device, Digest, Mute, Preference, Subscriber, Subscription


def export_person(person):
    """Return ({"followed": […], "devices": […]}, []): what a person follows, how often they hear of it, and where."""
    followed = Subscription.objects.filter(subscriber__person=person).for_list().order_by("pk")
    rows = [
        {
            "kind": str(row.get_kind_display()),
            "what": str(row.area or row.report or row.name or ""),
            "centre": list(row.centre.coords) if row.centre else None,
            "radius": row.radius,
            "pace": str(row.get_pace_display()),
        }
        for row in followed
    ]
    devices = [device.name for device in Device.objects.filter(person=person).order_by("pk")]
    return {"followed": rows, "devices": devices}, []


def erase_person(person):
    """Forget what a person followed and chose, by account or by their address, their devices, and their inbox."""
    key = f"person:{person.pk}"
    Subscriber.objects.filter(Q(person=person) | Q(address_hash=blind_index(person.email))).delete()
    Preference.objects.filter(person=person).delete()
    Device.objects.filter(person=person).delete()
    Mute.objects.filter(recipient=key).delete()
    Delivery.objects.filter(recipient=key).delete()
    Digest.objects.filter(recipient=key).delete()
