"""What the scheduler asks of reports."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from apps.reports.enums import Status
from apps.reports.models import Report
from apps.reports.services.triage import resolve_report
from apps.reports.tasks import close_after_silence
from copportal.celery import app
from tests.factories.reports import make_report


def solved(area, by, *, days):
    report = make_report(area)
    resolve_report(report, by=by, outcome="Mended.")
    Report.objects.filter(pk=report.pk).update(resolved_at=timezone.now() - timedelta(days=days))
    return report


def test_close_after_silence_waits_fourteen_days(areas, iryna):
    old, young = solved(areas.zarichchia, iryna, days=14), solved(areas.zarichchia, iryna, days=13)

    for _run in range(2):
        close_after_silence()

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.status, young.status) == (Status.CLOSED, Status.RESOLVED)


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
