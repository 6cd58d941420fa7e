"""From the rows of a CSV file to past reports; each row that cannot become one is counted under its reason."""

import csv
import gzip
import io
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.text import slugify

from apps.areas.imports.geojson import FeatureRefused, ImportRefused
from apps.areas.imports.locator import AreaLocator
from apps.areas.models import Area
from apps.reports.enums import OPEN_STATUSES
from apps.reports.models import Category
from apps.reports.services.past import PastReport, ensure_category, take_past_reports

EXAMPLES = 3  # of row numbers, for each reason
LONGEST_ID, LONGEST_OUTCOME = 80, 2000


@dataclass
class ImportResult:
    """What became of the rows of a file."""

    read: int = 0
    taken: int = 0
    known: int = 0
    skipped: dict = field(default_factory=lambda: defaultdict(list))  # reason: row numbers
    without_place: Counter = field(default_factory=Counter)  # reason: rows kept for their area only
    states: Counter = field(default_factory=Counter)
    areas: Counter = field(default_factory=Counter)
    categories: Counter = field(default_factory=Counter)
    new_categories: int = 0


class _Skipped(Exception):
    """Why a row is not imported."""


@transaction.atomic
def import_reports(path, mapping, *, create_categories=False, release=False):
    """Import a CSV file (.gz too) by a mapping and return the ImportResult; repeatable: rows are known by their id.

    With `create_categories` kinds that the mapping does not name are made below a group of their own, not offered to
    residents; without it their rows are skipped. Raises ImportRefused when the file cannot be read or lacks a column.
    """
    reader = _Reader(mapping, create_categories=create_categories)
    result = reader.result
    past = []
    for number, row in enumerate(_rows(path, mapping), start=2):  # the header is line 1
        result.read += 1
        try:
            report = reader.past_report(row)
        except _Skipped as reason:
            result.skipped[str(reason)].append(number)
            continue
        past.append(report)
    result.taken = take_past_reports(past, release=release)
    result.known = len(past) - result.taken
    return result


def _rows(path, mapping):
    """Yield the rows of the file as dicts."""
    try:
        data = Path(path).read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror or error}.") from error
    except (EOFError, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path} is not CSV in UTF-8, or it is damaged: {error}.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    lacking = sorted(mapping.columns_read() - set(reader.fieldnames or ()))
    if lacking:
        raise ImportRefused(
            f"{path} has no column “{lacking[0]}”. Its columns: {', '.join(reader.fieldnames or ['none'])}."
        )
    try:
        yield from reader
    except csv.Error as error:
        raise ImportRefused(f"{path} is not CSV at line {reader.line_num}: {error}.") from error


