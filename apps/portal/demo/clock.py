"""A clock that the demo turns back, so that its history is made by the same services as life makes it."""

from contextlib import ExitStack, contextmanager
from unittest import mock

from django.apps import apps
from django.utils import timezone

from apps.events.doorbell import doorbell


class Clock:
    """The present moment of the demo's past; `now` is what the services are told."""

    def __init__(self, moment):
        self.moment = moment

    def now(self):
        """The moment at which the clock stands (UTC)."""
        return self.moment


@contextmanager
def turned_back(moment):
    """Yield a Clock that every service, and every column that is filled with the time of its row, follows.

    Nobody is told meanwhile: the bell of the deliverer stays silent, for the caller marks the events as delivered.
    """
    clock = Clock(moment)
    columns = [
        field
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        for field in model._meta.local_concrete_fields
        if field.default is timezone.now
    ]
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(timezone, "now", clock.now))
        stack.enter_context(mock.patch.object(doorbell, "ring", lambda: None))
        for field in columns:
            stack.enter_context(mock.patch.object(field, "_get_default", clock.now))
        yield clock
