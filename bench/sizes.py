"""Bytes that a report, an event, a delivery, a message and an audit entry take in the database, indexes included."""

import os

from bench._database import own_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

COUNT = 100_000
WORDS = "На сходах біля аптеки третій тиждень не горять два ліхтарі, увечері нічого не видно, люди перечіпаються. "


def main():
    """Fill a database of its own and print the bytes of one row of each table."""
    with own_database():
        from django.db import connection

        from bench._million import fill

        fill(COUNT)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("UPDATE reports_report SET open_words = repeat(%s, 3)", [WORDS])
            cursor.execute("VACUUM FULL reports_report")
        tell()
        for model in tables():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_total_relation_size(%s), pg_relation_size(%s)", [model._meta.db_table] * 2)
                whole, rows = cursor.fetchone()
            count = model.objects.count()
            print(f"{model._meta.label:<28} {whole / count:6.0f} bytes, {rows / count:.0f} of them in the row")


def tables():
    """The models of which there will be most rows."""
    from apps.events.models import AuditEntry, Event
    from apps.notifications.models import Delivery
    from apps.reports.models import Message, Report

    return Report, Event, Delivery, Message, AuditEntry


def tell():
    """Write an event, a delivery, a message and an audit entry of every report."""
    from apps.events.enums import Audience
    from apps.events.models import AuditEntry, Event
    from apps.notifications.enums import Channel, Reason
    from apps.notifications.models import Delivery
    from apps.reports.enums import MessageAudience, ReportEvent
    from apps.reports.models import Message, Report
    from tests.factories.accounts import PersonFactory

    person = PersonFactory()
    told = {"recipient": f"person:{person.pk}", "person": person, "reason": Reason.REPORTER, "channel": Channel.EMAIL}
    of_report = {"subject_type": "reports.report"}
    events, rest = [], []
    for pk in Report.objects.values_list("pk", flat=True):
        event = Event(
            name=ReportEvent.ACKNOWLEDGED, audience=Audience.REPORTER, actor=person, subject_id=pk, **of_report
        )
        events.append(event)
        rest += [
            Message(report_id=pk, audience=MessageAudience.PUBLIC, author=person, open_text=WORDS),
            AuditEntry(action="report.read", actor_id=person.pk, subject_id=pk, **of_report),
        ]
    Event.objects.bulk_create(events, batch_size=2000)
    rest += [Delivery(event=event, **told) for event in events]
    for model in (Delivery, Message, AuditEntry):
        model.objects.bulk_create([row for row in rest if isinstance(row, model)], batch_size=2000)


if __name__ == "__main__":
    main()
