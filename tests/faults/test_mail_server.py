"""A real SMTP server that refuses, hangs and hangs up."""

import pytest
from django.db.models.functions import Now

from apps.notifications import handlers
from apps.notifications.enums import State
from apps.notifications.models import Delivery
from apps.notifications.services import outbox
from tests.factories.notifications import HAPPENED, DeliveryFactory, PeopleHandler
from tests.faults.sink import HANG_UP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_mail(settings, sink):
    """Send over SMTP to the sink, and tell of the events of these tests."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 0.5
    handlers.register(PeopleHandler(), HAPPENED)
    yield
    handlers.unregister(HAPPENED)


def deliver_again():
    """Let every pause be over and deliver."""
    Delivery.objects.filter(state=State.PENDING).update(due_at=Now())
    return outbox.deliver_due()


def test_a_batch_goes_over_one_connection(sink, olena):
    DeliveryFactory.create_batch(20, person=olena)

    assert outbox.deliver_due() == {State.SENT: 20}
    assert len(set(sink.message_ids)) == 20


@pytest.mark.parametrize(
    ("command", "answer", "state", "code"),
    [
        ("mail", "451 later", State.PENDING, "smtp sender 451"),
        ("mail", "421 closing", State.PENDING, "smtp sender 421"),
        ("recipient", "450 mailbox busy", State.PENDING, "smtp recipient 450"),
        ("recipient", "550 no such mailbox", State.DEAD, "smtp recipient 550"),
        ("data", "452 full", State.PENDING, "smtp data 452"),
        ("data", "554 spam", State.DEAD, "smtp data 554"),
    ],
)
def test_a_refusal_is_told_apart_by_its_code(sink, olena, command, answer, state, code):
    delivery = DeliveryFactory(person=olena)
    getattr(sink, f"{command}_answers").append(answer)

    outbox.deliver_due()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error, sink.letters) == (state, code, [])


@pytest.mark.parametrize("command", ["mail", "recipient", "data"])
def test_after_a_temporary_refusal_the_mail_goes_once(sink, olena, command):
    DeliveryFactory(person=olena)
    getattr(sink, f"{command}_answers").append("451 later")

    outbox.deliver_due()
    deliver_again()

    assert len(sink.letters) == 1


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_server_that_hangs_is_left_and_tried_later(sink, olena, command):
    delivery = DeliveryFactory(person=olena)
    sink.hold(command)

    assert outbox.deliver_due() == {State.PENDING: 1}
    delivery.refresh_from_db()
    assert delivery.last_error == "SMTPServerDisconnected"


def test_a_server_that_hangs_up_after_the_mail_may_get_it_twice_with_one_message_id(sink, olena):
    DeliveryFactory(person=olena)
    sink.data_answers.append(HANG_UP)

    outbox.deliver_due()
    assert deliver_again() == {State.SENT: 1}

    assert len(sink.message_ids) == 2
    assert len(set(sink.message_ids)) == 1


def test_no_server_at_all_kills_nothing(settings, sink, olena):
    DeliveryFactory.create_batch(3, person=olena)
    settings.EMAIL_PORT = 1

    assert outbox.deliver_due() == {State.PENDING: 1}
    assert list(Delivery.objects.order_by("pk").values_list("attempt", flat=True)) == [1, 0, 0]
