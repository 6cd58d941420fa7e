"""Who follows a released report, its area or the place around it, and what they are told: released columns alone."""

from django.conf import settings
from django.utils.translation import gettext as _

from apps.notifications.enums import Follows, Pace, Reason
from apps.notifications.handlers.report_words import AROUND, TO_FOLLOWER
from apps.notifications.messages import Message, Recipient
from apps.notifications.models import Subscription
from apps.reports.models import PublicReport

# Of several subscriptions of one follower the most prompt tells them, among equals the closest.
_PROMPT = [Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY, Pace.OFF]
_CLOSE = [Follows.REPORT, Follows.CIRCLE, Follows.AREA]


def followers_of(event):
    """Return a `Recipient` for each follower whom the event of a report concerns, once the report is public."""
    if event.name not in TO_FOLLOWER:
        return []
    report = PublicReport.objects.for_places().filter(pk=event.subject_id).first()
    if report is None:
        return []
    rows = list(Subscription.objects.confirmed().to_report(report).select_related("subscriber"))
    if event.name in AROUND:
        rows += Subscription.objects.confirmed().around(report).select_related("subscriber")
    rows.sort(key=lambda row: (_PROMPT.index(row.pace), _CLOSE.index(row.kind), row.pk), reverse=True)
    chosen = {row.subscriber.recipient: row for row in rows}
    return [
        Recipient(key, Reason.FOLLOWER, row.subscriber.person_id, subscription_id=row.pk, pace=Pace(row.pace))
        for key, row in reversed(chosen.items())
    ]


def followers_messages(deliveries):
    """Return {delivery: `Message`} of those whose report is still public."""
    if not deliveries:
        return {}
    reports = PublicReport.objects.for_list().in_bulk({row.event.subject_id for row in deliveries})
    followed = Subscription.objects.for_list().in_bulk({row.subscription_id for row in deliveries})
    return {
        row: to_follower(row.event, report, followed.get(row.subscription_id))
        for row in deliveries
        if (report := reports.get(row.event.subject_id))
    }


def to_follower(event, report, subscription):
    """Return the `Message` about an event of a released report, with why it came (None: followed no longer)."""
    place = report.public_place.name if report.public_place else ""
    fact = str(TO_FOLLOWER[event.name]) % {"title": report.public_title}
    return Message(
        subject=fact,
        fact=fact,
        needed=_("Nothing is needed from you."),
        place=", ".join(filter(None, [place, str(report.area)])),
        happened_at=event.created_at.astimezone(report.area.zone),
        url=settings.SITE_URL + report.get_absolute_url(),
        url_label=_("Read it in the portal"),
        why=_why(subscription),
        thing=report.public_title,
    )


def _why(subscription):
    if subscription is None:
        return _("You get this because you followed it.")
    if subscription.kind == Follows.AREA:
        return _("You get this because you follow %(area)s.") % {"area": subscription.area}
    if subscription.kind == Follows.CIRCLE and subscription.name:
        return _("You get this because you follow the circle “%(name)s” on the map.") % {"name": subscription.name}
    if subscription.kind == Follows.CIRCLE:
        return _("You get this because you follow a circle on the map.")
    return _("You get this because you follow this report.")
