"""The reports of a viewport straight from the database: exact at any moment, slower with a million rows."""

from django.db.models import Aggregate, Case, Count, F, Min, Q, SmallIntegerField, Value, When
from django.utils import timezone

from apps.reports.enums import OPEN_STATUSES, STATE_GROUPS, StateGroup
from apps.reports.map.snapshot.layout import GROUPS, LATE
from apps.reports.models import PublicReport


def state_code():
    """Return the expression of a report's state on the map: its group's number, plus LATE when it is open and late."""
    late = Q(status__in=OPEN_STATUSES, resolve_due_at__lt=timezone.now())
    cases = [
        When(condition, then=Value(number + extra))
        for number, group in enumerate(GROUPS)
        for extra, condition in (
            (LATE, Q(status__in=STATE_GROUPS[StateGroup(group)]) & late),
            (0, Q(status__in=STATE_GROUPS[StateGroup(group)])),
        )
    ]
    return Case(*cases, output_field=SmallIntegerField())


class Middle(Aggregate):
    """The middle one of some values; the first of two."""

    template = "percentile_disc(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


class LiveRows:
    """Reports as `viewport` asks for them; `key` names their column of Z-order keys, by which they were chosen."""

    def __init__(self, reports, *, key="map_key"):
        self.reports = reports.annotate(code=state_code()).order_by()
        self.key = key

    def total(self):
        """How many there are."""
        return self.reports.count()

    def days(self):
        """(day, count) of each day that has any, in order."""
        return list(self.reports.values_list("public_day").annotate(Count("pk")).order_by("public_day"))

    def areas(self):
        """{area id: count}, of the deepest area of each."""
        return dict(self.reports.values_list("area_id").annotate(Count("pk")))

    def first_day(self):
        """The oldest day on the whole map, whatever is wanted; None for an empty one."""
        return PublicReport.objects.filter(map_key__isnull=False).aggregate(first=Min("public_day"))["first"]

    def points(self):
        """(key, reference, category, state code) of each, in the order of keys."""
        rows = self.reports.values_list(self.key, "reference", "category_id", "code")
        return sorted(rows)

    def cells(self, shift):
        """(cell, {state code: count}, middle key, the point when it is alone) of each cell `key >> shift`, in order."""
        rows = self.reports.annotate(cell=F(self.key).bitrightshift(shift))
        middles = dict(rows.values_list("cell").annotate(middle=Middle(self.key)))
        rows = rows.values("cell", "code")
        rows = rows.annotate(n=Count("pk"), key=Min(self.key), reference=Min("reference"), kind=Min("category_id"))
        cells = {}
        for row in rows:
            counts, _alone = cells.get(row["cell"], ({}, None))
            counts[row["code"]] = row["n"]
            cells[row["cell"]] = counts, (row["key"], row["reference"], row["kind"], row["code"])
        return [
            # What has come since the first question has no middle yet.
            (cell, counts, middles.get(cell, alone[0]), alone if sum(counts.values()) == 1 else None)
            for cell, (counts, alone) in sorted(cells.items())
        ]
