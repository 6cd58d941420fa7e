"""How many mails a second one sender hands to a mail server on this machine, against bare smtplib."""

import os
import smtplib
import subprocess
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

COUNT = 2000

# A process of its own, as a mail server is: it accepts and forgets.
SERVER = """
import asyncio, sys
from aiosmtpd.smtp import SMTP
class Forget:
    async def handle_DATA(self, *_):
        return "250 OK"
async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Forget()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def main():
    """Print fan-out, delivery and the baseline in mails a second."""
    import django

    django.setup()
    from django.conf import settings
    from django.test.runner import DiscoverRunner

    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(server.stdout.readline())
        measure()
    finally:
        runner.teardown_databases(databases)
        server.kill()
        server.communicate()


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
