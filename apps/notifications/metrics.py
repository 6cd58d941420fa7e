"""The figures of the outbox for Prometheus, read from the database: the same from every process and after a restart."""

from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from apps.events.models import Event
from apps.notifications import selectors
from apps.notifications.enums import OPEN_STATES, Channel, State
from apps.notifications.models import Delivery


class OutboxCollector(Collector):
    """Asks the database at each scrape, by partial indexes alone; what was sent long ago costs nothing."""

    def collect(self):
        """Yield each family of figures, with a zero where nothing is."""
        waiting = GaugeMetricFamily(
            "copportal_deliveries",
            "Deliveries that wait, are being sent or were given up.",
            labels=["channel", "state"],
        )
        states = (*OPEN_STATES, State.DEAD)
        counted = dict.fromkeys(((channel, state) for channel in Channel.values for state in states), 0)
        for rows in (Delivery.objects.filter(state__in=OPEN_STATES), Delivery.objects.dead()):
            for channel, state, count in rows.values_list("channel", "state").annotate(Count("pk")).order_by():
                counted[channel, state] = count
        for labels, count in counted.items():
            waiting.add_metric(labels, count)
        yield waiting
        sent = GaugeMetricFamily(
            "copportal_deliveries_sent_last_hour", "Deliveries that arrived within the last hour.", labels=["channel"]
        )
        arrived = dict.fromkeys(Channel.values, 0) | selectors.sent_within_an_hour()
        for channel, count in arrived.items():
            sent.add_metric([channel], count)
        yield sent
        yield GaugeMetricFamily(
            "copportal_events_untold", "Events whose deliveries are not made yet.", Event.objects.unfanned().count()
        )
        yield GaugeMetricFamily(
            "copportal_longest_wait_seconds",
            "For how long the longest due delivery has been due, or the oldest event untold.",
            selectors.longest_wait(),
        )
