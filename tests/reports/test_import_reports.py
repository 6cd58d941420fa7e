"""Reports of another system come in whole, once, and every row that does not says why."""

import csv
import gzip
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.events.models import Event
from apps.reports.enums import Nature, Registration, ReleaseState, Sensitivity, Status
from apps.reports.models import Category, PublicReport, ReleaseRevision, Report
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory
from tests.shared_data import shared

MAPPING = """
source = "old"
name = "Old system"
language = "en"
time_zone = "Europe/Kyiv"

[columns]
id = "no"
submitted = "opened"
ended = "closed"
category = "kind"
longitude = "lon"
latitude = "lat"
area = "district"

[text]
words = "{kind}: {note}"
place = "{street}"
outcome = "{result}"

[areas]
fallback = "UA990101"
no_place = [[30.5, 50.5]]

[[states]]
state = "received"
when = { state = "open" }

[[states]]
state = "declined"
when = { state = "done", result = ["invalid", "twice"] }

[[states]]
state = "closed"
when = { state = "done" }

[categories.known]
"lamp" = "street-light"
"fight" = "fight"
"violence" = "violence"
"""
ROW = {
    "no": "1",
    "opened": "2026-01-10T12:30:00",
    "closed": "2026-01-20T09:00:00",
    "kind": "lamp",
    "lon": "30.011",
    "lat": "50.011",
    "district": "",
    "note": "dark\tstairs\\ and\na second line",
    "street": "Mlynova",
    "result": "mended",
    "state": "done",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def categories(areas):
    """A municipal, a criminal and a restricted category that the mapping names."""
    CategoryFactory(
        code="street-light", name_uk="Не горить ліхтар", name_en="Street light out", nature=Nature.MUNICIPAL
    )
    CategoryFactory(code="fight", nature=Nature.CRIME)
    CategoryFactory(code="violence", nature=Nature.CRIME, sensitivity=Sensitivity.SEALED)


@pytest.fixture
def run(categories, tmp_path, capsys):
    """Return `run(*rows, **options)`: import rows, each a dict of what differs from ROW, and return what it printed."""

    def import_rows(*rows, mapping=MAPPING, fields=tuple(ROW), **options):
        (tmp_path / "mapping.toml").write_text(mapping)
        with (tmp_path / "rows.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, fields, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(ROW | {"no": str(number)} | row for number, row in enumerate(rows, start=1))
        call_command("import_reports", tmp_path / "rows.csv", mapping=str(tmp_path / "mapping.toml"), **options)
        return capsys.readouterr().out

    return import_rows


def test_import_reports_keeps_words_times_place_and_end(run, areas):
    assert run({}).startswith("1 rows: 1 imported, 0 known before, 0 skipped.\n")
    report = Report.objects.get()
    assert (report.source_id, report.channel, report.language) == ("old:1", "import", "en")
    assert report.words == "lamp: dark\tstairs\\ and\na second line"
    assert (report.status, report.outcome, report.place) == (Status.CLOSED, "mended", "Mlynova")
    assert report.submitted_at == datetime(2026, 1, 10, 10, 30, tzinfo=UTC)
    assert report.resolved_at == report.closed_at == datetime(2026, 1, 20, 7, 0, tzinfo=UTC)
    assert report.point.coords == (30.011, 50.011)
    assert (report.area, report.hromada, report.country) == (areas.zarichchia, areas.hromada, areas.country)
    assert (report.release_state, report.reporter, report.identity) == (ReleaseState.PENDING, None, {})
    assert report.due is None


def test_import_reports_tells_nobody_and_has_a_timeline(run):
    run({})
    report = Report.objects.get()
    lines = Event.objects.order_by("created_at").values_list("name", "created_at")
    assert list(lines) == [("report.received", report.submitted_at), ("report.closed", report.closed_at)]
    assert not Event.objects.filter(fanned_out_at__isnull=True).exists()


def test_import_reports_again_doubles_nothing_and_changes_nothing(run):
    run({}, {})
    Report.objects.filter(source_id="old:1").update(open_outcome="changed by an officer")
    assert run({}, {}, {}).startswith("3 rows: 1 imported, 2 known before, 0 skipped.\n")
    assert Report.objects.count() == 3
    assert Report.objects.get(source_id="old:1").outcome == "changed by an officer"


def test_import_reports_open_one_is_owed_an_answer(run):
    run({"state": "open", "closed": ""})
    report = Report.objects.get()
    assert report.status == Status.RECEIVED
    assert report.due[0] == "answer"
    assert report.is_late


def test_import_reports_first_state_that_fits_decides(run):
    run({"result": "invalid"}, {"result": "mended"}, {"result": "twice"})
    states = Report.objects.order_by("source_id").values_list("status", flat=True)
    assert list(states) == [Status.DECLINED, Status.CLOSED, Status.DECLINED]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"closed": "2026-01-10T12:29:59"}, "it was closed before it was opened"),
        ({"closed": ""}, "it has ended, but the time is missing"),
        ({"opened": ""}, "it has no time of submission"),
        ({"opened": "yesterday"}, "the time in “opened” cannot be read"),
        ({"state": "lost"}, "no rule of [[states]] fits it"),
        ({"no": ""}, "its id is missing or too long"),
        ({"no": "9" * 90}, "its id is missing or too long"),
        ({"kind": "ghost"}, "its kind “ghost” is in no category (--create-categories would make one)"),
    ],
)
def test_import_reports_row_that_cannot_be_taken_is_skipped_with_its_reason(run, row, reason):
    printed = run({}, row)
    assert printed.startswith("2 rows: 1 imported, 0 known before, 1 skipped.\n")
    assert f"Skipped 1: {reason} (line 3)." in printed


