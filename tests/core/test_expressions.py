"""Conditions of our own."""

import pytest

from apps.areas.models import Area
from apps.core.expressions import InRanges
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ranges", "found"),
    [
        ([], set()),
        ([(1, 3)], {1, 2}),
        ([(1, 2), (3, 4)], {1, 3}),
        ([(3, 3)], set()),
    ],
)
def test_ranges_hold_their_beginning_and_not_their_end(ranges, found):
    first = min(AreaFactory().pk for _ in range(3))
    shifted = [(first + low - 1, first + high - 1) for low, high in ranges]

    rows = Area.objects.filter(InRanges("pk", shifted))

    assert {area.pk - first + 1 for area in rows} == found


def test_ranges_are_one_condition_among_others():
    first, second = AreaFactory(slug="a").pk, AreaFactory(slug="b").pk

    rows = Area.objects.filter(InRanges("pk", [(first, first + 1), (second, second + 1)]), slug="b")

    assert [area.pk for area in rows] == [second]
    assert [area.pk for area in Area.objects.exclude(InRanges("pk", [(second, second + 1)]))] == [first]
