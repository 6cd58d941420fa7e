"""What is copied in bulk is what an ordinary insert would have stored."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from apps.core.copying import copy_rows
from apps.events.models import Event
from apps.reports.models import Category

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
EVENT = {"subject_type": "x", "subject_id": 1, "audience": "public", "created_at": NOON}


@pytest.mark.parametrize(
    "text", ["", "\\N", "\\", "a\tb\nc\rd", "\\t", "«Їжак»", "'; DROP TABLE x; --", "{}", "\\.", " spaces "]
)
def test_copy_rows_keeps_any_text(text):
    assert copy_rows(Event, [{**EVENT, "name": text, "data": {"said": text}}]) == 1
    event = Event.objects.get()
    assert (event.name, event.data, event.created_at, event.fanned_out_at) == (text, {"said": text}, NOON, None)


def test_copy_rows_gives_defaults_to_what_is_left_out():
    copy_rows(Category, [{"code": "a", "name_uk": "А"}])
    copied, usual = Category.objects.get(), Category(code="a", name_uk="А")
    for field in Category._meta.concrete_fields:
        if not field.primary_key:
            assert getattr(copied, field.attname) == getattr(usual, field.attname), field.name


def test_copy_rows_in_several_batches_loses_none(monkeypatch):
    monkeypatch.setattr("apps.core.copying.BATCH", 3)
    for count in (0, 1, 3, 7):
        Event.objects.all().delete()
        assert copy_rows(Event, [{**EVENT, "name": str(number)} for number in range(count)]) == count
        assert Event.objects.count() == count


def test_copy_rows_foreign_key_that_does_not_exist_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows(Event, [{**EVENT, "name": "x", "area_id": 999_999}])


def test_copy_rows_after_a_fault_leaves_nothing():
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows(Category, [{"code": "same"}, {"code": "same"}])
    assert not Category.objects.exists()
