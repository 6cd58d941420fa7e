"""Recording events."""

import pytest

from apps.events.enums import Audience
from apps.events.models import Event
from apps.events.services import mark_fanned_out, mark_unfanned, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def rings(monkeypatch):
    """What rang."""
    heard = []
    monkeypatch.setattr("apps.events.services.doorbell.ring", lambda: heard.append(1))
    return heard


def test_record_waits_to_be_told_and_rings_after_the_commit(rings, olena, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        event = record("test.happened", subject=olena, audience=Audience.INTERNAL, data={"number": 1})
        assert rings == []

    assert rings == [1]
    assert list(Event.objects.unfanned()) == [event]
    assert (event.subject_type, event.subject_id, event.data) == ("accounts.person", olena.pk, {"number": 1})


def test_an_event_marked_as_told_can_be_told_once_more(olena):
    event = record("test.happened", subject=olena, audience=Audience.INTERNAL)

    mark_fanned_out([event])
    assert list(Event.objects.unfanned()) == []

    mark_unfanned([event])
    assert list(Event.objects.unfanned()) == [event]
