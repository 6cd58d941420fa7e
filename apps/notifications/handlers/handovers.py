"""Who is told that all that a colleague had in hand is theirs now."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import Person
from apps.notifications import invented
from apps.notifications.enums import Reason
from apps.notifications.handlers import Handler, register
from apps.notifications.messages import Example, Message, Recipient
from apps.reports.enums import HandoverEvent
from apps.reports.models import Handover


class HandoverHandler(Handler):
    """Tells the officer or the unit once, not for each report."""

    def recipients(self, event):
        handover = Handover.objects.filter(pk=event.subject_id).first()
        if handover is None:
            return []
        if handover.officer_id is not None:
            return [Recipient.person(handover.officer_id, Reason.ASSIGNEE)]
        return [Recipient.organisation(handover.organisation_id, Reason.UNIT)]

    def messages(self, deliveries):
        rows = Handover.objects.select_related("area", "leaving").defer("area__boundary")
        found = rows.in_bulk([delivery.event.subject_id for delivery in deliveries])
        return [
            _told(delivery.event, handover) if (handover := found.get(delivery.event.subject_id)) else None
            for delivery in deliveries
        ]

    def examples(self, name):
        people = {"leaving": Person(name="I. K."), "officer": Person(pk=0)}
        handover = Handover(area=invented.area(), report_count=12, **people)
        to = Reason.ASSIGNEE
        return [Example(to.value, str(to.label), _told(invented.event(name), handover), to)]


def _told(event, handover):
    words = {"count": handover.report_count, "name": handover.leaving}
    fact = ngettext(
        "%(count)s report that %(name)s had is yours now",
        "%(count)s reports that %(name)s had are yours now",
        handover.report_count,
    )
    return Message(
        subject=fact % words,
        fact=fact % words,
        needed=_("Look through the queue: some may be late already."),
        place=str(handover.area),
        happened_at=event.created_at.astimezone(handover.area.zone),
        url=settings.SITE_URL + reverse("reports_staff:queue"),
        url_label=_("Open the queue"),
        why=_("You get this because a supervisor handed them on to you."),
    )


register(HandoverHandler(), HandoverEvent.MADE)