def test_import_reports_id_that_stands_twice_counts_once(run):
    assert "its id stands in the file twice; the first row counts (line 3)" in run({"no": "7"}, {"no": "7"})
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "area", "reason"),
    [
        ({"lon": "30.5", "lat": "50.50"}, "hromada", "they stand on the default point 30.5, 50.5 (lon, lat)"),
        ({"lon": "30.5", "lat": "50.5", "district": "UA99010102"}, "stare_misto", "they stand on the default point"),
        ({"lon": "99", "lat": "9", "district": "UA99010102"}, "stare_misto", "they stand outside every area"),
        ({"lon": "", "lat": ""}, "hromada", "their coordinates are missing or no numbers"),
    ],
)
def test_import_reports_without_a_place_is_kept_for_its_area(run, areas, row, area, reason):
    printed = run(row)
    report = Report.objects.get()
    assert (report.area, report.point) == (getattr(areas, area), None)
    assert f"Kept for the area only, without a place: 1, because {reason}" in printed


def test_import_reports_place_decides_over_the_area_column(run, areas):
    run({"district": "UA99010102"})
    assert Report.objects.get().area == areas.zarichchia


def test_import_reports_without_any_area_is_skipped(run):
    mapping = MAPPING.replace('fallback = "UA990101"', "")
    printed = run({"lon": "99", "lat": "9"}, mapping=mapping)
    assert "Skipped 1: it stands in no area, and neither its area column nor a fallback names one" in printed


def test_import_reports_makes_categories_when_asked(run):
    assert "Categories: 1, 1 of them new." in run({"kind": "Ghost sighting"}, create_categories=True)
    category = Category.objects.get(code="old-ghost-sighting")
    assert (category.name_en, category.parent.code, category.is_active) == ("Ghost sighting", "old", False)
    assert "Categories: 1, 0 of them new." in run({"kind": "Ghost sighting"}, create_categories=True)


def test_import_reports_open_crime_is_due_for_registration(run):
    run({"kind": "fight", "state": "open", "closed": ""}, {"kind": "fight"})
    opened, ended = Report.objects.order_by("source_id")
    assert opened.registration == Registration.DUE
    assert timedelta(hours=23) < opened.registration_due_at - timezone.now() <= timedelta(hours=24)
    assert ended.registration == Registration.NOT_NEEDED


def test_import_reports_restricted_words_are_encrypted_and_never_released(run):
    run({"kind": "violence"}, release=True)
    report = Report.objects.get()
    assert (report.open_words, report.release_state) == ("", ReleaseState.PENDING)
    assert report.words.startswith("violence: dark")


