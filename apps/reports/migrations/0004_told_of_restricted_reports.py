import json

import apps.core.encryption as encryption
from django.db import migrations, models

MOVED = ("words", "answers", "place", "happened_text", "outcome")


def seal(apps, schema_editor):
    """Put all that is told in restricted reports under their key; until now only the words were."""
    Report = apps.get_model("reports", "Report")
    for report in Report.objects.filter(sensitivity="sealed").only("pk", "data_key", "sealed_words").iterator():
        told = {name: getattr(report, f"open_{name}") for name in MOVED}
        if report.sealed_words and report.data_key:
            told["words"] = encryption.decrypt(report.data_key, report.sealed_words)
        told = {name: value for name, value in told.items() if value}
        sealed = b""
        if told and report.data_key:
            sealed = encryption.encrypt(report.data_key, json.dumps(told, ensure_ascii=False))
        Report.objects.filter(pk=report.pk).update(
            sealed_words=sealed, open_words="", open_answers={}, open_place="", open_happened_text="", open_outcome=""
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_latest_public_updates")]

    operations = [
        *[migrations.RenameField("report", name, f"open_{name}") for name in MOVED[1:]],
        migrations.AlterField("report", "open_answers", models.JSONField(blank=True, default=dict, editable=False)),
        migrations.AlterField("report", "open_place", models.CharField(blank=True, editable=False, max_length=200)),
        migrations.AlterField(
            "report", "open_happened_text", models.CharField(blank=True, editable=False, max_length=120)
        ),
        migrations.AlterField("report", "open_outcome", models.TextField(blank=True, editable=False)),
        migrations.RemoveConstraint("report", "report_sealed_words_are_encrypted"),
        migrations.RunPython(seal),
        migrations.AddConstraint(
            "report",
            models.CheckConstraint(
                name="report_sealed_words_are_encrypted",
                condition=~models.Q(sensitivity="sealed")
                | models.Q(open_words="", open_answers={}, open_place="", open_happened_text="", open_outcome=""),
            ),
        ),
    ]
