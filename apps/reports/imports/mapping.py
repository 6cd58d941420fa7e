"""The mapping file: which column of somebody's CSV means what (TOML, described in docs/operations.md)."""

import tomllib
import zoneinfo
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from django.conf import settings

from apps.areas.imports.geojson import ImportRefused
from apps.reports.enums import Nature, Sensitivity, Status
from apps.reports.services.past import PAST_STATUSES

REQUIRED_COLUMNS = ("id", "submitted", "category")
COLUMNS = (*REQUIRED_COLUMNS, "ended", "longitude", "latitude", "area")
TEXTS = ("words", "place", "outcome")


@dataclass(frozen=True)
class StateRule:
    """Rows whose columns have these values stand in this state; the first rule that fits decides."""

    status: Status
    when: dict  # column: tuple of values

    def fits(self, row):
        """Whether a row (a dict of columns) has all the values."""
        return all(row[column].strip() in values for column, values in self.when.items())


@dataclass(frozen=True)
class Mapping:
    """A mapping file that was found sound."""

    source: str
    name: str
    columns: dict
    states: tuple
    zone: zoneinfo.ZoneInfo
    language: str = settings.LANGUAGE_CODE
    time_format: str = ""  # of strptime; ISO 8601 when empty
    texts: dict = field(default_factory=dict)
    fallback_area: str = ""  # code
    no_place: frozenset = frozenset()  # points (lon, lat) that mean no more than "somewhere"
    known_categories: dict = field(default_factory=dict)  # value: code
    nature: Nature = Nature.MUNICIPAL
    sensitivity: Sensitivity = Sensitivity.OPEN

    def columns_read(self):
        """Return the names of all columns that a file must have."""
        names = set(self.columns.values())
        for rule in self.states:
            names |= set(rule.when)
        for template in self.texts.values():
            names |= {name for _text, name, _spec, _conversion in Formatter().parse(template) if name}
        return names


def read_mapping(path):
    """Return the Mapping in a TOML file; raises ImportRefused with a sentence that says what to mend."""
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path} is not TOML: {error}.") from error
    try:
        return _mapping(document)
    except _Wrong as wrong:
        raise ImportRefused(f"{path}: {wrong}.") from wrong


class _Wrong(Exception):
    """What is wrong with a mapping, as the end of a sentence."""


def _mapping(document):
    known = {
        "source",
        "name",
        "time_zone",
        "time_format",
        "language",
        "columns",
        "text",
        "areas",
        "states",
        "categories",
    }
    if unknown := sorted(set(document) - known):
        raise _Wrong(f"“{unknown[0]}” means nothing here; known are {', '.join(sorted(known))}")
    columns = _section(document, "columns")
    if lacking := [name for name in REQUIRED_COLUMNS if not columns.get(name)]:
        raise _Wrong(f"[columns] must name the column of “{lacking[0]}”")
    if unknown := sorted(set(columns) - set(COLUMNS)):
        raise _Wrong(f"[columns] does not know “{unknown[0]}”; it knows {', '.join(COLUMNS)}")
    if ("longitude" in columns) != ("latitude" in columns):
        raise _Wrong("[columns] needs both longitude and latitude, or neither")
    texts = _section(document, "text")
    if unknown := sorted(set(texts) - set(TEXTS)):
        raise _Wrong(f"[text] does not know “{unknown[0]}”; it knows {', '.join(TEXTS)}")
    areas, categories = _section(document, "areas"), _section(document, "categories")
    if "area" not in columns and "longitude" not in columns and not areas.get("fallback"):
        raise _Wrong("nothing says where a report belongs: name an area column, coordinates, or [areas] fallback")
    return Mapping(
        source=_text(document, "source"),
        name=_text(document, "name"),
        columns=columns,
        states=_states(document.get("states", [])),
        zone=_zone(_text(document, "time_zone")),
        language=_choice(document.get("language", settings.LANGUAGE_CODE), dict(settings.LANGUAGES), "language"),
        time_format=document.get("time_format", ""),
        texts=texts,
        fallback_area=areas.get("fallback", ""),
        no_place=frozenset(_points(areas.get("no_place", []))),
        known_categories=_section(categories, "known"),
        nature=Nature(_choice(categories.get("nature", "municipal"), Nature.values, "nature")),
        sensitivity=Sensitivity(_choice(categories.get("sensitivity", "open"), Sensitivity.values, "sensitivity")),
    )


def _section(document, name):
    section = document.get(name, {})
    if not isinstance(section, dict):
        raise _Wrong(f"[{name}] must be a table")
    return section


def _text(document, name):
    value = document.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(f"“{name}” is missing")
    return value


def _choice(value, allowed, name):
    if value not in allowed:
        raise _Wrong(f"{name} “{value}” is not one of {', '.join(allowed)}")
    return value


def _zone(name):
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise _Wrong(f"time_zone “{name}” is not known; write one such as Europe/Kyiv") from error


def _points(points):
    try:
        return [(float(lon), float(lat)) for lon, lat in points]
    except (TypeError, ValueError) as error:
        raise _Wrong("[areas] no_place must be a list of [longitude, latitude]") from error


def _states(rules):
    if not rules:
        raise _Wrong("there is no [[states]]: say which values of which column mean which state")
    found = []
    for rule in rules:
        status = _choice(rule.get("state"), [status.value for status in PAST_STATUSES], "state")
        when = {
            column: tuple(values if isinstance(values, list) else [values])
            for column, values in _section(rule, "when").items()
        }
        found.append(StateRule(Status(status), when))
    return tuple(found)
