"""The snapshot of the map: it says what the database says, forgets what is withdrawn, and survives a lost file."""

import gzip
import json
import os
import random
from datetime import timedelta

import numpy as np
import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from apps.reports.enums import ReleaseState, Sensitivity, Status
from apps.reports.map.answers import answer_to, wanted_of
from apps.reports.map.counts import count_within, counts_of
from apps.reports.map.filters import MapFilter
from apps.reports.map.keys import EVERYWHERE, covering, ranges_of, z_order
from apps.reports.map.live import LiveRows
from apps.reports.map.snapshot import build as build_module
from apps.reports.map.snapshot import layout
from apps.reports.map.snapshot.build import FOLDER, KEPT, build, build_when_due, remove_old
from apps.reports.map.snapshot.reader import Reader, reader
from apps.reports.map.viewport import viewport
from apps.reports.models import MapVersion, Report
from apps.reports.services.release import release_report, withdraw_release
from apps.reports.services.triage import recategorise_report
from apps.reports.tasks import build_map
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report

TOWN = {"bbox": "30,50,30.04,50.02", "zoom": "15"}


@pytest.fixture
def released(areas, bohdan):
    """Return `released(lon, lat)`: a released report at a public place there."""

    def make(lon=30.01, lat=50.01):
        snap = SnapPointFactory(area=areas.zarichchia, point=Point(lon, lat, srid=4326))
        report = make_report(areas.zarichchia, snap_point=snap)
        release_report(report, by=bohdan, title_uk="Не горить ліхтар")
        return report

    return make


@pytest.fixture
def many(areas):
    """Write 400 reports at 60 places of both neighbourhoods: every state, day and kind; some not for the map."""
    random.seed(20260421)
    kinds = [CategoryFactory() for _ in range(3)]
    places = []
    for _ in range(60):
        lon, lat = 30 + random.random() * 0.04, 50 + random.random() * 0.02
        area = areas.zarichchia if lon < 30.02 else areas.stare_misto
        places.append((area, SnapPointFactory(area=area, point=Point(lon, lat, srid=4326))))
    twin = make_report(areas.zarichchia)
    now, rows = timezone.now(), []
    for number in range(400):
        area, snap = random.choice(places)
        kind = random.choice(kinds)
        status = random.choice([one for one in Status if one != Status.DUPLICATE])
        rows.append(
            Report(
                **{"category": kind, "nature": kind.nature, "sensitivity": Sensitivity.OPEN, "status": status},
                **{"closed_at": now if status == Status.CLOSED else None, "answer_due_at": now},
                resolve_due_at=now + timedelta(days=random.choice([-3, 3])),
                release_state=random.choice([ReleaseState.RELEASED] * 9 + [ReleaseState.WITHHELD]),
                **{"public_title_uk": "Назва", "published_at": now + timedelta(days=7 if number % 20 == 0 else -1)},
                public_day=now.date() - timedelta(days=random.randrange(400)),
                **{"public_place": snap, "snap_point": snap, "map_key": z_order(*snap.point.coords)},
            )
        )
        rows[-1].stamp_area(area)
    Report.objects.bulk_create(rows)
    return [twin.category, *kinds]


def references(asked=TOWN):
    """The references of the points that the map answers with."""
    return [point[2] for point in json.loads(gzip.decompress(answer_to(asked).body))["points"]]


