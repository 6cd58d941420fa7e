import apps.reports.map.keys as keys
from django.db import migrations, models

OPEN = ("received", "acknowledged", "in_progress", "waiting_for_reporter", "referred")


def give_keys(apps, schema_editor):
    """Give every report with an exact place its key."""
    Report = apps.get_model("reports", "Report")
    batch = []
    for report in Report.objects.filter(point__isnull=False).only("pk", "point").iterator(chunk_size=2000):
        report.desk_key = keys.z_order(*report.point.coords)
        batch.append(report)
        if len(batch) == 2000:
            Report.objects.bulk_update(batch, ["desk_key"])
            batch = []
    Report.objects.bulk_update(batch, ["desk_key"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_map_versions")]

    operations = [
        migrations.AddField("report", "desk_key", models.BigIntegerField(editable=False, null=True)),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            "report",
            models.Index(condition=models.Q(("status__in", OPEN)), fields=["desk_key"], name="report_desk_map"),
        ),
    ]
