"""Which other organisation a report was passed on to, and what it is told: nothing of the report, not even its kind."""

from datetime import date

from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.enums import RoleKind
from apps.accounts.models import Role
from apps.notifications.enums import Reason
from apps.notifications.handlers.report_words import TO_PARTNER
from apps.notifications.messages import Message, Recipient
from apps.reports.enums import OPEN_REFERRAL_STATES, ReferralState, ReportEvent
from apps.reports.models import Referral

# What an event tells the organisation must still be so.
_ONLY_IN = {
    ReportEvent.REFERRED: (ReferralState.SENT,),
    ReportEvent.REFERRAL_OVERDUE: OPEN_REFERRAL_STATES,
    ReportEvent.REFERRAL_RECALLED: (ReferralState.RECALLED,),
}


def partners_of(event, report):
    """Return the `Recipient`s in the organisation to which an event matters: its mailbox, else who answers for it."""
    if event.name not in TO_PARTNER:
        return []
    rows = Referral.objects.filter(report=report, state__in=_ONLY_IN[event.name]).select_related("organisation")
    referral = rows.filter(pk=event.data.get("referral")).first()
    if referral is None:
        return []
    if referral.organisation.email:
        return [Recipient.organisation(referral.organisation_id, Reason.PARTNER)]
    return [Recipient.person(person, Reason.PARTNER) for person in _people(referral, report)]


def _people(referral, report):
    """The ids of those who answer for an organisation in the area of a report, its reporter left out."""
    roles = Role.objects.in_force().filter(
        kind=RoleKind.AUTHORITY, organisation=referral.organisation_id, area__in=report.area.lineage()
    )
    return roles.exclude(person=report.reporter_id).order_by("person").values_list("person", flat=True).distinct()


def to_partner(event, report):
    """Return the `Message` about an event to the organisation that it names."""
    words = {"reference": report.reference, "area": str(report.area), "due": _day(event.data.get("due"))}
    fact, needed = (str(text) % words for text in TO_PARTNER[event.name])
    return Message(
        subject=fact,
        fact=fact,
        needed=needed,
        place=words["area"],
        happened_at=event.created_at.astimezone(report.area.zone),
        url=settings.SITE_URL + reverse("referrals:detail", args=[event.data.get("referral", 0)]),
        url_label=_("Open it on the desk"),
        thing=report.reference,
        why=_("Your organisation gets this because it answers for such matters in %(area)s.") % words,
    )


def _day(written):
    return format_date(date.fromisoformat(written), "j E") if written else ""