class _Reader:
    """Understands rows by a mapping."""

    def __init__(self, mapping, *, create_categories):
        self.mapping = mapping
        self.create_categories = create_categories
        self.result = ImportResult()
        self.locator = AreaLocator()
        self.areas = {area.code: area for area in Area.objects.all()}
        self.located = {}  # (lon, lat) as text: Area or None
        self.categories = {}  # value: Category or None
        self.group = None
        self.seen = set()
        if mapping.fallback_area and mapping.fallback_area not in self.areas:
            raise ImportRefused(f"The fallback area “{mapping.fallback_area}” does not exist: import it first.")

    def past_report(self, row):
        """Return the PastReport of a row; raises _Skipped with the reason."""
        columns = self.mapping.columns
        source_id = f"{self.mapping.source}:{row[columns['id']].strip()}"
        if source_id == f"{self.mapping.source}:" or len(source_id) > LONGEST_ID:
            raise _Skipped("its id is missing or too long")
        if source_id in self.seen:
            raise _Skipped("its id stands in the file twice; the first row counts")
        submitted = self._moment(row, "submitted")
        if submitted is None:
            raise _Skipped("it has no time of submission")
        ended = self._moment(row, "ended")
        if ended and ended < submitted:
            raise _Skipped("it was closed before it was opened")
        status = next((rule.status for rule in self.mapping.states if rule.fits(row)), None)
        if status is None:
            raise _Skipped("no rule of [[states]] fits it")
        if status not in OPEN_STATUSES and ended is None:
            raise _Skipped("it has ended, but the time is missing")
        category = self._category(row[columns["category"]].strip())
        area, place_at, why_no_place = self._place(row)
        self.seen.add(source_id)
        result = self.result
        if why_no_place:
            result.without_place[why_no_place] += 1
        result.states[status] += 1
        result.areas[area.code] += 1
        result.categories[category.code] += 1
        texts = {name: template.format_map(row).strip() for name, template in self.mapping.texts.items()}
        return PastReport(
            source_id=source_id,
            category=category,
            area=area,
            place_at=place_at,
            status=status,
            submitted_at=submitted,
            ended_at=ended if status not in OPEN_STATUSES else None,
            words=texts.get("words", ""),
            place=texts.get("place", ""),
            outcome=texts.get("outcome", "")[:LONGEST_OUTCOME],
            language=self.mapping.language,
        )

    def _moment(self, row, name):
        """Return the time in a column, in the mapping's zone where it names none, or None when it is empty."""
        text = row[self.mapping.columns[name]].strip() if name in self.mapping.columns else ""
        if not text:
            return None
        try:
            if self.mapping.time_format:
                moment = datetime.strptime(text, self.mapping.time_format)
            else:
                moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise _Skipped(f"the time in “{self.mapping.columns[name]}” cannot be read") from error
        return moment if moment.tzinfo else moment.replace(tzinfo=self.mapping.zone)

    def _category(self, value):
        if value not in self.categories:
            self.categories[value] = self._find_category(value)
        category = self.categories[value]
        if category is None:
            raise _Skipped(f"its kind “{value}” is in no category (--create-categories would make one)")
        return category

    def _find_category(self, value):
        mapping = self.mapping
        if value in mapping.known_categories:
            code = mapping.known_categories[value]
            found = Category.objects.filter(code=code).first()
            if found is None:
                raise ImportRefused(f"The mapping names the category “{code}”, which does not exist.")
            return found
        if not (value and self.create_categories):
            return None
        if self.group is None:
            self.group = ensure_category(
                slugify(mapping.source)[:60], name_uk=mapping.name[:80], name_en=mapping.name[:80], is_active=False
            )[0]
        category, made = ensure_category(
            f"{slugify(mapping.source)}-{slugify(value)}"[:60].rstrip("-"),
            parent=self.group,
            name_uk=value[:80],
            name_en=value[:80],
            nature=mapping.nature,
            sensitivity=mapping.sensitivity,
            is_active=False,
        )
        self.result.new_categories += made
        return category

    def _place(self, row):
        """Return (area, (lon, lat) or None, why None): the place decides, else the area column, else the fallback."""
        columns, mapping = self.mapping.columns, self.mapping
        named = self.areas.get(row[columns["area"]].strip()) if "area" in columns else None
        elsewhere = named or self.areas.get(mapping.fallback_area)
        if "longitude" not in columns:
            return self._kept(elsewhere), None, ""
        place = (row[columns["longitude"]], row[columns["latitude"]])
        if place not in self.located:
            self.located[place] = self._locate(*place)
        area, place_at, reason = self.located[place]
        return (area, place_at, "") if area else (self._kept(elsewhere), None, reason)

    @staticmethod
    def _kept(area):
        if area is None:
            raise _Skipped("it stands in no area, and neither its area column nor a fallback names one")
        return area

    def _locate(self, lon, lat):
        """Return (area, (lon, lat), ""), or (None, None, reason) for a place that means nothing."""
        try:
            place = (float(lon), float(lat))
        except ValueError:
            return None, None, "their coordinates are missing or no numbers"
        if place in self.mapping.no_place:
            return None, None, f"they stand on the default point {place[0]}, {place[1]} (lon, lat)"
        try:
            return self.locator.area_of(Point(*place, srid=4326)), place, ""
        except FeatureRefused:
            return None, None, "they stand outside every area"
