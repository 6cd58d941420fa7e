"""How many reports on the map there were each week, month or year: what the slider of its period stands on."""

from bisect import bisect_right
from datetime import date, timedelta

from django.utils import timezone

from apps.reports.map.answers import answered
from apps.reports.map.keys import EVERYWHERE

MOST_STEPS = 120  # of the slider: thumbs need room
WEEK = timedelta(days=7)


def history_of(asked):
    """Return the `Answer` that counts the reports of a kind, state and area by time, of all times; raises Unclear.

    It is {"starts": first days of the steps, "counts": how many in each}. Only reports with a public place are counted,
    as everywhere on the map.
    """
    today = timezone.localdate()
    always = {name: asked.get(name, "") for name in ("kind", "state", "area")} | {"period": "all"}
    return answered(always, ("history", today), [EVERYWHERE], lambda rows: _history(rows, today))


def _history(rows, today):
    starts = steps(rows.first_day() or today, today)
    counts = [0] * len(starts)
    for day, count in rows.days():
        counts[bisect_right(starts, day) - 1] += count
    return {"starts": [start.isoformat() for start in starts], "counts": counts}


def steps(first, last):
    """Return the first days of the weeks (from Monday), months or years from one day to another: at most 120."""
    monday = first - timedelta(days=first.weekday())
    weeks = [monday + WEEK * number for number in range(max((last - monday).days // 7, 0) + 1)]
    if len(weeks) <= MOST_STEPS:
        return weeks
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    months = [month for month in months if first.replace(day=1) <= month <= last]
    return (
        months if len(months) <= MOST_STEPS else [month for month in months if month.month == 1 or month == months[0]]
    )
