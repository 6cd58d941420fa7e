from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0027_drawn_boxes")]

    operations = [
        migrations.AddField(
            "report", "email_index", models.CharField(blank=True, default="", editable=False, max_length=64), False
        ),
    ]