@pytest.mark.parametrize("limits", [{}, {"LONG": 1, "FEW": 0}], ids=["few reports", "as many reports are counted"])
def test_snapshot_and_database_agree_on_every_viewport_and_filter(many, monkeypatch, limits):
    for name, value in limits.items():
        monkeypatch.setattr(f"apps.reports.map.snapshot.reader.{name}", value)
    build()
    snapshot = Reader().current()
    choose = random.Random(7)
    totals = set()
    past = [str(timezone.localdate() - timedelta(days=days)) for days in (200, 60)]
    reader.look()
    for _ in range(150):
        west, south = 29.99 + choose.random() * 0.04, 49.99 + choose.random() * 0.02
        box = (west, south, west + choose.random() * 0.05, south + choose.random() * 0.03)
        asked = {
            "kind": choose.choice(["", *[kind.code for kind in many], "group"]),
            "state": choose.choice(["", "open", "waiting", "solved", "ended", "late"]),
            "period": choose.choice(["7", "30", "90", "365", "all", "dates"]),
            "since": choose.choice(["", *past]),
            "until": choose.choice(["", str(timezone.localdate())]),
            "area": choose.choice(["", "zarichchia", "stare-misto", "vyshnehrad"]),
        }
        form = MapFilter(asked)
        assert form.is_valid()
        tiles = covering(box, choose.randrange(21))
        live = viewport(LiveRows(form.reports().on_map(ranges_of(tiles))), level=tiles[0])
        assert viewport(snapshot.rows(ranges_of(tiles), wanted_of(form.cleaned_data)), level=tiles[0]) == live
        assert count_within(form, tiles) == live["total"]
        days = snapshot.rows([EVERYWHERE], wanted_of(form.cleaned_data)).days()
        assert days == LiveRows(form.reports().on_map([EVERYWHERE])).days()
        assert counts_of(form) == {
            "total": form.reports().count(),
            "placed": form.reports().on_map([EVERYWHERE]).count(),
        }
        assert live["total"] == sum(sum(cell[4:]) for cell in live["cells"]) + len(live["points"])
        totals.add(live["total"])
    assert len(totals) > 20  # the questions were worth asking


def test_snapshot_holds_released_columns_alone(many):
    version = build()
    columns = Reader().current().columns
    public = Report.objects.filter(release_state=ReleaseState.RELEASED, published_at__lte=timezone.now())

    held = [layout.reference_of((int(h) << 8) | int(b)) for h, b in zip(columns["high"], columns["low"], strict=True)]

    assert set(columns) == {"key", "category", "state", "day", "area", "high", "low"}
    assert sorted(held) == sorted(public.values_list("reference", flat=True))
    assert default_storage.size(version.file) == layout.HEADER.itemsize + layout.ROW_BYTES * version.rows


def test_area_only_report_is_neither_in_the_snapshot_nor_in_a_total(areas, iryna, released):
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))
    release_report(report, by=iryna, title_uk="Ознаки торгівлі")

    assert build().rows == 0
    assert Reader().current().rows([(0, 1 << 52)], wanted_of(_everything())).total() == 0


def _everything():
    return {"kind": None, "state": "", "period": "all", "area": None}


@pytest.mark.parametrize("reference", ["AA00-AA00", "KV47-RM93", "ZZ99-ZZ99"])
def test_reference_as_a_number_comes_back(reference):
    number = layout.number_of(reference)

    assert (layout.reference_of(number), number < 2**40) == (reference, True)
    assert layout.numbers_of(np.array([reference.encode()], dtype="S9")).tolist() == [number]


def test_withdrawn_release_is_masked_at_the_next_look(released, bohdan):
    kept, gone = released(30.01), released(30.012)
    build()
    assert references() == [kept.reference, gone.reference]
    before = answer_to(TOWN).etag

    withdraw_release(gone, by=bohdan)
    reader.look()

    assert references() == [kept.reference]
    assert answer_to(TOWN).etag != before


def test_withdrawn_release_without_the_mask_would_stay(released, bohdan, monkeypatch):
    gone = released()
    build()
    monkeypatch.setattr("apps.reports.map.snapshot.reader._masked", lambda snapshot: snapshot)
    reader.current()

    withdraw_release(gone, by=bohdan)
    reader.look()

    assert references() == [gone.reference]


def test_report_under_a_category_without_a_place_is_masked_at_the_next_look(released, iryna):
    report = released()
    build()
    assert references() == [report.reference]

    recategorise_report(report, by=iryna, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))
    reader.look()

    assert references() == []


def test_build_when_due_writes_only_when_something_happened(released):
    released()
    first = build_when_due()
    assert (first.rows, build_when_due()) == (1, None)

    released(30.012)

    assert build_when_due().rows == 2


