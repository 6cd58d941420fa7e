"""Single misfortunes over real processes: each tells of some events and returns what came of it."""

import signal
import time
from contextlib import contextmanager

from django.db import connection

from apps.accounts.models import Person
from apps.events import doorbell
from apps.events.enums import Audience
from apps.events.models import Event
from apps.events.services import record
from apps.notifications.enums import OPEN_STATES, Channel, State
from apps.notifications.models import Delivery
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import HAPPENED
from tests.faults.full.senders import Senders
from tests.faults.proxy import Proxy
from tests.faults.sink import Sink

ROUNDS = 10


def prepare(count):
    """Forget what was, and return the ids of so many new people."""
    Event.objects.all().delete()
    Person.objects.all().delete()
    return [person.pk for person in PersonFactory.create_batch(count)]


def happen(people, **data):
    """Record one event that these people are to be told of; return the seconds it took."""
    began = time.monotonic()
    data = {"people": people} | data
    record(HAPPENED, subject=Person(pk=people[0]), audience=Audience.PUBLIC, data=data)
    return time.monotonic() - began


def settle(patience=40):
    """Wait until nothing is waiting any more; return the seconds it took. Raises TimeoutError."""
    began = time.monotonic()
    while Event.objects.unfanned().exists() or Delivery.objects.filter(state__in=OPEN_STATES).exists():
        if time.monotonic() - began > patience:
            raise TimeoutError
        time.sleep(0.1)
    return time.monotonic() - began


def mails(**conditions):
    """The deliveries by mail."""
    return Delivery.objects.filter(channel=Channel.EMAIL, **conditions)


def stopped_beyond_the_lease(servers, without=""):
    """A sender stopped before DATA wakes when another has sent its mail, and is refused: sent stays sent."""
    (person,) = prepare(1)
    with Sink() as sink, Senders(servers, sink.port, worker=False, without=without, lease=1.0) as senders:
        wait_for_relays(senders)
        for number in range(1, ROUNDS + 1):
            senders.signal_relay(1, signal.SIGSTOP)
            sink.hold("RCPT")
            sink.recipient_answers = ["550 no"]
            happen([person])
            sink.wait_until_holding()
            senders.signal_relay(0, signal.SIGSTOP)
            sink.recipient_answers = []
            senders.signal_relay(1, signal.SIGCONT)
            sink.wait_for_letters(number)
            sink.release()
            senders.signal_relay(0, signal.SIGCONT)
            time.sleep(0.5)
        settle()
        denied = mails().exclude(state=State.SENT).count()
        return denied == 0, f"{ROUNDS} stopped, {denied} given up although sent, {len(sink.letters) - ROUNDS} doubled"


def refused_for_ten_minutes(servers):
    """No mail server for ten minutes (at sixty times the speed): all arrives when it is back."""
    people = prepare(200)
    with Sink() as sink, Proxy(sink.port) as way:
        way.cut()
        with Senders(servers, way.port):
            for start in range(0, 200, 10):
                happen(people[start : start + 10])
            time.sleep(10)
            way.pass_on()
            seconds = settle()
        sent = len(set(sink.message_ids))
        return sent == len(
            sink.letters
        ) == 200, f"200 told of, {sent} arrived, the last {seconds:.1f} s after it came back"


def silent_banner(servers):
    """A mail server that takes connections and says nothing, until it speaks."""
    people = prepare(20)
    with Sink() as sink, Proxy(sink.port) as way:
        way.hang()
        with Senders(servers, way.port):
            happen(people)
            time.sleep(5)
            way.pass_on()
            settle()
        sent = len(set(sink.message_ids))
        return sent == 20 and len(sink.letters) <= 24, f"20 told of, {sent} arrived, {len(sink.letters) - sent} doubled"


def twenty_restarts_of_redis(servers):
    """Redis is killed and started twenty times, flushed and hung meanwhile."""
    people = prepare(10)
    doorbell.SILENCE = 0.0
    slowest = 0.0
    with Sink() as sink, Senders(servers, sink.port):
        for _round in range(20):
            servers.kill_redis()
            slowest = max(slowest, happen(people))
            servers.flush_redis()
            servers.to_redis.hang()
            slowest = max(slowest, happen(people))
            servers.to_redis.pass_on()
        settle()
        sent = len(set(sink.message_ids))
        good = sent == len(sink.letters) == 400 and slowest < 0.5
        return good, f"400 told of, {sent} arrived, recording took {slowest * 1000:.0f} ms at most"


