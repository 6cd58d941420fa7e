"""What the portal's own pages read over several apps."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.contrib.postgres.fields import ArrayField
from django.core.cache import caches
from django.db.models import Count, DateField, F, Func, IntegerField, Q, Value
from django.db.models.aggregates import Aggregate
from django.db.models.functions import TruncDate
from django.utils import timezone

from apps.accounts.enums import RoleKind
from apps.accounts.models import Role
from apps.areas.enums import AreaKind
from apps.areas.models import Area
from apps.core.planning import Question
from apps.core.working_days import working_days_from
from apps.reports.enums import OPEN_STATUSES, MessageAudience, Sensitivity, StateGroup
from apps.reports.map import viewport
from apps.reports.models import Message, PublicReport, Report

PERIOD = timedelta(days=90)
FEWEST = 10  # below that a figure would speak of people, not of the police
KEPT_SECONDS = 60
PROMISES_KEPT_SECONDS = 600  # a day more or less in ninety
LISTS_KEPT_SECONDS = 3  # what was withdrawn or taken down is gone within five
# What an area's page says of whoever serves it, and nothing else of them: it is kept.
OF_OFFICER = (
    *("person__name", "area__path", "area__depth", "kind", "title", "title_uk", "title_en", "phone"),
    *("hours", "hours_uk", "hours_en"),
    *("organisation__phone", "organisation__hours", "organisation__hours_uk", "organisation__hours_en"),
)
ANSWERS, LATEST, LATEST_THERE = 3, 6, 5  # on a page; of the reports on the first one, and on an area's
UPDATES_EACH = 4  # of one report, at most, among which its newest is found


class Median(Aggregate):
    """The middle of whole numbers; of two in the middle the lower (PostgreSQL's percentile_disc)."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()


class WorkingDayNumber(Func):
    """Which of these working days (in their order) a date is, from 1; of a day off the one before it."""

    function = "WIDTH_BUCKET"
    output_field = IntegerField()

    def __init__(self, date, working_days):
        super().__init__(date, Value(working_days, output_field=ArrayField(DateField())))


@dataclass(frozen=True)
class Figures:
    """How the police keep their promises in an area, last 90 days; None where fewer than ten reports stand behind."""

    first_answer_days: int | None  # the median, in working days; 0: on the same one
    answered: int
    solved_share: int | None  # per cent
    solved_on_time: int
    solved: int
    open: int
    solved_public: int


def _released(area):
    """The released reports of an area, or of the whole portal."""
    return PublicReport.objects.all() if area is None else PublicReport.objects.within(area)


def bounds_of(area=None):
    """Return the [west, south, east, north] degrees of the map of an area or of the whole portal; False without any.

    It is the map of what was released of the last ninety days. A minute old at most.
    """
    lately = _released(area).filter(public_day__gte=timezone.localdate() - PERIOD)
    return caches["recomputed"].get_or_set(
        f"portal.bounds.{area.pk if area else 0}", lambda: viewport.bounds_of(lately, area) or False, KEPT_SECONDS
    )


def figures_of(area=None):
    """Return the `Figures` of an area or of the whole portal, without restricted reports.

    What everybody can count is a minute old at most, the rest ten.
    """
    kept, place = caches["recomputed"], area.pk if area else 0
    promises = kept.get_or_set(f"portal.promises.{place}", lambda: _promises(area), PROMISES_KEPT_SECONDS)
    return Figures(**promises, **kept.get_or_set(f"portal.shown.{place}", lambda: _shown(area), KEPT_SECONDS))


def _promises(area):
    now = timezone.now()
    since = now - PERIOD
    rows = Report.objects.exclude(sensitivity=Sensitivity.SEALED)
    if area is not None:
        rows = rows.within(area)
    zone = area.zone if area is not None else None
    asked, told = TruncDate("submitted_at", tzinfo=zone), TruncDate("first_answered_at", tzinfo=zone)
    days = working_days_from(timezone.localdate(since, zone), timezone.localdate(now, zone))
    waited = WorkingDayNumber(told, days) - WorkingDayNumber(asked, days)
    counted = rows.filter(submitted_at__gte=since).aggregate(
        answered=Count("first_answered_at"), median=Median(waited, filter=Q(first_answered_at__isnull=False))
    ) | rows.filter(resolved_at__gte=since).aggregate(
        solved=Count("pk"), on_time=Count("pk", filter=Q(resolved_at__lte=F("resolve_due_at")))
    )
    enough, done = counted["answered"] >= FEWEST, counted["solved"] >= FEWEST
    return {
        "first_answer_days": counted["median"] if enough else None,
        "answered": counted["answered"],
        "solved_share": round(100 * counted["on_time"] / counted["solved"]) if done else None,
        "solved_on_time": counted["on_time"],
        "solved": counted["solved"],
    }


def _shown(area):
    return _released(area).aggregate(
        open=Count("pk", filter=Q(status__in=OPEN_STATUSES)),
        solved_public=Count("pk", filter=Q(resolved_at__gte=timezone.now() - PERIOD)),
    )


def latest_answers(area=None):
    """Return solved released reports with their newest public update as `update`, the newest answer first.

    What was released, and what the police wrote for everybody: nothing else stands in them. An update from long before
    the solution tells what was planned, not what was done, and is no answer.
    """
    newest = {}
    for update in _asked(_told, area):
        newest.setdefault(update.report_id, update)
    answered = list(newest)[:ANSWERS]
    if not answered:
        return []
    reports = {report.pk: report for report in _ANSWERED.all(*answered, *answered[-1:] * (ANSWERS - len(answered)))}
    answers = [reports[pk] for pk in answered if pk in reports]
    for report in answers:
        report.update = newest[report.pk]
    return answers


_ANSWERED = Question(lambda *pks: PublicReport.objects.for_list().filter(pk__in=pks), *[int] * ANSWERS)


def _told(reports):
    told = Message.objects.filter(
        audience=MessageAudience.PUBLIC,
        report__in=reports.in_group(StateGroup.SOLVED),
        created_at__gte=F("report__resolved_at") - timedelta(days=1),
    )
    return told.order_by("-created_at", "-pk")[: ANSWERS * UPDATES_EACH]


def lists_of(area=None):
    """Return the `answers` and `reports` of the page of an area or of the first page, three seconds old at most.

    Both are released data alone, and everybody sees the same ones: a town looks when something has happened there.
    """
    return caches["recomputed"].get_or_set(
        f"portal.lists.{area.pk if area else 0}",
        lambda: {"answers": latest_answers(area), "reports": latest_reports(area)},
        LISTS_KEPT_SECONDS,
    )


def surroundings_of(area):
    """Return the areas `above` one, those right `below` it and the `officers` who serve it; a minute old at most."""
    return caches["recomputed"].get_or_set(
        f"portal.surroundings.{area.pk}",
        lambda: {
            "above": list(Area.objects.get_ancestors(area).defer("boundary")),
            "below": list(Area.objects.get_children(area).defer("boundary")),
            "officers": officers_of(area),
        },
        KEPT_SECONDS,
    )


def latest_reports(area=None):
    """Return the newest released reports of an area or of the whole portal."""
    return _asked(_latest if area is None else _latest_there, area)


def _latest(reports, limit=LATEST):
    return reports.for_list().order_by("-published_at", "-pk")[:limit]


def _latest_there(reports):
    return _latest(reports, LATEST_THERE)


def _asked(ask, area):
    """What a query finds among the released reports of an area or of the whole portal."""
    return _question(ask, area.kind).all(area.pk) if area else _question(ask).all()


@cache
def _question(ask, kind=None):
    """The question of a query over the released reports of one area of a kind, or of the whole portal."""
    if kind is None:
        return Question(lambda: ask(PublicReport.objects.all()))
    return Question(lambda area: ask(PublicReport.objects.filter(**{kind: area})), int)


def officers_of(area):
    """Return the roles of the police who serve an area, one a person, the nearest first; officers before supervisors.

    They are held in it or above it; of a hromada and its parts also below. Who has given no name is left out.
    """
    above = [area.path[: end * area.steplen] for end in range(1, area.depth + 1)]
    where = Q(area__path__in=above)
    if area.kind in (AreaKind.HROMADA, AreaKind.CITY_DISTRICT, AreaKind.NEIGHBOURHOOD):
        where |= Q(area__path__startswith=area.path)
    roles = Role.objects.in_force().filter(where, kind__in=(RoleKind.OFFICER, RoleKind.SUPERVISOR))
    named = roles.exclude(person__name="").for_list().only(*OF_OFFICER)
    nearest = sorted(named, key=lambda role: (role.kind != RoleKind.OFFICER, abs(role.area.depth - area.depth)))
    served_by = {}
    for role in nearest:
        served_by.setdefault(role.person_id, role)
    return list(served_by.values())
