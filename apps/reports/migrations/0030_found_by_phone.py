from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0029_email_indexes")]

    operations = [
        migrations.AddField(
            "contactopening", "found_by_phone", models.BooleanField(default=False, verbose_name="found by phone")
        ),
    ]