def poison_among_good_ones(servers):
    """One event in ten cannot be addressed or written: the others arrive, it stands on the desk."""
    people = prepare(1)
    with Sink() as sink, Senders(servers, sink.port):
        for number in range(200):
            poison = {5: "recipients", 0: "message"}.get(number % 10)
            happen(people, **({"poison": poison} if poison else {}))
        settle()
        dead = mails(state=State.DEAD).count()
        return (len(sink.letters), dead) == (
            160,
            40,
        ), f"160 good ones: {len(sink.letters)} arrived; 40 poison: {dead} on the desk"


def erased_between_queue_and_sending(servers):
    """Half of the people are erased when their mail is already queued: nothing leaves for them."""
    from apps.notifications import handlers
    from apps.notifications.services import outbox
    from tests.factories.notifications import PeopleHandler

    people = prepare(100)
    if handlers.handler_for(HAPPENED) is None:
        handlers.register(PeopleHandler(), HAPPENED)
    happen(people)
    outbox.fan_out()
    Person.objects.filter(pk__in=people[::2]).delete()
    with Sink() as sink, Senders(servers, sink.port):
        settle()
        dropped = mails(state=State.DROPPED).count()
        return (len(sink.letters), dropped) == (
            50,
            50,
        ), f"50 kept: {len(sink.letters)} arrived; 50 erased: {dropped} dropped"


@contextmanager
def database_clock(servers):
    """Yield `shift(interval)`: the clock that the outbox asks is moved, for every process that connects from now on."""
    name, table = connection.settings_dict["NAME"], Delivery._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA shifted")
        cursor.execute("CREATE TABLE shifted.clock AS SELECT interval '0' AS by")
        cursor.execute(
            "CREATE FUNCTION shifted.statement_timestamp() RETURNS timestamptz STABLE LANGUAGE sql AS"
            " 'SELECT pg_catalog.statement_timestamp() + by FROM shifted.clock'"
        )
        cursor.execute(f"ALTER TABLE {table} ALTER due_at SET DEFAULT shifted.statement_timestamp()")
        cursor.execute(f"ALTER DATABASE {name} SET search_path = shifted, pg_catalog, public")
    connection.close()

    def shift(interval):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE shifted.clock SET by = %s::interval", [interval])

    try:
        yield shift
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} RESET search_path")
            cursor.execute(f"ALTER TABLE {table} ALTER due_at SET DEFAULT pg_catalog.statement_timestamp()")
            cursor.execute("DROP SCHEMA shifted CASCADE")
        connection.close()


def clock_forward(servers):
    """The database's clock jumps three hours ahead while mails are under way."""
    return _clock(servers, "3 hours", waits=False)


def clock_back(servers):
    """The database's clock falls three hours back: what was due before waits for it, the new goes at once."""
    return _clock(servers, "-3 hours", waits=True)


def _clock(servers, interval, *, waits):
    people = prepare(20)
    with database_clock(servers) as shift, Sink() as sink:
        sink.recipient_answers = ["451 later"] * 10
        with Senders(servers, sink.port) as senders:
            wait_for_relays(senders)
            happen(people)
            sink.wait_for_letters(5)
            shift(interval)
            happen(people)
            sink.wait_for_letters(20)
            if waits:
                shift("0")
            settle()
        sent = len(set(sink.message_ids))
        doubled = len(sink.letters) - sent
        return sent == 40 and doubled <= 4, f"40 told of, {sent} arrived, {doubled} doubled by 4 senders"


def wait_for_relays(senders):
    """Wait until the relays run and have looked once."""
    while not all(senders.signal_relay(number, 0) for number in range(len(senders.relays))):
        time.sleep(0.1)
    time.sleep(1)


ALL = (
    stopped_beyond_the_lease,
    refused_for_ten_minutes,
    silent_banner,
    twenty_restarts_of_redis,
    poison_among_good_ones,
    erased_between_queue_and_sending,
    clock_forward,
    clock_back,
)
