"""What of a hromada has no decision about release: found without reading what has none in the whole country.

The index is made with no wait.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0034_states_that_count")]

    operations = [
        migrations.RunSQL("SET statement_timeout = 0", "RESET statement_timeout"),  # millions of rows take minutes
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS report_undecided_hromada", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "report",
            models.Index(
                condition=models.Q(release_state="pending"),
                fields=["hromada", "-submitted_at", "-id"],
                include=[
                    *("due_at", "country", "oblast", "raion", "neighbourhood"),
                    *("status", "sensitivity", "assignee", "reporter"),
                ],
                name="report_undecided_hromada",
            ),
        ),
        migrations.RunSQL("RESET statement_timeout", "SET statement_timeout = 0"),
    ]
