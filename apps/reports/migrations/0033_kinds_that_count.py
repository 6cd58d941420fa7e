"""An index of kinds from which their tabs are counted, made with no wait, in place of the one of the key alone."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.deletion import PROTECT

OF_KEY = "reports_report_category_id_7a7857a8"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0032_titles")]

    operations = [
        migrations.RunSQL("SET statement_timeout = 0", "RESET statement_timeout"),  # millions of rows take minutes
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS report_category_counted", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["category", "id"],
                include=[
                    *("due_at", "country", "oblast", "raion", "hromada", "neighbourhood"),
                    *("status", "sensitivity", "assignee", "reporter"),
                ],
                name="report_category_counted",
            ),
        ),
        # Django itself would take the foreign key away and check every row to make it anew.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {OF_KEY}",
                    f"CREATE INDEX CONCURRENTLY {OF_KEY} ON reports_report (category_id)",
                )
            ],
            state_operations=[
                migrations.AlterField(
                    "report",
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="reports",
                        to="reports.category",
                        verbose_name="category",
                    ),
                )
            ],
        ),
        migrations.RunSQL("RESET statement_timeout", "SET statement_timeout = 0"),
    ]
