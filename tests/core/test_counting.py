"""Counts that stop, and counts by the database's statistics."""

import pytest
from django.db import connection

from apps.areas.models import Area
from apps.core.counting import CountUpTo, estimated
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
