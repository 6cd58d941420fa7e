"""The demo's mail server: takes every mail and delivers none."""

import asyncio
import signal

from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.notifications import mailbox


class Keeper:
    """What aiosmtpd asks about each letter."""

    async def handle_DATA(self, _server, _session, envelope):
        await asyncio.to_thread(mailbox.keep, envelope.original_content)
        return "250 Kept for reading in the browser"


class Command(BaseCommand):
    help = "Take the demo's mail at the address of EMAIL_URL and keep it for /demo/mail/; ends on SIGTERM."

    def handle(self, **_options):
        if not settings.DEMO:
            raise CommandError("Only a demo has a mailbox: set DEMO=1, or set EMAIL_URL to a real mail server.")
        asyncio.run(self._serve())

    async def _serve(self):
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopped.set)
        server = await loop.create_server(
            lambda: SMTP(Keeper(), data_size_limit=mailbox.LARGEST, enable_SMTPUTF8=True, loop=loop),
            settings.EMAIL_HOST,
            settings.EMAIL_PORT,
        )
        async with server:
            self.stderr.write(f"Mail is taken at {settings.EMAIL_HOST}:{settings.EMAIL_PORT}.")
            await stopped.wait()
