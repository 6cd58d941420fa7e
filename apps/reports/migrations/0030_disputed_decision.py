"""Which decision is disputed now, instead of how often one was: the log keeps each dispute."""

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
    dependencies = [("reports", "0029_email_indexes"), ("events", "0001_initial")]

    operations = [
        migrations.AddField("report", "decision_disputed", models.BooleanField(default=False)),
        migrations.RunPython(mark_disputed, migrations.RunPython.noop),
        migrations.RemoveField("report", "dispute_count"),
    ]
