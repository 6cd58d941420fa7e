"""Statements that are planned once."""

import gc
import weakref
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Prefetch, Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import Role
from apps.areas.models import Area, SnapPoint
from apps.core import planning
from apps.core.planning import Question, planned_once
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.areas import AreaFactory, SnapPointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget():
    """Let no test meet the statements of another."""

    def empty():
        connection.ensure_connection()
        planning._kept.pop(connection.connection, None)
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")

    empty()
    yield
    empty()


def find(slug):
    with planned_once(slug):
        return Area.objects.filter(slug=slug).first()


def kept():
    """[(statement, how often it was used)] of this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements ORDER BY name")
        return cursor.fetchall()


def test_a_statement_of_one_shape_is_kept_once_and_finds_what_each_value_says():
    here, there = AreaFactory(slug="here"), AreaFactory(slug="there")
    assert [find("here"), find("there"), find("nowhere")] == [here, there, None]
    assert [times for _statement, times in kept()] == [3]


def test_values_that_differ_stand_outside_and_others_inside():
    with planned_once("here"):
        list(Area.objects.filter(slug="here", kind="hromada"))
    ((statement, _times),) = kept()
    assert '"slug" = $1' in statement
    assert "\"kind\" = 'hromada'" in statement


def test_a_sign_of_per_cent_and_a_quote_in_a_value_are_taken_as_they_are():
    odd = AreaFactory(slug="odd", name_uk="100 % 'of' it")
    with planned_once("odd"):
        assert Area.objects.get(slug="odd", name_uk="100 % 'of' it", name_uk__contains="0 %") == odd


def test_a_value_that_was_not_named_is_another_statement():
    here, there = AreaFactory(slug="here"), AreaFactory(slug="there")
    with planned_once():
        assert [Area.objects.get(slug="here"), Area.objects.get(slug="there")] == [here, there]
    assert len(kept()) == 2


def test_it_counts_as_one_query_of_the_page():
    with CaptureQueriesContext(connection) as asked:
        find("here")
    assert len(asked) == 1


def test_what_was_kept_in_a_transaction_that_failed_is_used_after_it():
    here = AreaFactory(slug="here")
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        find("here")
        raise ValueError("no")
    assert find("here") == here


@pytest.mark.django_db(transaction=True)
def test_a_statement_whose_columns_have_changed_is_asked_in_the_ordinary_way_and_then_planned_anew():
    here = AreaFactory(slug="here")
    find("here")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE areas_area ALTER COLUMN slug TYPE varchar(300)")
    try:
        assert [find("here"), find("here")] == [here, here]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE areas_area ALTER COLUMN slug TYPE varchar({SLUG.max_length})")


def test_a_connection_that_is_full_lets_go_what_it_used_longest_ago(monkeypatch):
    monkeypatch.setattr(planning, "MOST", 2)
    here = AreaFactory(slug="here", kind="hromada")

    def find_by(field):
        with planned_once("here"):
            assert list(Area.objects.filter(slug="here").order_by(field)) == [here]

    for field in ("name", "kind", "name", "code"):
        find_by(field)
    assert sorted(statement.split('"')[-2] for statement, _times in kept()) == ["code", "name_uk"]
    find_by("kind")


def test_what_equals_a_value_and_is_of_another_type_stands_inside():
    with planned_once(1):
        list(Session.objects.filter(session_key="1").annotate(is_one=Value(True)))
    ((statement, _times),) = kept()
    assert "$1" not in statement


@pytest.mark.django_db(transaction=True)
def test_a_question_that_locks_is_refused_outside_a_transaction():
    locked = Question(lambda slug: Area.objects.select_for_update().filter(slug=slug), str)
    with transaction.atomic():
        locked.first("here")

    with pytest.raises(transaction.TransactionManagementError):
        locked.first("here")


def test_nothing_is_kept_behind_a_pooler(settings):
    settings.DATABASE_POOLED = True
    here = AreaFactory(slug="here")
    assert find("here") == here
    assert kept() == []


def test_what_is_written_is_not_planned_once():
    AreaFactory(slug="here")
    with planned_once("here"):
        Area.objects.filter(slug="here").update(kind="hromada")
    assert kept() == []


SLUG = Area._meta.get_field("slug")
BY_SLUG = Question(lambda slug: Area.objects.filter(slug=slug), str)
BY_ID = Question(lambda pk: Area.objects.filter(pk=pk).prefetch_related("snap_points"), int)


def test_a_question_finds_what_each_value_says_and_is_written_once(monkeypatch):
    here, there = AreaFactory(slug="here"), AreaFactory(slug="there")
    assert BY_SLUG.first("here") == here
    monkeypatch.setattr(BY_SLUG, "ask", None)
    assert [BY_SLUG.first("there"), BY_SLUG.first("nowhere")] == [there, None]


def test_a_question_brings_the_lists_that_were_asked_for(django_assert_num_queries):
    here, there = AreaFactory(), AreaFactory()
    school = SnapPointFactory(area=here)
    with django_assert_num_queries(4):
        found = [list(BY_ID.first(area.pk).snap_points.all()) for area in (here, there)]
    assert found == [[school], []]


def test_each_answer_of_a_question_is_its_own():
    here = AreaFactory(slug="here")
    first = BY_SLUG.first("here")
    first.name_uk = "інша"
    assert BY_SLUG.first("here").name_uk == here.name_uk


def test_a_moment_in_a_question_is_that_of_the_asking(monkeypatch):
    ended = Question(lambda key: Session.objects.filter(pk=key, expire_date__lte=timezone.now()), str)
    later = timezone.now() + timedelta(hours=1)
    session = Session.objects.create(session_key="one", session_data="", expire_date=later)
    assert ended.first("one") is None
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert ended.first("one") == session


@pytest.mark.parametrize(
    "ask",
    [
        lambda slug: Area.objects.filter(slug__contains=slug),
        lambda slug: Area.objects.exclude(slug__in=[f"{slug}-2"]),
        lambda key: Session.objects.filter(pk=key, expire_date__lt=timezone.now() - timedelta(days=1)),
    ],
)
def test_a_question_that_holds_its_values_or_a_moment_in_another_way_is_refused(ask):
    with pytest.raises(ValueError, match="A question may hold"):
        Question(ask, str).first("here")


def test_a_question_keeps_no_row_that_it_has_answered_with():
    key = SnapPointFactory(area=AreaFactory()).area.pk
    question = Question(
        lambda pk: Area.objects.filter(pk=pk).prefetch_related(Prefetch("snap_points", SnapPoint.objects.all())), int
    )
    answered = weakref.ref(question.first(key))
    gc.collect()
    assert answered() is None


def test_a_question_may_ask_for_a_day_and_for_several_rows():
    person, area = PersonFactory(), AreaFactory()
    kept = RoleFactory(person=person, area=area, starts_on=date(2026, 1, 1))
    over = RoleFactory(person=person, area=area, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    held = Question(lambda pk, day: Role.objects.in_force(day).filter(person=pk).order_by("pk"), int, date)
    assert held.all(person.pk, date(2026, 1, 31)) == [kept, over]
    assert held.all(person.pk, date(2026, 2, 1)) == [kept]
    assert [held.count(person.pk, date(2026, month, 1)) for month in (1, 2)] == [2, 1]


def test_a_day_that_would_stay_in_a_question_is_refused():
    with pytest.raises(ValueError, match="A question may hold"):
        Question(lambda pk: Role.objects.in_force().filter(person=pk), int).all(1)
