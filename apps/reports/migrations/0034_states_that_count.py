"""How many reports are in one state, and of those how many wait for a decision about release: quickly, and expected.

The index is made with no wait. The statistics tell the planner that what is undecided is nearly always open: else it
expects a tenth of it, and puts all of an area together to sort it where fifty rows further along the list would do.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0033_kinds_that_count")]

    operations = [
        migrations.RunSQL("SET statement_timeout = 0", "RESET statement_timeout"),  # millions of rows take minutes
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS report_owed_status", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "report",
            models.Index(
                condition=models.Q(
                    status__in=["received", "acknowledged", "in_progress", "waiting_for_reporter", "referred"]
                ),
                fields=["status", "due_at", "id"],
                include=[
                    *("country", "oblast", "raion", "hromada", "neighbourhood"),
                    *("sensitivity", "assignee", "reporter"),
                ],
                name="report_owed_status",
            ),
        ),
        migrations.RunSQL(
            "CREATE STATISTICS IF NOT EXISTS report_release (mcv) ON status, release_state FROM reports_report",
            "DROP STATISTICS IF EXISTS report_release",
        ),
        migrations.RunSQL("ANALYZE reports_report (status, release_state)", migrations.RunSQL.noop),
        migrations.RunSQL("RESET statement_timeout", "SET statement_timeout = 0"),
    ]
