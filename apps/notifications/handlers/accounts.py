"""Who is told that they have a role now."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.enums import DESK_ROLES, AccountEvent, RoleKind
from apps.accounts.models import Role
from apps.notifications import invented
from apps.notifications.enums import Reason
from apps.notifications.handlers import Handler, register
from apps.notifications.messages import Example, Message, Recipient


class InvitationHandler(Handler):
    """Tells whoever was given a role how to sign in, unless the role has ended meanwhile."""

    def recipients(self, event):
        role = Role.objects.exclude(ends_on__lte=timezone.localdate()).filter(pk=event.subject_id).first()
        return [Recipient.person(role.person_id, Reason.INVITED)] if role else []

    def labels(self, events):
        people = Role.objects.filter(pk__in=[event.subject_id for event in events]).select_related("person")
        names = {role.pk: str(role.person) for role in people}
        return {event.pk: names.get(event.subject_id, "") for event in events}

    def messages(self, deliveries):
        roles = Role.objects.select_related("area").defer("area__boundary")
        found = roles.in_bulk([delivery.event.subject_id for delivery in deliveries])
        return [
            _invitation(delivery.event, role) if (role := found.get(delivery.event.subject_id)) else None
            for delivery in deliveries
        ]

    def examples(self, name):
        event, area = invented.event(name), invented.area()
        roles = [Role(kind=kind, area=area) for kind in (RoleKind.OFFICER, RoleKind.COORDINATOR)]
        return [
            Example(role.kind, str(role.get_kind_display()), _invitation(event, role), Reason.INVITED) for role in roles
        ]


def _invitation(event, role):
    words = {"site": settings.SITE_NAME, "role": role.get_kind_display(), "area": role.area}
    steps = _("Sign in with this address: a code comes by e-mail, you need no password.")
    if role.kind in DESK_ROLES:
        steps += " " + _("Then set up a second factor; have your phone with you. It takes two minutes, once.")
    return Message(
        subject=_("You are invited to %(site)s") % words,
        fact=_("You have the role “%(role)s” in %(area)s now.") % words,
        needed=steps,
        place=str(role.area),
        happened_at=event.created_at.astimezone(role.area.zone),
        url=settings.SITE_URL + reverse("account_login"),
        url_label=_("Sign in"),
        why=_("You get this because an administrator of %(site)s gave you this role.") % words,
    )


register(InvitationHandler(), AccountEvent.INVITED)
