"""How many mails a second one sender hands to a mail server on this machine, against bare smtplib."""

import os
import smtplib
import time

from bench._database import own_database
from bench._server import MailServer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

COUNT = 2000


def main():
    """Print fan-out, delivery and the baseline in mails a second."""
    with own_database(), MailServer() as server:
        from django.conf import settings

        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        measure()


def measure():
    """Tell `COUNT` people of one event, then send as many equal mails without any of our machinery."""
    from django.conf import settings

    from apps.notifications import handlers
    from apps.notifications.channels.email import compose
    from apps.notifications.models import Delivery
    from apps.notifications.services import outbox
    from tests.factories.accounts import PersonFactory
    from tests.factories.notifications import HAPPENED, EventFactory, PeopleHandler

    handlers.register(PeopleHandler(), HAPPENED)
    people = [person.pk for person in PersonFactory.create_batch(COUNT)]
    EventFactory.create_batch(100, data={"people": people[: COUNT // 100]})
    rate("fan-out", lambda: outbox.fan_out(limit=100))
    rate("delivery, one sender", lambda: outbox.deliver_due(limit=COUNT, budget=600))

    delivery = Delivery.objects.select_related("event").first()
    message = handlers.handler_for(HAPPENED).message(delivery.event, delivery)
    mail = (
        compose(message, to="x@example.org", message_id=delivery.message_id, language="en")
        .message()
        .as_bytes(linesep="\r\n")
    )

    def bare():
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as client:
            for _ in range(COUNT):
                client.sendmail("portal@copportal.example", ["x@example.org"], mail)

    rate("baseline: bare smtplib", bare)


def rate(what, work):
    """Print how many of `COUNT` were done a second."""
    began = time.perf_counter()
    work()
    print(f"{what:<24} {COUNT / (time.perf_counter() - began):8.0f} a second")


if __name__ == "__main__":
    main()
