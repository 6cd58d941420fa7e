"""Reports that another system took before us: they come in whole, with their end, and nobody is told."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.areas.imports.locator import SnapLocator
from apps.areas.models import Area
from apps.core.copying import copy_rows
from apps.core.encryption import new_data_key
from apps.core.references import new_reference
from apps.events import services as events
from apps.events.enums import Audience
from apps.reports.deadlines import REGISTRATION_TERM, next_release_batch, set_targets
from apps.reports.enums import (
    OPEN_STATUSES,
    Channel,
    Nature,
    Registration,
    ReleaseState,
    ReportEvent,
    Sensitivity,
    Status,
)
from apps.reports.map.keys import z_order
from apps.reports.models import Category, ReleaseRevision, Report
from apps.reports.services.intake import unit_for

# The states that a past report can come in with, and the event that ended it.
ENDED_BY = {
    Status.RESOLVED: ReportEvent.RESOLVED,
    Status.CLOSED: ReportEvent.CLOSED,
    Status.DECLINED: ReportEvent.DECLINED,
    Status.WITHDRAWN: ReportEvent.WITHDRAWN,
}
PAST_STATUSES = (*OPEN_STATUSES, *ENDED_BY)


@dataclass(frozen=True)
class PastReport:
    """One report of another system; `place_at` is (lon, lat) in EPSG:4326, or None when only its area is known."""

    source_id: str
    category: Category
    area: Area
    place_at: tuple | None
    status: Status
    submitted_at: datetime
    ended_at: datetime | None = None
    words: str = ""
    place: str = ""
    outcome: str = ""
    language: str = settings.LANGUAGE_CODE


def ensure_category(code, **fields):
    """Return (category, whether it was made) by code; one that exists stays as an administrator left it."""
    return Category.objects.get_or_create(code=code, defaults=fields)


@transaction.atomic
def take_past_reports(reports, *, release=False):
    """Store past reports under new references and return how many; one whose `source_id` is known stays as it is.

    An open crime report becomes due for registration at once. With `release` each is released under the name of its
    category, as any release is: restricted kinds never, crimes with the next weekly batch, a place only as snap point.
    """
    fresh = _unknown(reports)
    before = Report.objects.aggregate(last=Max("pk"))["last"] or 0
    rows = _Rows(release=release)
    released = []

    def store():
        for past, reference in zip(fresh, _references(len(fresh)), strict=True):
            row = rows.of(past) | {"reference": reference}
            if row["release_state"] == ReleaseState.RELEASED:
                released.append(row)
            yield row

    copy_rows(Report, store())
    stored = Report.objects.filter(pk__gt=before, source_id__isnull=False)
    keys = dict(stored.values_list("source_id", "pk").iterator())
    events.record_past(event for past in fresh for event in _timeline(past, keys[past.source_id]))
    events.record_past(
        _event(ReportEvent.RELEASED, keys[row["source_id"]], row["area_id"], rows.now) for row in released
    )
    copy_rows(ReleaseRevision, (_revision(keys[row["source_id"]], row, rows.now) for row in released))
    return len(fresh)


def _unknown(reports):
    """Return the reports whose source id is not stored, each once."""
    by_id = {past.source_id: past for past in reports}
    for source_id in Report.objects.filter(source_id__isnull=False).values_list("source_id", flat=True).iterator():
        by_id.pop(source_id, None)
    return list(by_id.values())


def _references(count):
    """Return so many new references that nobody has."""
    found = set()
    while len(found) < count:
        made = {new_reference() for _ in range(count - len(found))}
        found |= made.difference(Report.objects.filter(reference__in=made).values_list("reference", flat=True))
    return list(found)


class _Rows:
    """Makes rows of the report table, and works out but once what is the same for many of them."""

    def __init__(self, *, release):
        self.release = release
        self.now = timezone.now()
        self.snaps = SnapLocator()
        self.spots = {}
        self.map_keys = {None: None}
        self.kinds = {}
        self.targets = {}

    def of(self, past):
        """Return the row of a past report, all but its reference."""
        category, area = past.category, past.area
        day = past.submitted_at.astimezone(area.zone).date()
        solved = past.status in (Status.RESOLVED, Status.CLOSED)
        row = {
            **self._kind(category, area),
            **self._promises(past, day),
            **self._spot(past),
            "source_id": past.source_id,
            "channel": Channel.IMPORT,
            "status": past.status,
            "language": past.language,
            "submitted_at": past.submitted_at,
            "created_at": past.submitted_at,
            "happened_on": day,
            "resolved_at": past.ended_at if solved else None,
            "closed_at": past.ended_at if past.status == Status.CLOSED else None,
            "data_key": new_data_key(),
            "release_state": ReleaseState.PENDING,
        }
        telling = {"words": past.words, "place": past.place[:200], "outcome": past.outcome}
        if category.sensitivity == Sensitivity.SEALED:
            row["sealed_words"] = Report(
                sensitivity=category.sensitivity, data_key=row["data_key"], **telling
            ).sealed_words
            return row
        row |= {f"open_{name}": value for name, value in telling.items()}
        return row | self._released(category, area, day, row) if self.release else row

    def _kind(self, category, area):
        """What all reports of a category in an area have in common."""
        if (category.pk, area.pk) not in self.kinds:
            unit = unit_for(area, category)
            self.kinds[category.pk, area.pk] = {
                "category_id": category.pk,
                "nature": category.nature,
                "sensitivity": category.sensitivity,
                "organisation_id": unit and unit.pk,
                "area_id": area.pk,
                **{f"{above.kind}_id": above.pk for above in area.lineage()},
            }
        return self.kinds[category.pk, area.pk]

    def _promises(self, past, day):
        """When something is owed: the same for all reports of a day and a state with the same terms."""
        category = past.category
        terms = (category.answer_days, category.resolve_days, category.nature)
        known = (*terms, past.area.time_zone, day, past.status)
        if known not in self.targets:
            report = Report(category=past.category, area=past.area, status=past.status, submitted_at=past.submitted_at)
            if category.nature == Nature.CRIME and past.status in OPEN_STATUSES:
                report.registration = Registration.DUE
                report.registration_due_at = self.now + REGISTRATION_TERM
            set_targets(report)
            names = ("registration", "registration_due_at", "answer_due_at", "resolve_due_at", "due_at")
            self.targets[known] = {name: getattr(report, name) for name in names}
        return self.targets[known]

    def _spot(self, past):
        """The exact place and the snap point of a place in an area."""
        known = (past.area.pk, past.place_at)
        if known not in self.spots:
            snap_point = past.place_at and self.snaps.snap(past.place_at, past.area)
            point = past.place_at and "SRID=4326;POINT({!r} {!r})".format(*past.place_at)
            self.spots[known] = {
                "point": point,
                "desk_key": past.place_at and z_order(*past.place_at),
                "snap_point_id": snap_point and snap_point.pk,
            }
            if snap_point:
                self.map_keys[snap_point.pk] = z_order(*snap_point.point.coords)
        return self.spots[known]

    def _released(self, category, area, day, row):
        """The public columns of a release under the name of the category."""
        crime = category.nature == Nature.CRIME
        snap_point_id = row["snap_point_id"] if category.sensitivity == Sensitivity.OPEN else None
        return {
            "release_state": ReleaseState.RELEASED,
            "public_title_uk": category.name_uk or "",
            "public_title_en": category.name_en or "",
            "public_day": day,
            "published_at": next_release_batch(self.now, area.zone) if crime else self.now,
            "public_place_id": snap_point_id,
            "map_key": self.map_keys[snap_point_id],
        }


def _timeline(past, key):
    """Yield the events of a past report, oldest first."""
    yield _event(ReportEvent.RECEIVED, key, past.area.pk, past.submitted_at)
    if past.status in ENDED_BY and past.ended_at:
        yield _event(ENDED_BY[past.status], key, past.area.pk, past.ended_at)


def _event(name, key, area_id, moment):
    return {
        "name": name,
        "subject_type": Report._meta.label_lower,
        "subject_id": key,
        "area_id": area_id,
        "audience": Audience.REPORTER,
        "data": {"version": 1},
        "created_at": moment,
    }


def _revision(key, row, moment):
    return {
        "report_id": key,
        "action": ReportEvent.RELEASED.rpartition(".")[2],
        "title_uk": row["public_title_uk"],
        "title_en": row["public_title_en"],
        "place_id": row["public_place_id"],
        "created_at": moment,
    }
