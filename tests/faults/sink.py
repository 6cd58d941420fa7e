"""A mail server for tests: it keeps what it accepts and can refuse, hold back its answer, or hang up."""

import asyncio
import email
import email.policy
import socket
import threading
import time

from aiosmtpd.controller import Controller

HANG_UP = object()


class Sink:
    """An SMTP server on a private port, for use in a `with` block.

    `mail_answers`, `recipient_answers` and `data_answers` are what it says to the next commands: a reply such as
    "451 later", or HANG_UP; when a list is empty it accepts. `hold("RCPT")` or `hold("DATA")` makes the next such
    command wait for `release()`; a letter held at DATA has been accepted already.
    """

    def __init__(self):
        self._contents, self._letters = [], []
        self.accepted_at = []  # seconds of the monotonic clock, one for each letter
        self.mail_answers, self.recipient_answers, self.data_answers = [], [], []
        self._held_command = None
        self._changed = threading.Condition()
        self._holding = False
        self._released = threading.Event()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller = Controller(_Handler(self), hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_error):
        self._released.set()
        self._controller.stop()

    @property
    def count(self):
        """How many letters were accepted."""
        return len(self._contents)

    @property
    def letters(self):
        """The accepted letters, in order; read when they are asked for, so that accepting thousands costs little."""
        unread = self._contents[len(self._letters) :]
        self._letters += [email.message_from_bytes(content, policy=email.policy.default) for content in unread]
        return self._letters

    @property
    def message_ids(self):
        """The Message-IDs of the accepted letters, in order."""
        return [letter["Message-ID"] for letter in self.letters]

    def hold(self, command):
        """Hold back the answer to the next RCPT or DATA."""
        self._held_command = command
        self._released.clear()

    def release(self):
        """Give the answer that was held back."""
        self._released.set()

    def wait_until_holding(self, timeout=30):
        """Wait until a sender waits for the held answer."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._holding, timeout), "nobody came"

    def wait_for_letters(self, count, timeout=30):
        """Wait until so many letters were accepted."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.count >= count, timeout), f"{self.count} letters"

    async def answer(self, server, command, answers):
        """Return what is said to a command: the next of the answers, after whatever holds it back."""
        if self._held_command == command:
            self._held_command = None
            self._tell_holding(True)
            await asyncio.to_thread(self._released.wait)
            self._tell_holding(False)
        answer = answers.pop(0) if answers else "250 OK"
        if answer is HANG_UP:
            server.transport.abort()
            return "250 never arrives"
        return answer

    def _tell_holding(self, holding):
        with self._changed:
            self._holding = holding
            self._changed.notify_all()

    def keep(self, content):
        """Accept a letter."""
        with self._changed:
            self._contents.append(content)
            self.accepted_at.append(time.monotonic())
            self._changed.notify_all()


class _Handler:
    """What aiosmtpd asks. It looks at every attribute at each connection, so there are none that cost anything."""

    def __init__(self, sink):
        self._sink = sink

    async def handle_MAIL(self, server, _session, envelope, address, _options):
        answer = await self._sink.answer(server, "MAIL", self._sink.mail_answers)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, _session, envelope, address, _options):
        answer = await self._sink.answer(server, "RCPT", self._sink.recipient_answers)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, _session, envelope):
        answers = self._sink.data_answers
        if not answers or answers[0] is HANG_UP:
            self._sink.keep(envelope.original_content)
        return await self._sink.answer(server, "DATA", answers)
