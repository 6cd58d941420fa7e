"""What becomes of a delivery whose mail a server took and sent back."""

import enum

from django.db import transaction

from apps.notifications.enums import OPEN_STATES, Channel, State
from apps.notifications.failures import names_no_mailbox
from apps.notifications.handlers import handler_for
from apps.notifications.models import Delivery
from apps.notifications.services.suppression import suppress


class Outcome(enum.Enum):
    """What became of a mail that came back."""

    GIVEN_UP = enum.auto()
    NOTHING = enum.auto()
    TOO_EARLY = enum.auto()


@transaction.atomic
def give_back(bounce):
    """Give up the delivery that a `Bounce` names, as if its mail had been refused; return the `Outcome`.

    An address at which there is no mailbox gets no more mail. Forged, late and repeated reports do nothing: the tag
    must be of the address that the recipient has today, and the delivery must stand as sent. A mail server may be
    quicker than the sender is in writing that down: then it is too early, and the report is to be handed in again.
    """
    delivery = (
        Delivery.objects.filter(pk=bounce.delivery_id, channel=Channel.EMAIL, state__in=(State.SENT, *OPEN_STATES))
        .select_related("event")
        .select_for_update(of=("self",))
        .first()
    )
    address = _address(delivery) if delivery is not None else None
    if address is None or not bounce.is_of(address.email):
        return Outcome.NOTHING
    if delivery.state in OPEN_STATES:
        # Without an attempt since its fresh start, the report is of a mail before it.
        return Outcome.TOO_EARLY if delivery.attempt > delivery.replayed_after else Outcome.NOTHING
    code = f"bounce {bounce.status}"
    if names_no_mailbox(bounce.status) and bounce.names(address.email):
        suppress(address.email, code=code)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.DEAD, sent_at=None, last_error=code)
    return Outcome.GIVEN_UP


def _address(delivery):
    handler = handler_for(delivery.event.name)
    return handler.address(delivery.event, delivery) if handler is not None else None
