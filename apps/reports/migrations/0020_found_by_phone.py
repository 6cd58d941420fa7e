import json

from django.db import migrations, models

import apps.reports.contacts as contacts
from apps.core.encryption import decrypt


def index_phones(apps, schema_editor):
    """Give every report whose reporter left a phone number the hash by which it is found."""
    Report = apps.get_model("reports", "Report")
    rows = Report.objects.exclude(sealed_identity=b"").exclude(data_key=None).only("pk", "data_key", "sealed_identity")
    for report in rows.iterator(chunk_size=500):
        phone = json.loads(decrypt(report.data_key, report.sealed_identity)).get("phone", "")
        if found := contacts.phone_index(phone):
            Report.objects.filter(pk=report.pk).update(phone_index=found)


class Migration(migrations.Migration):
    dependencies = [("reports", "0019_public_photos")]

    operations = [
        migrations.AddField(
            "report", "phone_index", models.CharField(blank=True, default="", editable=False, max_length=64), False
        ),
        migrations.RunPython(index_phones, migrations.RunPython.noop),
        migrations.AddIndex(
            "report",
            models.Index(
                condition=models.Q(("phone_index", ""), _negated=True), fields=["phone_index"], name="report_by_phone"
            ),
        ),
    ]
