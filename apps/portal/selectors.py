"""What the portal's own pages read over several apps."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import caches
from django.db.models import Count, DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.aggregates import Aggregate
from django.utils import timezone

from apps.accounts.enums import RoleKind
from apps.accounts.models import Role
from apps.areas.enums import AreaKind
from apps.areas.models import Area
from apps.reports.enums import OPEN_STATUSES, MessageAudience, Sensitivity, StateGroup
from apps.reports.models import Message, PublicReport, Report

PERIOD = timedelta(days=90)
FEWEST = 10  # below that a figure would speak of people, not of the police
KEPT_SECONDS = 60


class MedianDuration(Aggregate):
    """The middle of durations, or the mean of the two in the middle (PostgreSQL's percentile_cont)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Figures:
    """How the police keep their promises in an area, last 90 days; None where fewer than ten reports stand behind."""

    first_answer_hours: int | None
    answered: int
    solved_share: int | None  # per cent
    solved_on_time: int
    solved: int
    open: int
    solved_public: int

    @property
    def first_answer_days(self):
        """The median in whole days from two days on; before that hours say more, and this is None."""
        hours = self.first_answer_hours
        return round(hours / 24) if hours is not None and hours >= 48 else None


def only_hromada():
    """Return the hromada of a portal that serves exactly one, else None."""
    found = caches["recomputed"].get_or_set("portal.only_hromada", _only_hromada, KEPT_SECONDS)
    return found or None


def _only_hromada():
    found = list(Area.objects.filter(kind=AreaKind.HROMADA).defer("boundary")[:2])
    return found[0] if len(found) == 1 else False


def figures_of(area=None):
    """Return the `Figures` of an area or of the whole portal, a minute old at most, without restricted reports."""
    return caches["recomputed"].get_or_set(
        f"portal.figures.{area.pk if area else 0}", lambda: _figures(area), KEPT_SECONDS
    )


def _figures(area):
    since = timezone.now() - PERIOD
    rows = Report.objects.exclude(sensitivity=Sensitivity.SEALED)
    public = PublicReport.objects.all()
    if area is not None:
        rows, public = rows.within(area), public.within(area)
    waited = ExpressionWrapper(F("first_answered_at") - F("submitted_at"), output_field=DurationField())
    counted = rows.filter(submitted_at__gte=since).aggregate(
        answered=Count("first_answered_at"), median=MedianDuration(waited, filter=Q(first_answered_at__isnull=False))
    ) | rows.filter(resolved_at__gte=since).aggregate(
        solved=Count("pk"), on_time=Count("pk", filter=Q(resolved_at__lte=F("resolve_due_at")))
    )
    shown = public.aggregate(
        open=Count("pk", filter=Q(status__in=OPEN_STATUSES)),
        solved=Count("pk", filter=Q(resolved_at__gte=since)),
    )
    enough, done = counted["answered"] >= FEWEST, counted["solved"] >= FEWEST
    return Figures(
        first_answer_hours=round(counted["median"] / timedelta(hours=1)) if enough else None,
        answered=counted["answered"],
        solved_share=round(100 * counted["on_time"] / counted["solved"]) if done else None,
        solved_on_time=counted["on_time"],
        solved=counted["solved"],
        open=shown["open"],
        solved_public=shown["solved"],
    )


def latest_answers(area=None, *, limit=3):
    """Return solved released reports with their newest public update as `update`, the newest answer first.

    What was released, and what the police wrote for everybody: nothing else stands in them.
    """
    updates = Message.objects.filter(report=OuterRef("pk"), audience=MessageAudience.PUBLIC).order_by(
        "-created_at", "-pk"
    )
    solved = PublicReport.objects.in_group(StateGroup.SOLVED)
    if area is not None:
        solved = solved.within(area)
    found = list(
        solved.annotate(
            update_id=Subquery(updates.values("pk")[:1]), told_at=Subquery(updates.values("created_at")[:1])
        )
        .filter(update_id__isnull=False)
        .for_list()
        .order_by("-told_at", "-pk")[:limit]
    )
    words = Message.objects.select_related("author").in_bulk([report.update_id for report in found])
    for report in found:
        report.update = words[report.update_id]
    return found


def latest_reports(area=None, *, limit=6):
    """Return the newest released reports of an area or of the whole portal."""
    found = PublicReport.objects.all()
    if area is not None:
        found = found.within(area)
    return found.for_list().order_by("-published_at", "-pk")[:limit]


def officers_of(area):
    """Return the roles of the police who serve an area: held in it, below it or above it, the nearest first."""
    above = [area.path[: end * Area.steplen] for end in range(1, area.depth + 1)]
    roles = Role.objects.in_force().filter(kind__in=(RoleKind.OFFICER, RoleKind.SUPERVISOR)).for_list()
    served = roles.filter(Q(area__path__in=above) | Q(area__path__startswith=area.path))
    return sorted(served, key=lambda role: (role.kind != RoleKind.OFFICER, abs(role.area.depth - area.depth)))[:8]
