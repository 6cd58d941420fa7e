"""Counts that stop, and counts by the database's statistics."""

import pytest
from django.db import connection
from django.db.models import Q

from apps.areas.models import Area
from apps.core.counting import any_of, counted, estimated
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db


ALL = Area.objects.values("slug")


@pytest.mark.parametrize(("most", "count"), [(2, 2), (3, 3), (4, 3)])
def test_count_stops_at_its_limit(most, count):
    areas = Area.objects.filter(pk__in=[AreaFactory().pk for _ in range(3)]).values("slug")

    assert counted({"areas": (areas, Q(), most)}) == {"areas": count}


def test_count_of_nothing_is_zero():
    AreaFactory()

    asked = {"all": (ALL, Q(), 5), "none": (Area.objects.none().values("slug"), Q(), 5), "no": (ALL, Q(pk__in=[]), 5)}

    assert counted(asked) == {"all": 1, "none": 0, "no": 0}


def test_several_counts_are_one_query(django_assert_num_queries):
    one = AreaFactory(slug="one")
    AreaFactory()

    with django_assert_num_queries(1):
        counts = counted({"all": (ALL, Q(), 9), one: (ALL, Q(slug="one"), 9), "others": (ALL, ~Q(slug="one"), 9)})

    assert counts == {"all": 2, one: 1, "others": 1}


def test_count_keeps_to_both_the_rows_and_the_condition():
    for slug in ("a-1", "a-2", "b-1"):
        AreaFactory(slug=slug)

    rows = Area.objects.filter(slug__startswith="a").values("slug")

    assert counted({"both": (rows, Q(slug__endswith="1") | Q(slug="b-1"), 9)}) == {"both": 1}


def test_count_understands_no_sign_in_what_is_looked_for():
    AreaFactory(slug="a%b_c")

    rows = Area.objects.filter(slug__contains="%b_").values("slug")

    assert counted({"that": (rows, Q(slug__contains="a%b"), 5)}) == {"that": 1}


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
