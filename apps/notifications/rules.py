"""Who sees how deliveries stand and may send again what was given up."""

import rules

from apps.accounts.enums import RoleKind

KEEPERS = (RoleKind.SUPERVISOR, RoleKind.ADMINISTRATOR)


@rules.predicate
def keeps_deliveries(user, delivery=None):
    """Supervises or administers the area of the event (an event without one: is an administrator)."""
    if not user.is_authenticated:
        return False
    if delivery is None:
        return user.holds(*KEEPERS)
    if delivery.event.area is None:
        return user.holds(RoleKind.ADMINISTRATOR)
    return user.holds(*KEEPERS, area=delivery.event.area)


rules.add_perm("notifications.view_delivery", keeps_deliveries)
rules.add_perm("notifications.replay_delivery", keeps_deliveries)
