"""What an operator types."""

import io

import pytest
from django.core.management import CommandError, call_command

from apps.notifications.enums import Channel, State
from apps.notifications.models import Delivery
from tests.factories.notifications import DeliveryFactory, EventFactory

pytestmark = pytest.mark.django_db


def run(*words, **options):
    """Return what a command prints."""
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_relay_once_delivers_everything_and_ends(smtp, olena):
    EventFactory.create_batch(3, data={"people": [olena.pk]})

    run("relay", "--once")

    assert Delivery.objects.filter(channel=Channel.EMAIL, state=State.SENT).count() == len(smtp.accepted) == 3


def test_deliveries_without_any_says_so():
    assert run("deliveries").splitlines() == [
        "0 waiting, 0 of them being sent; nothing due",
        "0 arrived in the last hour, 0 in the last day",
        "0 given up",
    ]


def test_deliveries_lists_the_dead_with_their_reason_and_no_address(olena):
    dead = DeliveryFactory(person=olena, state=State.DEAD, attempt=12, last_error="smtp recipient 550")

    assert run("deliveries").splitlines()[-1] == (
        f"dead {dead.pk}: test.happened areas.area 1 to person:{olena.pk} by email, 12 attempts: smtp recipient 550"
    )


def test_deliveries_replay_all_sends_the_dead_again(olena):
    DeliveryFactory.create_batch(2, person=olena, state=State.DEAD)

    assert run("deliveries", replay=["all"]) == "2 will be sent again.\n"
    assert Delivery.objects.due().count() == 2


def test_deliveries_replay_by_number_leaves_the_others(olena):
    first, second = DeliveryFactory.create_batch(2, person=olena, state=State.DEAD)

    run("deliveries", replay=[str(second.pk)])

    assert list(Delivery.objects.dead()) == [first]


def test_deliveries_replay_of_something_else_says_what_is_meant():
    with pytest.raises(CommandError, match="the single word all"):
        run("deliveries", replay=["one"])
