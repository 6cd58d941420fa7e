"""When a colleague leaves: all that they have in hand goes to another one, or to a unit, in one step."""

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.enums import POLICE_ROLES, RoleKind
from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.events import services as events
from apps.events.enums import Audience
from apps.reports.enums import HandoverEvent, ReportEvent
from apps.reports.errors import HandoverRefused
from apps.reports.models import Handover, Report, RoutingRule
from apps.reports.services.moves import changing, tell
from apps.reports.services.routing import pass_on_rules


def reports_in_hand(by, *, leaving=None):
    """Return what goes over when a supervisor hands on: reports of their areas that are open or may come back.

    Those of one colleague, or of all.
    """
    rows = Report.objects.supervised_by(by).may_come_back()
    return rows.filter(assignee__isnull=False) if leaving is None else rows.filter(assignee=leaving)


def rules_in_hand(by, *, leaving=None):
    """Return the rules of routing in a supervisor's areas that name a colleague, or any."""
    rules = RoutingRule.objects.filter(area__in=Area.objects.within_any(by.areas_as(RoleKind.SUPERVISOR)))
    return rules.filter(officer__isnull=False) if leaving is None else rules.filter(officer=leaving)


@transaction.atomic
def hand_on(leaving, *, to, by):
    """Give all that a colleague has in hand to an officer, or to a unit where nobody in particular has it; return it.

    Either everything goes over or nothing. A report that the receiver wrote themselves is nobody's from then on.
    Raises HandoverRefused when there is nothing, or when `to` does not work where some of it is.
    """
    reports = list(reports_in_hand(by, leaving=leaving).order_by("pk"))
    rules = list(rules_in_hand(by, leaving=leaving))
    if to == leaving:
        raise HandoverRefused(_("They have it already. Choose somebody else."))
    if not reports and not rules:
        raise HandoverRefused(_("They have nothing in hand in your areas any more."))
    unit = to if isinstance(to, Organisation) else None
    handover = Handover.objects.create(
        area=by.areas_as(RoleKind.SUPERVISOR)[0],
        leaving=leaving,
        officer=None if unit else to,
        organisation=unit,
        by=by,
        report_count=len(reports),
        rule_count=len(rules),
    )
    served = [area.path for area in unit.areas.defer("boundary")] if unit else []
    for report in reports:
        with changing(report, by=by) as locked:
            works = any(map(locked.area.path.startswith, served)) or (
                unit is None and to.holds(*POLICE_ROLES, area=locked.area)
            )
            if not works:
                raise HandoverRefused(
                    _("%(name)s does not work in %(area)s. Choose somebody who works wherever the reports are.")
                    % {"name": to, "area": locked.area}
                )
            locked.organisation = unit or locked.organisation
            locked.assignee = None if unit or locked.reporter_id == to.pk else to
            given = {"officer": locked.assignee_id, "handover": handover.pk}
            tell(locked, ReportEvent.ASSIGNED, by=by, audience=Audience.INTERNAL, **given)
    pass_on_rules(rules, to=to, by=by)
    events.record(HandoverEvent.MADE, subject=handover, actor=by, area=handover.area, audience=Audience.INTERNAL)
    events.audit(
        "handover.made",
        actor=by,
        subject=handover,
        area=handover.area,
        data={"leaving": leaving.pk, "reports": len(reports), "rules": len(rules)},
    )
    return handover
