"""What waits, what was given up and why, from the command line."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from apps.notifications import selectors
from apps.notifications.models import Delivery
from apps.notifications.services import outbox


class Command(BaseCommand):
    help = "Show how deliveries stand and which were given up; --replay sends those again."

    def add_arguments(self, parser):
        parser.add_argument("--replay", nargs="+", metavar="ID", help="numbers of dead deliveries, or: all")

    def handle(self, *, replay, **_options):
        if replay:
            self._replay(replay)
            return
        outgoing = Delivery.objects.outgoing()
        figures = selectors.figures(outgoing)
        arrived = {
            words: sum(bar.count for bar in selectors.arrivals(outgoing, step=step, count=count))
            for words, step, count in (("hour", timedelta(minutes=5), 12), ("day", timedelta(hours=1), 24))
        }
        oldest = f"the oldest due since {figures.oldest_due_at:%F %T} UTC" if figures.oldest_due_at else "nothing due"
        self.stdout.write(f"{figures.waiting} waiting, {figures.claimed} of them being sent; {oldest}")
        self.stdout.write(f"{arrived['hour']} arrived in the last hour, {arrived['day']} in the last day")
        self.stdout.write(f"{figures.dead} given up")
        for delivery in Delivery.objects.dead().select_related("event").order_by("pk"):
            self.stdout.write(
                f"dead {delivery.pk}: {delivery.event.name} {delivery.event.subject_type} {delivery.event.subject_id} "
                f"to {delivery.recipient} by {delivery.channel}, {delivery.attempt} attempts: {delivery.last_error}"
            )

    def _replay(self, numbers):
        chosen = Delivery.objects.all()
        if numbers != ["all"]:
            if not all(number.isdecimal() for number in numbers):
                raise CommandError("--replay takes the numbers of deliveries, or the single word all.")
            chosen = chosen.filter(pk__in=numbers)
        self.stdout.write(f"{outbox.replay(chosen, by=None)} will be sent again.")
