"""Which decision is disputed now, instead of how often one was: the log keeps each dispute.

The whole log is read, so nothing is locked meanwhile; each step may be repeated after a run that broke off.
"""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

DISPUTES = ("report.disputed", "report.objected")
DECISIONS = ("report.resolved", "report.declined", "report.handed_over")


def mark_disputed(apps, schema_editor):
    """Mark each report whose last decision its reporter disputes, or objects to, and nobody has decided anew."""
    Report, Event = apps.get_model("reports", "Report"), apps.get_model("events", "Event")
    events = Event.objects.filter(subject_type="reports.report")
    told = events.filter(subject_id=OuterRef("pk"), name__in=DISPUTES + DECISIONS)
    last = told.order_by("-created_at", "-pk").values("name")[:1]
    disputed = Report.objects.filter(pk__in=events.filter(name__in=DISPUTES).values("subject_id"))
    disputed.alias(last=Subquery(last)).filter(last__in=DISPUTES).update(decision_disputed=True)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0029_email_indexes"), ("events", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE reports_report ADD COLUMN IF NOT EXISTS decision_disputed boolean DEFAULT false NOT NULL;"
            "ALTER TABLE reports_report ALTER COLUMN decision_disputed DROP DEFAULT",
            "ALTER TABLE reports_report DROP COLUMN decision_disputed",
            state_operations=[migrations.AddField("report", "decision_disputed", models.BooleanField(default=False))],
        ),
        migrations.RunPython(mark_disputed, migrations.RunPython.noop),
        migrations.RunSQL(
            "ALTER TABLE reports_report DROP COLUMN IF EXISTS dispute_count",
            "ALTER TABLE reports_report ADD COLUMN dispute_count smallint DEFAULT 0 NOT NULL"
            " CHECK (dispute_count >= 0);"
            "ALTER TABLE reports_report ALTER COLUMN dispute_count DROP DEFAULT",
            state_operations=[migrations.RemoveField("report", "dispute_count")],
        ),
    ]
