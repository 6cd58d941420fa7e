"""Counts that stop, and counts by the database's statistics."""

import pytest
from django.db import connection

from apps.areas.models import Area
from apps.core.counting import CountUpTo, any_of, estimated
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("most", "counted"), [(2, 2), (3, 3), (4, 3)])
def test_count_stops_at_its_limit(most, counted):
    areas = Area.objects.filter(pk__in=[AreaFactory().pk for _ in range(3)])

    assert Area.objects.values_list(CountUpTo(areas, most)).first() == (counted,)


def test_count_of_nothing_is_zero():
    AreaFactory()

    assert Area.objects.values_list(CountUpTo(Area.objects.none(), 5)).first() == (0,)


def test_several_counts_are_one_query(django_assert_num_queries):
    one = AreaFactory()
    AreaFactory()

    with django_assert_num_queries(1):
        counts = Area.objects.values_list(
            CountUpTo(Area.objects.all(), 9), CountUpTo(Area.objects.filter(pk=one.pk), 9)
        ).first()

    assert counts == (2, 1)


def test_estimate_is_what_the_statistics_say():
    for _ in range(30):
        AreaFactory()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE areas_area")

    assert estimated(Area.objects.all()) == Area.objects.count()


def test_estimate_of_nothing_is_zero():
    assert estimated(Area.objects.none()) == 0


def test_any_of_returns_rows_up_to_a_limit():
    made = [AreaFactory().pk for _ in range(3)]
    rows = Area.objects.filter(pk__in=made).values_list("pk")

    assert sorted(any_of(rows, 5)) == [(pk,) for pk in sorted(made)]
    assert len(any_of(rows, 2)) == 2


def test_any_of_understands_no_sign_in_what_is_looked_for():
    AreaFactory(slug="a%b_c")

    assert any_of(Area.objects.filter(slug__contains="%b_").values_list("slug"), 5) == [("a%b_c",)]
    assert any_of(Area.objects.filter(slug__contains="%c").values_list("slug"), 5) == []


def test_any_of_asks_nothing_where_nothing_can_fit(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert any_of(Area.objects.none().values_list("pk"), 5) == []
