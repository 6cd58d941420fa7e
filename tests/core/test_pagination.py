"""Pages by key: every row once, in order, both ways, whatever stands in the cursor."""

from datetime import UTC, date, datetime, timedelta

import pytest

from apps.accounts.enums import RoleKind
from apps.accounts.models import Role
from apps.areas.models import Area
from apps.core.pagination import KeysetPage
from apps.events.models import Event
from tests.factories.accounts import RoleFactory
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db
NEWEST_FIRST = ("-created_at", "-pk")
NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)


@pytest.fixture
def events():
    """Ten events, newest first; three pairs of them fall on the same moment."""
    minutes = [9, 9, 8, 7, 7, 6, 5, 5, 4, 3]
    made = [
        Event.objects.create(
            name="x", subject_type="x", subject_id=1, audience="public", created_at=NOON + timedelta(minutes=minute)
        )
        for minute in reversed(minutes)
    ]
    return [event.pk for event in reversed(made)]


def page(cursor="", size=3):
    """Return one page of the events."""
    return KeysetPage(Event.objects.all(), fields=NEWEST_FIRST, cursor=cursor, size=size)


def keys(rows):
    """Return the primary keys of rows."""
    return [row.pk for row in rows]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 9, 10, 11])
def test_keyset_page_forward_shows_every_row_once(events, size):
    seen, cursor = [], ""
    while True:
        current = page(cursor, size)
        seen += keys(current)
        cursor = current.next_cursor
        if not cursor:
            break
    assert seen == events


@pytest.mark.parametrize("size", [1, 2, 3, 4, 9])
def test_keyset_page_backward_shows_every_row_once(events, size):
    current = page(size=size)
    while current.next_cursor:
        current = page(current.next_cursor, size)
    seen = keys(current)
    while current.previous_cursor:
        current = page(current.previous_cursor, size)
        seen = keys(current) + seen
    assert seen == events


def test_keyset_page_first_has_no_previous_and_last_has_no_next(events):
    first = page()
    assert (first.previous_cursor, bool(first.next_cursor)) == ("", True)
    last = page(page(page(first.next_cursor).next_cursor).next_cursor)
    assert (keys(last), last.next_cursor, bool(last.previous_cursor)) == (events[9:], "", True)


def test_keyset_page_back_to_the_first_page_has_no_previous(events):
    second = page(page().next_cursor)
    first = page(second.previous_cursor)
    assert keys(first) == events[:3]
    assert first.previous_cursor == ""
    assert keys(page(first.next_cursor)) == events[3:6]


def test_keyset_page_exactly_full_has_no_next(events):
    assert page(size=10).next_cursor == ""


def test_keyset_page_of_nothing_is_empty(db):
    current = page()
    assert (len(current), keys(current), current.next_cursor, current.previous_cursor) == (0, [], "", "")


def test_keyset_page_row_deleted_at_the_border_skips_nothing(events):
    first = page()
    Event.objects.filter(pk=events[2]).delete()
    assert keys(page(first.next_cursor)) == events[3:6]


def test_keyset_page_rows_inserted_before_it_repeat_nothing(events):
    first = page()
    Event.objects.create(
        name="x", subject_type="x", subject_id=1, audience="public", created_at=NOON + timedelta(days=1)
    )
    assert keys(page(first.next_cursor)) == events[3:6]


def test_keyset_page_ascending_by_text_and_key(db):
    for name in ("б", "а", "а", "в"):
        AreaFactory(name_uk=name)
    query = Area.objects.all()
    first = KeysetPage(query, fields=("name_uk", "pk"), size=2)
    second = KeysetPage(query, fields=("name_uk", "pk"), size=2, cursor=first.next_cursor)
    assert [area.name_uk for area in [*first, *second]] == ["а", "а", "б", "в"]


def test_keyset_page_costs_one_query(events, django_assert_num_queries):
    cursor = page().next_cursor
    with django_assert_num_queries(1):
        page(cursor)


@pytest.mark.parametrize("cursor", ["garbage", "a:b", "é", "\x00", ":", "[" * 5000, "WzAsMV0:c2ln"])
def test_keyset_page_cursor_that_cannot_be_read_gives_the_first_page(events, cursor):
    assert keys(page(cursor)) == events[:3]


def test_keyset_page_cursor_that_was_altered_gives_the_first_page(events):
    cursor = page().next_cursor
    altered = ("A" if cursor[5] != "A" else "B").join([cursor[:5], cursor[6:]])
    assert keys(page(altered)) == events[:3]


def test_keyset_page_cursor_of_another_order_gives_the_first_page(events):
    other = KeysetPage(Event.objects.all(), fields=("pk",), size=3).next_cursor
    assert keys(page(other)) == events[:3]


def test_keyset_page_by_day_and_key(olena, areas):
    days = [date(2026, 4, 21), date(2026, 4, 20), date(2026, 4, 20), date(2026, 4, 19)]
    for day in days:
        RoleFactory(person=olena, area=areas.hromada, kind=RoleKind.EXPERT, starts_on=day)
    query, fields = Role.objects.all(), ("-starts_on", "-pk")
    first = KeysetPage(query, fields=fields, size=2)
    second = KeysetPage(query, fields=fields, size=2, cursor=first.next_cursor)
    assert [role.starts_on for role in [*first, *second]] == days
