"""Reports that show what a reporter can still do after sending one."""

from datetime import timedelta

from django.utils import timezone

from apps.events.models import Event
from apps.events.services import mark_fanned_out
from apps.portal.demo.clock import turned_back
from apps.portal.demo.featured import file_report
from apps.reports.enums import Recurrence
from apps.reports.services.correction import correct_report

CORRECTED = "NV58-TK26"


def make_followed_reports(hromada, people):
    """Make the report that Nadiia corrected before anybody read it, as of today; nobody is told again."""
    with turned_back(timezone.now()) as clock:
        now = clock.moment
        _corrected(hromada, people, clock, now)
    mark_fanned_out(Event.objects.unfanned())


def _corrected(hromada, people, clock, now):
    """Not read yet: Nadiia has mistaken the house."""
    clock.moment = now - timedelta(hours=2)
    report = file_report(
        hromada,
        "street-light",
        "Vokzalna",
        reporter=people["nadiia"],
        words="Біля будинку 14 третій вечір немає світла, на сходах можна впасти.",
        recurrence=Recurrence.LASTING,
        reference=CORRECTED,
    )
    clock.moment += timedelta(minutes=25)
    correct_report(
        report,
        by=people["nadiia"],
        words="Біля будинку 16, а не 14, третій вечір немає світла, на сходах можна впасти.",
        happened_text="з шостої вечора",
    )
