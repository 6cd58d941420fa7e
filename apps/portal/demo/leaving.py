"""A colleague of the old town who left three weeks ago, and to whom all that he had in hand went."""

from datetime import timedelta

from django.utils import timezone

from apps.accounts.enums import RoleKind
from apps.accounts.models import Organisation
from apps.accounts.services.roles import end_role, give_role, make_person
from apps.areas.models import Area
from apps.events.models import Event
from apps.events.services import mark_fanned_out
from apps.portal.demo.clock import turned_back
from apps.reports.models import Report
from apps.reports.services import handover, triage

LEFT, IN_HAND = timedelta(days=21), 4
LEAVING = "oleh@vyshnehrad.example"


def make_demo_handover(hromada, people, *, since):
    """Let Oleh, whose role began on the day `since`, hand over to Larysa. As of today; nobody is told again."""
    larysa, bohdan = people["larysa"], people["bohdan"]
    old_town = Area.objects.get_descendants(hromada).get(slug="stare-misto")
    police = Organisation.objects.get(name_en="Vyshnehrad police unit")
    leaving = make_person(LEAVING, name="Олег Сидорук", language="uk", proven=True)
    role = give_role(leaving, RoleKind.OFFICER, old_town, organisation=police, starts_on=since)
    left = timezone.now() - LEFT
    with turned_back(left - timedelta(days=2)) as clock:
        theirs = Report.objects.may_come_back().within(old_town).filter(assignee=larysa, submitted_at__lt=clock.moment)
        for report in theirs.order_by("-submitted_at", "-pk")[:IN_HAND]:
            triage.assign_report(report, officer=leaving, by=bohdan)
        clock.moment = left
        handover.hand_on(leaving, to=larysa, by=bohdan)
        end_role(role, by=bohdan)
    mark_fanned_out(Event.objects.unfanned())
