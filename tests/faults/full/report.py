"""The parts of the proof, each of which prints a table and returns whether it came out as it must."""

from django.db import connection

from apps.notifications.models import Delivery
from tests.faults.full import latency as measured
from tests.faults.full import mass
from tests.faults.full import scenarios as misfortunes

GUARDS = {
    "claim": "no lock on what is claimed",
    "row commits": "one commit for a hundred mails",
    "one fan-out": "fan-out in two steps, no unique constraint",
    "acceptance": "marked as sent before the server has taken it",
}
HEAD = (
    "| guards | notifications | kills | stops | lost | told twice | inbox doubled | mail doubled | stuck"
    " | longest wait | a second | |"
)


def kills(servers, options):
    """The whole number under kills, with every guard."""
    outcome = mass.run(servers, notifications=options.notifications, kills=options.kills)
    _head(HEAD)
    _row("all", outcome, "holds" if outcome.holds else "FAILS")
    print(f"\nKilled: {', '.join(f'{count} {what}' for what, count in sorted(outcome.kills.items()))}\n", flush=True)
    return outcome.holds and outcome.kills.total() >= options.kills


def guards(servers, options):
    """A fifth of it without each guard in turn: each must fail."""
    _head(HEAD)
    caught = True
    for guard, words in GUARDS.items():
        if guard == "one fan-out":
            _constrain(False)
        outcome = mass.run(servers, notifications=options.notifications // 5, kills=options.kills // 5, without=guard)
        if guard == "one fan-out":
            Delivery.objects.all().delete()
            _constrain(True)
        caught &= not outcome.holds
        _row(words, outcome, "HOLDS" if outcome.holds else "fails, as it must")
    _head("| guard | what came of it | |")
    holds, words = misfortunes.stopped_beyond_the_lease(servers, without="fence")
    print(
        f"| no fence against a sender that outlived its lease | {words} | {'HOLDS' if holds else 'fails, as it must'} |"
    )
    return caught and not holds


def scenarios(servers, _options):
    """One misfortune at a time, with every guard."""
    _head("| misfortune | what came of it | |")
    all_hold = True
    for misfortune in misfortunes.ALL:
        try:
            holds, words = misfortune(servers)
        except (TimeoutError, AssertionError) as error:
            holds, words = False, f"it did not come to an end ({type(error).__name__})"
        all_hold &= holds
        print(f"| {misfortune.__doc__} | {words} | {'holds' if holds else 'FAILS'} |", flush=True)
    return all_hold


def latency(servers, _options):
    """Seconds that people wait, undisturbed and with a Redis that hangs."""
    _head("| what | measured | wanted | |")
    met = True
    for what, value, wanted, good in measured.rows(servers):
        met &= good
        print(f"| {what} | {value} | {wanted} | {'holds' if good else 'FAILS'} |", flush=True)
    return met


def _constrain(wanted):
    table = Delivery._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS delivery_once")
        if wanted:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT delivery_once UNIQUE (event_id, recipient, channel)")


def _head(line):
    print(f"\n{line}\n{'|---' * (line.count('|') - 1)}|", flush=True)


def _row(words, outcome, verdict):
    cells = [
        words,
        f"{outcome.notifications:,}",
        outcome.kills.total(),
        outcome.stops,
        outcome.lost,
        outcome.told_twice,
    ]
    cells += [
        outcome.inbox_doubled,
        outcome.mail_doubled,
        outcome.stuck,
        f"{outcome.longest_wait:.1f} s",
        f"{outcome.rate:.0f}",
        verdict,
    ]
    print(f"| {' | '.join(map(str, cells))} |", flush=True)
