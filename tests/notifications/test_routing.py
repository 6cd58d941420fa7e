"""By which ways and when: preferences, quiet hours, digests' mornings."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from apps.notifications.clock import end_of_quiet, last_digest
from apps.notifications.enums import Channel, Pace, Reason, State
from apps.notifications.messages import Recipient
from apps.notifications.models import Delivery, Mute
from apps.notifications.routing import Choices, Way
from apps.notifications.services import outbox
from apps.notifications.services.subscriptions import save_preference
from tests.factories.notifications import EventFactory

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT, MORNING = time(22), time(7)
INBOX, MAIL = Way(Channel.INBOX, State.SENT), Way(Channel.EMAIL)


def kyiv(*moment, fold=0):
    return datetime(*moment, tzinfo=KYIV, fold=fold)


def ways(person, reason, *, urgent=False, now=None):
    """The ways to a person told in this capacity."""
    event, recipient = EventFactory(), Recipient.person(person.pk, reason)
    return Choices([(event, recipient)]).ways_to(recipient, event, urgent=urgent, now=now or kyiv(2026, 4, 21, 12))


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (kyiv(2026, 4, 21, 23, 15), kyiv(2026, 4, 22, 7)),
        (kyiv(2026, 4, 22, 6, 59), kyiv(2026, 4, 22, 7)),
        (kyiv(2026, 4, 22, 7), None),
        (kyiv(2026, 4, 22, 21, 59), None),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(now, end):
    assert end_of_quiet(now, KYIV, NIGHT, MORNING) == end


def test_quiet_hours_within_a_day_end_on_it():
    assert end_of_quiet(kyiv(2026, 4, 21, 13, 30), KYIV, time(13), time(15)) == kyiv(2026, 4, 21, 15)


def test_quiet_hours_keep_to_the_wall_clock_when_clocks_change():
    before_spring, before_autumn = kyiv(2026, 3, 28, 23), kyiv(2026, 10, 24, 23)

    assert end_of_quiet(before_spring, KYIV, NIGHT, MORNING) == datetime(2026, 3, 29, 4, tzinfo=UTC)
    assert end_of_quiet(before_autumn, KYIV, NIGHT, MORNING) == datetime(2026, 10, 25, 5, tzinfo=UTC)


def test_quiet_hours_that_end_in_the_hour_that_is_leapt_over_end_after_the_leap():
    assert end_of_quiet(kyiv(2026, 3, 29, 1), KYIV, NIGHT, time(3, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_the_first_time():
    first, second = kyiv(2026, 10, 25, 3, 10), kyiv(2026, 10, 25, 3, 10, fold=1)

    assert end_of_quiet(first, KYIV, NIGHT, time(3, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert end_of_quiet(second, KYIV, NIGHT, time(3, 30)) is None


@pytest.mark.parametrize(
    ("pace", "now", "moment", "day"),
    [
        (Pace.DAILY, kyiv(2026, 4, 21, 7, 29), kyiv(2026, 4, 20, 7, 30), date(2026, 4, 20)),
        (Pace.DAILY, kyiv(2026, 4, 21, 7, 30), kyiv(2026, 4, 21, 7, 30), date(2026, 4, 21)),
        (Pace.WEEKLY, kyiv(2026, 4, 20, 7, 29), kyiv(2026, 4, 13, 7, 30), date(2026, 4, 13)),
        (Pace.WEEKLY, kyiv(2026, 4, 26, 23), kyiv(2026, 4, 20, 7, 30), date(2026, 4, 20)),
    ],
)
def test_the_last_digest_is_of_this_morning_or_this_monday(pace, now, moment, day):
    assert last_digest(pace, now, KYIV) == (moment, day)


@pytest.mark.django_db
def test_whoever_chose_nothing_has_inbox_and_mail_at_once(olena):
    assert ways(olena, Reason.REPORTER) == [INBOX, MAIL]


@pytest.mark.django_db
def test_a_reporter_who_wants_a_digest_has_it_collected(olena):
    save_preference(olena, reports_pace=Pace.DAILY)

    assert ways(olena, Reason.REPORTER) == [INBOX, Way(Channel.EMAIL, State.COLLECTED, Pace.DAILY)]
    assert ways(olena, Reason.ASSIGNEE) == [INBOX, MAIL]


@pytest.mark.django_db
def test_whoever_wants_no_mail_has_the_inbox_alone(iryna):
    save_preference(iryna, work_pace=Pace.OFF)

    assert ways(iryna, Reason.ASSIGNEE) == [INBOX]
    assert ways(iryna, Reason.SUPERVISOR, urgent=True) == [INBOX, MAIL]


@pytest.mark.django_db
def test_mail_in_quiet_hours_waits_and_what_is_urgent_does_not(iryna):
    save_preference(iryna, quiet_from=NIGHT, quiet_until=MORNING)
    now = kyiv(2026, 4, 21, 23)

    assert ways(iryna, Reason.ASSIGNEE, now=now) == [INBOX, Way(Channel.EMAIL, due_at=kyiv(2026, 4, 22, 7))]
    assert ways(iryna, Reason.SUPERVISOR, urgent=True, now=now) == [INBOX, MAIL]


@pytest.mark.django_db
def test_what_was_muted_is_not_told_at_all(olena):
    event = EventFactory(data={"people": [olena.pk]})
    Mute.objects.create(recipient=f"person:{olena.pk}", subject_type=event.subject_type, subject_id=event.subject_id)

    outbox.fan_out()

    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_mail_turned_off_while_it_waits_is_not_sent(olena, smtp):
    EventFactory(data={"people": [olena.pk]})
    outbox.fan_out()
    save_preference(olena, reports_pace=Pace.OFF)

    assert outbox.deliver_due() == {State.DROPPED: 1}
    assert smtp.accepted == []