def test_build_when_due_follows_the_clock_alone(released):
    report = released()
    Report.objects.filter(pk=report.pk).update(published_at=timezone.now() + timedelta(days=1))
    version = build_when_due()
    assert (version.rows, version.stale_at > timezone.now()) == (0, True)

    MapVersion.objects.update(stale_at=timezone.now())
    Report.objects.filter(pk=report.pk).update(published_at=timezone.now())

    assert build_when_due().rows == 1


@pytest.mark.parametrize(("every", "asked"), [(timedelta(0), 1), (build_module.EVERY, 0)], ids=["long", "short"])
def test_what_happens_during_a_long_writing_is_written_right_after_it(released, monkeypatch, every, asked):
    released()
    again = []
    monkeypatch.setattr(build_module, "EVERY", every)
    monkeypatch.setattr(build_map, "apply_async", lambda **options: again.append(options["queue"]))

    build_map()
    assert again == ["bulk"] * asked

    build_map()
    assert again == ["bulk"] * asked  # nothing had happened


def test_snapshot_is_asked_for_as_often_as_the_builder_thinks():
    assert settings.CELERY_BEAT_SCHEDULE["build-map"]["schedule"] == build_module.EVERY.total_seconds()


def test_map_without_a_snapshot_answers_from_the_database(released):
    report = released()

    assert (reader.current(), references()) == (None, [report.reference])


@pytest.mark.parametrize("damage", ["lost", "short", "changed", "foreign"])
def test_unreadable_file_leaves_the_database_and_is_built_again(released, damage):
    report = released()
    version = build_when_due()
    with default_storage.open(version.file) as file:
        good = file.read()
    default_storage.delete(version.file)
    bad = {"short": good[:-1], "changed": good[:-1] + bytes([good[-1] ^ 1]), "foreign": b"GIF89a"}
    if damage in bad:
        assert default_storage.save(version.file, ContentFile(bad[damage])) == version.file

    assert (reader.current(), references()) == (None, [report.reference])

    again = build_when_due()
    reader.look()
    assert (reader.current().version, references()) == (again.pk, [report.reference])


def test_lost_file_is_built_again_before_anybody_asks(released):
    released()
    version = build_when_due()
    default_storage.delete(version.file)

    assert build_when_due().pk > version.pk


def test_two_processes_with_two_versions_are_both_right_and_then_agree(released, bohdan):
    first = released()
    build()
    slow, quick = Reader(), Reader()
    slow.look()
    second = released(30.012)
    build()
    quick.look()
    everywhere, wanted = [(0, 1 << 52)], wanted_of(_everything())

    withdraw_release(first, by=bohdan)
    quick.look()

    assert [point[1] for point in quick.snapshot.rows(everywhere, wanted).points()] == [second.reference]
    slow.look()
    assert slow.snapshot.token == quick.snapshot.token


def test_old_files_go_and_the_one_in_use_stays(released):
    released()
    old, current = build(), build()
    MapVersion.objects.update(created_at=timezone.now() - 2 * KEPT)
    stray = default_storage.save(f"{FOLDER}/stray.map", ContentFile(b""))
    past = (timezone.now() - 2 * KEPT).timestamp()
    for name in (old.file, current.file, stray):
        os.utime(default_storage.path(name), (past, past))

    remove_old()

    assert default_storage.listdir(FOLDER)[1] == [current.file.removeprefix(f"{FOLDER}/")]


def test_map_data_is_compressed_and_not_sent_twice(released, client):
    released()
    build()

    def ask(**headers):
        return client.get(reverse("reports:map_data"), TOWN, headers={"accept-encoding": "gzip"} | headers)

    answer = ask()

    assert (answer["Content-Encoding"], answer["Cache-Control"]) == ("gzip", "public, no-cache")
    assert json.loads(gzip.decompress(answer.content))["total"] == 1
    assert ask(**{"if-none-match": answer["ETag"]}).status_code == 304


def test_map_data_from_memory_asks_the_database_and_the_session_nothing(released, client, django_assert_num_queries):
    released()
    build()
    client.get(reverse("reports:map_data"), TOWN)

    with django_assert_num_queries(0):
        answer = client.get(reverse("reports:map_data"), TOWN | {"zoom": "14"})

    assert (answer.json()["total"], "Cookie" in answer["Vary"]) == (1, False)
