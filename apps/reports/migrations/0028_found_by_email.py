import json

from django.db import migrations, models

import apps.reports.contacts as contacts
from apps.core.encryption import decrypt


def index_addresses(apps, schema_editor):
    """Give every report whose reporter left an e-mail address the hash by which it is found."""
    Report = apps.get_model("reports", "Report")
    rows = Report.objects.exclude(sealed_identity=b"").exclude(data_key=None).only("pk", "data_key", "sealed_identity")
    for report in rows.iterator(chunk_size=500):
        email = json.loads(decrypt(report.data_key, report.sealed_identity)).get("email", "")
        if found := contacts.email_index(email):
            Report.objects.filter(pk=report.pk).update(email_index=found)


class Migration(migrations.Migration):
    dependencies = [("reports", "0027_drawn_boxes")]

    operations = [
        migrations.AddField(
            "report", "email_index", models.CharField(blank=True, default="", editable=False, max_length=64), False
        ),
        migrations.RunPython(index_addresses, migrations.RunPython.noop),
        migrations.AddIndex(
            "report",
            models.Index(
                condition=models.Q(("email_index", ""), _negated=True), fields=["email_index"], name="report_by_email"
            ),
        ),
    ]
