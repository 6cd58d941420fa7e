"""Indexes from which the parts of the queue are counted alone; made beside those whose place they take, with no wait."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

OPEN = models.Q(status__in=("received", "acknowledged", "in_progress", "waiting_for_reporter", "referred"))
SEEN = ("sensitivity", "assignee", "reporter")
LEVELS = ("oblast", "raion", "hromada", "neighbourhood")
AREAS = ("country", *LEVELS)


def _added(name, fields, **more):
    return AddIndexConcurrently("report", models.Index(fields=fields, name=name, **more))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0030_disputed_decision")]

    operations = [
        *(
            _added(f"report_owed_{level}", [level, "due_at", "id"], include=("status", *SEEN), condition=OPEN)
            for level in LEVELS
        ),
        *(_added(f"report_sent_{level}", [level, "-submitted_at", "-id"], include=SEEN) for level in LEVELS),
        _added("report_owed", ["due_at", "id"], include=("country", "status", *SEEN), condition=OPEN),
        _added(
            "report_owed_category",
            ["category", "due_at", "id"],
            include=(*AREAS, "status", *SEEN),
            condition=OPEN,
        ),
        _added(
            "report_owed_assignee",
            ["assignee", "due_at", "id"],
            include=(*AREAS, "status", "sensitivity", "reporter"),
            condition=OPEN,
        ),
        _added(
            "report_undecided_counted",
            ["-submitted_at", "-id"],
            include=("due_at", *AREAS, "status", *SEEN),
            condition=models.Q(release_state="pending"),
        ),
        # Counting from an index alone needs pages that were vacuumed: not after a fifth of all rows, but soon.
        migrations.RunSQL(
            "ALTER TABLE reports_report SET (autovacuum_vacuum_scale_factor = 0.02,"
            " autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000)",
            "ALTER TABLE reports_report RESET (autovacuum_vacuum_scale_factor,"
            " autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold)",
        ),
        *(
            RemoveIndexConcurrently("report", name)
            for name in (
                "report_due_hromada",
                "report_due_place",
                "report_due_oblast",
                "report_due_raion",
                "report_due",
                "report_due_category",
                "report_due_assignee",
                "report_undecided",
                "report_by_hromada",
                "report_by_place",
            )
        ),
    ]
