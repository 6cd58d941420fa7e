"""Hashes of addresses that were left before: a row at a time and the index beside them, so that nobody waits for it."""

import json

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

import apps.reports.contacts as contacts
from apps.core.encryption import decrypt


def index_addresses(apps, schema_editor):
    """Give every report whose reporter left an e-mail address the hash by which it is found; may be repeated."""
    Report = apps.get_model("reports", "Report")
    rows = Report.objects.exclude(sealed_identity=b"").exclude(data_key=None).filter(email_index="")
    for report in rows.only("pk", "data_key", "sealed_identity").iterator(chunk_size=500):
        email = json.loads(decrypt(report.data_key, report.sealed_identity)).get("email", "")
        if found := contacts.email_index(email):
            Report.objects.filter(pk=report.pk).update(email_index=found)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0028_found_by_email")]

    operations = [
        migrations.RunPython(index_addresses, migrations.RunPython.noop),
        AddIndexConcurrently(
            "report",
            models.Index(
                condition=models.Q(("email_index", ""), _negated=True), fields=["email_index"], name="report_by_email"
            ),
        ),
    ]
