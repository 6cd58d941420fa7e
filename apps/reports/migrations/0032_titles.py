"""An index of the parts of released titles, made with no wait: a word that hardly any has need not be sought in all."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0031_indexes_that_count")]

    operations = [
        AddIndexConcurrently(
            "report",
            GinIndex(
                OpClass("public_title_uk", "gin_trgm_ops"),
                OpClass("public_title_en", "gin_trgm_ops"),
                name="report_titles",
                condition=models.Q(release_state="released"),
            ),
        ),
    ]
