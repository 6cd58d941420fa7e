"""Kills its own process with SIGKILL at the worst moments, by chance, and writes down each time."""

import os
import random
import signal
import smtplib
import time
from pathlib import Path

from django.db import transaction

from apps.events import services as events
from apps.notifications.services import outbox

MOMENTS = ("before DATA", "after 250", "before commit", "before the mark", "before the claim")


class Saboteur:
    """`chances` is {moment: probability each time it comes}; each kill is a line of `log`: moment, pid."""

    def __init__(self, chances, log):
        self.chances = chances
        self.log = Path(log)

    def enter(self):
        """Wait in this process for the moments."""
        data, leave, mark = smtplib.SMTP.data, transaction.Atomic.__exit__, events.mark_fanned_out
        claim = outbox._claim
        self._claiming = False

        def send_data(client, message):
            self._at("before DATA")
            answer = data(client, message)
            if answer[0] == 250:
                self._at("after 250")
            return answer

        def leave_transaction(atomic, kind, value, trace):
            if kind is None:
                self._at("before commit")
                if self._claiming:
                    self._at("before the claim")
            return leave(atomic, kind, value, trace)

        def mark_fanned_out(taken):
            self._at("before the mark")
            mark(taken)

        def take_one(channel_names):
            self._claiming = True
            delivery = claim(channel_names)
            self._claiming = False
            return delivery

        smtplib.SMTP.data, transaction.Atomic.__exit__ = send_data, leave_transaction
        events.mark_fanned_out, outbox._claim = mark_fanned_out, take_one

    def _at(self, moment):
        # A forked process would otherwise repeat the chances of its twin.
        if random.SystemRandom().random() < self.chances.get(moment, 0):
            kill_noted(self.log, moment)


def kill_noted(log, moment, pid=None):
    """Note a kill, then do it: SIGKILL to a process, or to this one."""
    with Path(log).open("a") as file:
        file.write(f"{time.time():.3f}\t{moment}\t{pid or os.getpid()}\n")
    os.kill(pid or os.getpid(), signal.SIGKILL)
