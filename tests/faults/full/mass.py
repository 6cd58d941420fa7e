"""Thousands of notifications while everything around them is killed and restarted, and the count at the end."""

import random
import time
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from apps.accounts.models import Person
from apps.events.enums import Audience
from apps.events.models import Event
from apps.events.services import record
from apps.notifications.enums import OPEN_STATES, Channel, State
from apps.notifications.models import Delivery
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import HAPPENED
from tests.faults.full.senders import LEASE, Senders
from tests.faults.sink import Sink

PEOPLE = 10  # told of each event
BACKLOG = 200  # notifications that wait at most before more are recorded
PATIENCE = LEASE + 30  # seconds after which nothing may be stuck

# What is done from outside, for each hundred kills that are wanted; the rest the senders do to themselves.
BLOWS = {
    "kill_relay": 40,
    "kill_pool_child": 15,
    "kill_worker": 3,
    "stop_relay": 4,
    "kill_redis": 10,
    "flush_redis": 3,
    "hang_redis": 2,
    "stop_postgres": 2,
}
# The chance that a sender dies at each moment of one sending.
CHANCES = {"before DATA": 0.005, "after 250": 0.005, "before commit": 0.001}


class Sometimes:
    """Answers of a mail server that puts off a share of its callers."""

    def __init__(self, share, seed):
        self._share = share
        self._random = random.Random(seed)

    def __bool__(self):
        return self._random.random() < self._share

    def pop(self, _place):
        """The next refusal."""
        return self._random.choice(["451 later", "450 busy", "421 closing"])


@dataclass
class Outcome:
    """What a run came to; `longest_wait` is of a row that was due, in seconds."""

    without: str
    notifications: int
    kills: Counter
    stops: int
    lost: int
    told_twice: int
    inbox_doubled: int
    mail_doubled: int
    stuck: int
    longest_wait: float
    seconds: float
    rate: float

    @property
    def holds(self):
        """Whether nothing was lost, nobody told twice, and mail doubled at most once for each kill or stop."""
        wrong = self.lost or self.told_twice or self.inbox_doubled or self.stuck
        return not wrong and self.mail_doubled <= self.kills.total() and self.longest_wait <= PATIENCE


def run(servers, *, notifications, kills, refused=0.05, without=""):
    """Tell of `notifications` under at least `kills` kills and return the `Outcome`."""
    Event.objects.all().delete()
    Person.objects.all().delete()
    people = [person.pk for person in PersonFactory.create_batch(PEOPLE)]
    began = time.monotonic()
    with Sink() as sink:
        sink.mail_answers, sink.recipient_answers = Sometimes(refused / 2, 1), Sometimes(refused / 2, 2)
        scale = kills / 100
        chances = {moment: chance * min(1, kills / 200 * 10_000 / notifications) for moment, chance in CHANCES.items()}
        with Senders(servers, sink.port, chances=chances if kills else {}, without=without) as senders:
            blows = [name for name, count in BLOWS.items() for _ in range(round(count * scale))]
            random.Random(7).shuffle(blows)
            tale = _Tale(servers, senders, sink, people, notifications // PEOPLE, blows, kills)
            tale.tell()
            return tale.outcome(without, time.monotonic() - began)


class _Tale:
    def __init__(self, servers, senders, sink, people, events, blows, kills):
        self.servers, self.senders, self.sink, self.people = servers, senders, sink, people
        self.events, self.blows, self.kills = events, blows, kills
        self.total = events * len(people)
        self.step = self.total * 0.9 / max(1, len(blows))
        self.told, self.struck, self.stops, self.longest_wait = 0, 0, 0, 0.0
        self.killed_servers = Counter()
        self.quiet_since = None

    def tell(self):
        """Record, strike and look until everything has left or nothing moves any more."""
        last, moved = None, time.monotonic()
        while True:
            self.senders.keep_up()
            waiting, overdue = self._look()
            if waiting < BACKLOG and self.told < self.events:
                for _ in range(min(10, self.events - self.told)):
                    subject = Person(pk=self.people[0])
                    record(HAPPENED, subject=subject, audience=Audience.PUBLIC, data={"people": self.people})
                    self.told += 1
            elif not waiting and self.told == self.events:
                return
            self.longest_wait = max(self.longest_wait, overdue)
            if self.quiet_since and time.monotonic() - self.quiet_since > 2:
                self.servers.to_redis.pass_on()
                self.quiet_since = None
            if self.struck < len(self.blows) and self.sink.count >= self.struck * self.step:
                self._strike(self.blows[self.struck])
                self.struck += 1
            elif self.struck == len(self.blows) and waiting and self._killed() < self.kills:
                self.senders.kill_relay()
            progress = (waiting, self.told, self.sink.count)
            if progress != last:
                last, moved = progress, time.monotonic()
            elif time.monotonic() - moved > PATIENCE:
                return
            time.sleep(0.1)

    def _look(self):
        """Return how many notifications wait, and for how many seconds the longest due one has been due."""
        waiting = Delivery.objects.filter(state__in=OPEN_STATES)
        oldest = Delivery.objects.due().order_by().aggregate(oldest=Min("due_at"))["oldest"]
        overdue = (timezone.now() - oldest).total_seconds() if oldest else 0.0
        return waiting.count() + Event.objects.unfanned().count() * len(self.people), overdue

    def _killed(self):
        return len(self.senders.kills) + self.killed_servers.total()

    def _strike(self, blow):
        match blow:
            case "kill_redis":
                self.servers.kill_redis()
                self.killed_servers["redis"] += 1
            case "flush_redis":
                self.servers.flush_redis()
            case "hang_redis":
                self.servers.to_redis.hang()
                self.quiet_since = time.monotonic()
            case "stop_postgres":
                self.servers.stop_postgres_at_once()
                connection.close()
                self.killed_servers["postgres"] += 1
            case "stop_relay":
                self.senders.stop_relay()
                self.stops += 1
            case _:
                getattr(self.senders, blow)()

    def outcome(self, without, seconds):
        """Count: each person was to be told of each event once, by whatever Message-ID."""
        self.servers.to_redis.pass_on()
        letters = Counter((letter["To"], letter["Subject"]) for letter in self.sink.letters)
        ids = {}
        for letter in self.sink.letters:
            ids.setdefault((letter["To"], letter["Subject"]), set()).add(letter["Message-ID"])
        return Outcome(
            without=without,
            notifications=self.total,
            kills=Counter(moment for moment, _pid in self.senders.kills) + self.killed_servers,
            stops=self.stops,
            lost=self.total - len(letters),
            told_twice=sum(len(found) - 1 for found in ids.values()),
            inbox_doubled=self._inbox_doubled(),
            mail_doubled=len(self.sink.letters) - len(letters),
            stuck=Delivery.objects.filter(state__in=OPEN_STATES).count() + Event.objects.unfanned().count(),
            longest_wait=self.longest_wait,
            seconds=seconds,
            rate=len(letters) / seconds,
        )

    def _inbox_doubled(self):
        """How far the inbox is from each notification standing in it once."""
        shown = Counter(
            Delivery.objects.filter(channel=Channel.INBOX, state=State.SENT).values_list("event", "recipient")
        )
        return sum(count - 1 for count in shown.values()) + max(0, self.total - len(shown))
