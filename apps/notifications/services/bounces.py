"""What becomes of a delivery whose mail a server took and sent back."""

from django.db import transaction

from apps.notifications.enums import Channel, State
from apps.notifications.failures import names_no_mailbox
from apps.notifications.handlers import handler_for
from apps.notifications.models import Delivery
from apps.notifications.services.suppression import suppress


@transaction.atomic
def give_back(bounce):
    """Give up the delivery that a `Bounce` names, as if its mail had been refused; return whether there was one.

    An address at which there is no mailbox gets no more mail. Forged, late and repeated reports do nothing: the tag
    must be of the address that the recipient has today, and the delivery must stand as sent.
    """
    delivery = (
        Delivery.objects.filter(pk=bounce.delivery_id, channel=Channel.EMAIL, state=State.SENT)
        .select_related("event")
        .select_for_update(of=("self",))
        .first()
    )
    address = _address(delivery) if delivery is not None else None
    if address is None or not bounce.is_of(address.email):
        return False
    code = f"bounce {bounce.status}"
    if names_no_mailbox(bounce.status) and bounce.names(address.email):
        suppress(address.email, code=code)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.DEAD, sent_at=None, last_error=code)
    return True


def _address(delivery):
    handler = handler_for(delivery.event.name)
    return handler.address(delivery.event, delivery) if handler is not None else None
