import pytest

from apps.areas.models import Area
from apps.core import known

pytestmark = pytest.mark.django_db


def names(keys):
    return {key: area.name_en for key, area in known.known("tests", Area.objects.all(), set(keys)).items()}


def test_what_is_known_is_not_asked_for_again(areas, django_assert_num_queries):
    with django_assert_num_queries(1):
        names([areas.zarichchia.pk])
    with django_assert_num_queries(1):
        found = names([areas.zarichchia.pk, areas.stare_misto.pk, areas.hromada.pk])
    with django_assert_num_queries(0):
        assert names([areas.hromada.pk]) == found

    assert found.keys() == {areas.zarichchia.pk, areas.stare_misto.pk, areas.hromada.pk}


def test_what_was_kept_its_time_is_read_anew(areas, monkeypatch):
    monkeypatch.setattr(known, "KEPT_SECONDS", 0)
    names([areas.zarichchia.pk])
    Area.objects.filter(pk=areas.zarichchia.pk).update(name_en="New name")

    assert names([areas.zarichchia.pk]) == {areas.zarichchia.pk: "New name"}


def test_a_row_that_is_gone_is_not_known(areas):
    assert names([areas.zarichchia.pk, 10**9]).keys() == {areas.zarichchia.pk}
