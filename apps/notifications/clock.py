"""When somebody may be told, by the clock on their wall: quiet hours, and the mornings of digests."""

from datetime import UTC, datetime, time, timedelta

from apps.notifications.enums import Pace

DIGEST_TIME = time(7, 30)
MONDAY = 0


def end_of_quiet(now, zone, start, end):
    """Return when the quiet hours from `start` to `end` (local times) that hold at `now` are over, or None.

    They may span midnight. An end that the clock leaps over in spring comes as much later (3:30 is then 4:30);
    one that comes twice in autumn is the first of the two.
    """
    local = now.astimezone(zone)
    clock = local.time()
    if start == end:
        return None
    if start < end:
        quiet, day = start <= clock < end, local.date()
    else:
        quiet = clock >= start or clock < end
        day = local.date() + timedelta(days=1) if clock >= start else local.date()
    if not quiet:
        return None
    over = _moment(day, end, zone)
    return over if over > now else None


def last_digest(pace, now, zone):
    """Return (moment, local day) of the newest digest of this pace that is due by `now`."""
    local = now.astimezone(zone)
    day = local.date()
    if _moment(day, DIGEST_TIME, zone) > now:
        day -= timedelta(days=1)
    if pace == Pace.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return _moment(day, DIGEST_TIME, zone), day


def _moment(day, clock, zone):
    """The first moment at which the local clock shows this time; where it leaps over it, as much later."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
