"""From the features of a GeoJSON file to areas in the tree."""

import zoneinfo
from dataclasses import dataclass

from apps.areas.enums import AreaKind
from apps.areas.imports.geojson import FeatureRefused, ImportRefused, multipolygon, read_features
from apps.areas.imports.report import ImportReport
from apps.areas.models import Area
from apps.areas.names import transliterate
from apps.areas.services import AreaRecord, upsert_areas


@dataclass(frozen=True)
class AreaFields:
    """Which property of a feature says what."""

    code: str = "code"
    name_uk: str = "name"
    name_en: str = "name_en"
    parent: str = "parent"
    kind: str = "kind"
    description_uk: str = "description"
    description_en: str = "description_en"


def import_areas(path, *, kind=None, fields=AreaFields(), parent_code=None, time_zone=None, repair=False):
    """Create or change the areas of a GeoJSON file by code and return an `ImportReport`; call it in a transaction.

    Without `kind` each feature names its own. `parent_code` stands above the features that name no parent. A missing
    English name is the Ukrainian one in Latin letters. Raises `ImportRefused` for the whole file; a feature that is
    refused is in the report, and so are those below it.
    """
    if time_zone is not None and time_zone not in zoneinfo.available_timezones():
        raise ImportRefused(f"There is no time zone {time_zone!r}; a name such as Europe/Kyiv is wanted.")
    features = read_features(path)
    report = ImportReport()
    checked = []
    for feature in features:
        try:
            record = _record(feature, fields, kind=kind, parent_code=parent_code, time_zone=time_zone, repair=repair)
            checked.append((feature, record))
        except FeatureRefused as refusal:
            report.refuse(feature, feature.text(fields.name_uk) or feature.text(fields.code), refusal)
    checked.sort(key=lambda pair: AreaKind.values.index(pair[1].kind))
    report.outcome = upsert_areas(_fitting(checked, report))
    return report


def _record(feature, fields, *, kind, parent_code, time_zone, repair):
    code = feature.text(fields.code)
    if not code:
        raise FeatureRefused(f"it has no code: its property “{fields.code}” is absent or empty{_instead(feature)}")
    name_uk = feature.text(fields.name_uk)
    if not name_uk:
        raise FeatureRefused(f"it has no name: its property “{fields.name_uk}” is absent or empty{_instead(feature)}")
    name_en = feature.text(fields.name_en) or transliterate(name_uk)
    about_uk, about_en = feature.text(fields.description_uk), feature.text(fields.description_en)
    texts = [("code", code), ("name", name_uk), ("name", name_en), ("description", about_uk), ("description", about_en)]
    for field, value in texts:
        longest = Area._meta.get_field(field).max_length
        if len(value) > longest:
            raise FeatureRefused(f"its {field} is longer than {longest} characters")
    own_kind = kind or feature.text(fields.kind)
    if own_kind not in AreaKind.values:
        known = ", ".join(AreaKind.values)
        said = f"its kind “{own_kind}” is unknown" if own_kind else "it has no kind and --kind is not given"
        raise FeatureRefused(f"{said}; a kind is one of {known}")
    parent = feature.text(fields.parent) or parent_code
    if parent is None and own_kind != AreaKind.COUNTRY:
        raise FeatureRefused(
            f"it has no parent: its property “{fields.parent}” is absent or empty and --parent-code is not given"
        )
    return AreaRecord(
        code=code,
        kind=AreaKind(own_kind),
        name_uk=name_uk,
        name_en=name_en,
        parent_code=parent,
        boundary=multipolygon(feature, repair=repair),
        time_zone=time_zone,
        description_uk=about_uk or None,
        description_en=about_en or None,
    )


def _instead(feature):
    names = ", ".join(sorted(feature.properties)[:12])
    return f" (it has {names})" if names else ""


def _fitting(checked, report):
    """Return the records that fit into the tree; the others go to the report."""
    wanted = {record.parent_code for _, record in checked} - {None}
    parents = {area.code: (area.kind, area.boundary) for area in Area.objects.filter(code__in=wanted)}
    prepared = {}
    fitting = {}
    for feature, record in checked:
        reason = None
        if record.code in fitting:
            reason = f"its code {record.code} stands there twice"
        elif record.parent_code is not None:
            reason = _misfit(record, parents, prepared)
        if reason:
            report.refuse(feature, record.name_uk, reason)
            continue
        fitting[record.code] = record
        parents[record.code] = (record.kind, record.boundary)
        prepared.pop(record.code, None)
    return list(fitting.values())


def _misfit(record, parents, prepared):
    """Return why the area cannot stand below its parent, or None."""
    if record.parent_code not in parents:
        return f"its parent {record.parent_code} is missing; import the level above first"
    kind, boundary = parents[record.parent_code]
    if AreaKind.values.index(kind) >= AreaKind.values.index(record.kind):
        return f"a {record.kind} cannot stand below {record.parent_code}, which is a {kind}"
    if boundary is not None:
        if record.parent_code not in prepared:
            prepared[record.parent_code] = boundary.prepared
        if not prepared[record.parent_code].intersects(record.boundary):
            return (
                f"it lies wholly outside its parent {record.parent_code}; "
                "are longitude and latitude in order, and is the parent right?"
            )
    return None