def test_import_reports_released_stand_at_a_snap_point_under_the_name_of_their_kind(run, areas):
    snap_point = SnapPointFactory(area=areas.zarichchia)
    run({}, release=True)
    report = PublicReport.objects.get()
    assert (report.public_title_uk, report.public_title_en) == ("Не горить ліхтар", "Street light out")
    assert (report.public_day, report.public_place, report.public_summary_en) == (date(2026, 1, 10), snap_point, "")
    assert report.map_key is not None
    assert ReleaseRevision.objects.get().place == snap_point


def test_import_reports_released_without_a_snap_point_are_for_their_area_only(run):
    run({}, release=True)
    report = PublicReport.objects.get()
    assert (report.public_place, report.map_key) == (None, None)


def test_import_reports_released_crime_waits_for_the_weekly_batch(run):
    run({"kind": "fight"}, release=True)
    assert not PublicReport.objects.exists()
    assert Report.objects.get().published_at.astimezone(ZoneInfo("Europe/Kyiv")).strftime("%A %H:%M") == "Monday 08:00"


def test_import_reports_file_without_a_column_is_refused(run):
    with pytest.raises(CommandError, match="has no column “lat”. Its columns: no, opened"):
        run({}, fields=[name for name in ROW if name != "lat"])
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('source = "old"', "", "“source” is missing"),
        ('time_zone = "Europe/Kyiv"', 'time_zone = "Kyiv"', "time_zone “Kyiv” is not known"),
        ('language = "en"', 'language = "xx"', "language “xx” is not one of uk, en"),
        ('state = "declined"', 'state = "duplicate"', "state “duplicate” is not one of received"),
        ('id = "no"', "", "must name the column of “id”"),
        ('id = "no"', 'id = "no"\nwhere = "x"', "does not know “where”"),
        ('latitude = "lat"', "", "needs both longitude and latitude"),
        ("no_place = [[30.5, 50.5]]", "no_place = [30.5, 50.5]", "no_place must be a list of"),
        ("[text]", "[texts]", "“texts” means nothing here"),
        ('source = "old"', "source = ", "is not TOML"),
        ('fallback = "UA990101"', 'fallback = "UA1"', "fallback area “UA1” does not exist"),
        ('"lamp" = "street-light"', '"lamp" = "sun"', "names the category “sun”, which does not exist"),
    ],
)
def test_import_reports_mapping_that_is_wrong_is_refused_with_a_sentence(run, old, new, sentence):
    assert old in MAPPING
    with pytest.raises(CommandError, match=sentence.replace("[", r"\[")):
        run({}, mapping=MAPPING.replace(old, new, 1))


def test_import_reports_file_that_is_no_csv_is_refused(categories, tmp_path):
    (tmp_path / "mapping.toml").write_text(MAPPING)
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(b"no,opened\n" * 99)[:20])
    for name, sentence in (("cut.csv.gz", "is not CSV"), ("missing.csv", "cannot be read")):
        with pytest.raises(CommandError, match=sentence):
            call_command("import_reports", tmp_path / name, mapping=str(tmp_path / "mapping.toml"))


def test_import_reports_sample_of_boston(db, capsys):
    folder = shared("boston-311")
    call_command(
        "import_areas",
        folder / "police_districts.geojson",
        kind="city_district",
        code_field="DISTRICT",
        name_uk_field="DISTRICT",
        country=["US", "США", "United States"],
        time_zone="America/New_York",
    )
    call_command("create_categories")
    capsys.readouterr()
    sample = folder / "boston_311_2015_sample10k.csv"
    call_command("import_reports", sample, mapping="docs/examples/boston-311.toml", create_categories=True)
    printed = capsys.readouterr().out
    assert printed.startswith("10000 rows: 9990 imported, 0 known before, 10 skipped.\n")
    assert "Skipped 10: it was closed before it was opened" in printed
    report = Report.objects.select_related("area").get(source_id="boston-311:101001240842")
    assert report.submitted_at == datetime(2015, 1, 1, 19, 44, 54, tzinfo=UTC)
    assert (report.area.code, report.status) == ("D14", Status.RECEIVED)
    assert report.words == "Housing: Heat - Excessive  Insufficient"
