"""The categories with which a portal starts."""

import pytest

from apps.reports.categories import create_categories
from apps.reports.enums import Sensitivity
from apps.reports.models import Category

pytestmark = pytest.mark.django_db


def test_create_categories_twice_changes_nothing():
    first = create_categories()
    second = create_categories()

    assert [one.pk for one in first.values()] == [one.pk for one in second.values()]


def test_create_categories_speak_both_languages():
    create_categories()

    for category in Category.objects.all():
        assert category.name_uk and category.name_en
        assert bool(category.responsible_text_uk) == bool(category.responsible_text_en) == (category.parent is not None)


@pytest.mark.parametrize("code", ["drug-dealing", "weapons", "threats", "burglary"])
def test_create_categories_start_dangerous_kinds_without_a_public_place(code):
    assert create_categories()[code].sensitivity == Sensitivity.AREA_ONLY


def test_offered_leaves_out_groups_and_what_is_switched_off():
    made = create_categories()
    Category.objects.filter(code="noise").update(is_active=False)

    offered = set(Category.objects.offered())

    assert made["noise"] not in offered
    assert made["street"] not in offered
    assert made["parking"] in offered
