"""Mail that a server took and sent back later."""

import io
import os
import random
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.urls import reverse

from apps.notifications.bounces import read_bounce
from apps.notifications.enums import Channel, State
from apps.notifications.models import Delivery, SuppressedAddress
from apps.notifications.services import outbox
from tests.factories.notifications import DeliveryFactory, EventFactory

pytestmark = pytest.mark.django_db

TEXTS = Path(__file__).parent / "returned"
SERVERS = ("postfix", "exim", "exchange")


@pytest.fixture(autouse=True)
def bounce_domain(settings):
    """Mail comes back to a domain of its own."""
    settings.BOUNCE_DOMAIN = "bounce.copportal.example"


@pytest.fixture
def delivery(smtp, olena):
    """A delivery to Olena that a mail server took."""
    found = DeliveryFactory(person=olena)
    outbox.deliver_due()
    found.refresh_from_db()
    return found


@pytest.fixture
def came_back(smtp, delivery):
    """Return `came_back(server, …)`: the text with which this server returns her mail."""

    def text(server, *, status="5.1.1", action="failed", recipient="olena@example.org", came_to=None):
        words = (TEXTS / f"{server}.eml").read_text()
        values = {"status": status, "action": action, "recipient": recipient}
        for name, value in (values | {"came_to": came_to or smtp.accepted[0].from_email}).items():
            words = words.replace(f"{{{name}}}", value)
        return words.encode()

    return text


@pytest.fixture
def take(monkeypatch):
    """Return `take(content, *arguments)`: what the command says about a mail on its standard input."""

    def run(content, *arguments):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        out = io.StringIO()
        call_command("bounces", *arguments, stdout=out)
        (line,) = out.getvalue().splitlines()
        return line

    return run


def stands(delivery):
    """How a delivery stands, and whether its address still gets mail."""
    delivery.refresh_from_db()
    return delivery.state, delivery.last_error, not SuppressedAddress.objects.exists()


def test_mail_names_its_delivery_on_the_envelope_alone(smtp, delivery):
    (mail,) = smtp.accepted

    assert mail.from_email.startswith(f"bounces+{delivery.pk}-")
    assert mail.from_email.endswith("@bounce.copportal.example")
    assert len(mail.from_email.partition("@")[0]) <= 64
    assert mail.message()["From"] == "CopPortal <portal@copportal.example>"
    assert "bounces+" not in mail.message().as_string()


def test_without_a_domain_mail_comes_back_to_its_sender(settings, smtp, olena):
    settings.BOUNCE_DOMAIN = ""
    DeliveryFactory(person=olena)
    outbox.deliver_due()

    assert smtp.accepted[0].from_email == "CopPortal <portal@copportal.example>"


@pytest.mark.parametrize("server", SERVERS)
def test_a_mailbox_that_is_unknown_hours_later_gets_no_more_mail(server, came_back, delivery, take, olena, smtp):
    assert take(came_back(server)) == f"Delivery {delivery.pk} was given up: 5.1.1."
    assert stands(delivery) == (State.DEAD, "bounce 5.1.1", False)
    assert delivery.failure == "Лист повернувся: такої поштової скриньки немає."

    EventFactory(data={"people": [olena.pk]})
    outbox.fan_out()
    outbox.deliver_due()
    assert len(smtp.accepted) == 1
    assert Delivery.objects.filter(channel=Channel.EMAIL, state=State.DROPPED, last_error="dead address").count() == 1


def test_whose_mail_comes_back_reads_so_and_has_it_tried_again(came_back, delivery, take, olena, taras, client_for):
    take(came_back("postfix"))
    page, words = reverse("notifications:following"), "send mail"
    of_olena, of_taras = client_for(olena, factor=False), client_for(taras, factor=False)
    for client in (of_olena, of_taras):
        client.cookies["language"] = "en"

    assert words in of_olena.get(page).content.decode()
    assert words not in of_taras.get(page).content.decode()
    of_taras.post(reverse("notifications:mail_again"))
    assert SuppressedAddress.objects.exists()

    answer = of_olena.post(reverse("notifications:mail_again"), follow=True).content.decode()

    assert "Mail goes to you again." in answer
    assert words not in answer
    assert not SuppressedAddress.objects.exists()


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("status", ["5.7.1", "5.2.2", "5.1.8"])
def test_mail_that_is_returned_for_another_reason_is_given_up_alone(server, status, came_back, delivery, take):
    take(came_back(server, status=status))

    assert stands(delivery) == (State.DEAD, f"bounce {status}", True)


def test_an_address_behind_the_one_we_know_that_fails_does_not_silence_it(came_back, delivery, take):
    take(came_back("postfix", recipient="somebody.else@example.com"))

    assert stands(delivery) == (State.DEAD, "bounce 5.1.1", True)


@pytest.mark.parametrize(
    ("server", "change"),
    [
        *[(server, {"status": "4.4.1", "action": "delayed"}) for server in SERVERS],
        ("postfix", {"status": "5.1.1", "action": "delayed"}),
        ("postfix", {"status": "4.2.2"}),
        ("exchange", {"status": "4.4.7"}),
        ("exchange", {"status": "2.1.5", "action": "delivered"}),
    ],
)
def test_what_may_still_arrive_changes_nothing(server, change, came_back, delivery, take):
    assert take(came_back(server, **change)).startswith("Nothing done")
    assert stands(delivery) == (State.SENT, "", True)


def test_an_answer_of_somebody_on_holiday_changes_nothing(came_back, delivery, take):
    assert take(came_back("vacation")).startswith("Nothing done")
    assert stands(delivery) == (State.SENT, "", True)


@pytest.mark.parametrize("server", SERVERS)
def test_a_forged_tag_changes_nothing(server, came_back, delivery, take):
    forged = f"bounces+{delivery.pk}-{'0' * 24}@bounce.copportal.example"

    assert take(came_back(server, came_to=forged)).startswith("Nothing done")
    assert stands(delivery) == (State.SENT, "", True)


def test_a_tag_of_another_delivery_changes_nothing(came_back, delivery, take, smtp, olena):
    other = DeliveryFactory(person=olena)
    outbox.deliver_due()
    mixed = smtp.accepted[0].from_email.replace(f"+{delivery.pk}-", f"+{other.pk}-")

    assert take(came_back("postfix", came_to=mixed)).startswith("Nothing done")
    assert stands(other) == (State.SENT, "", True)


def test_what_returns_from_an_address_that_somebody_gave_up_says_nothing_of_the_new_one(
    came_back, delivery, take, olena
):
    text = came_back("exchange")
    olena.email = "olena@new.example.org"
    olena.save()

    assert take(text).startswith("Nothing done")
    assert stands(delivery) == (State.SENT, "", True)


def test_a_report_that_comes_twice_or_after_a_fresh_start_changes_nothing(came_back, delivery, take):
    text = came_back("postfix")
    take(text)
    outbox.replay(Delivery.objects.all(), by=None)

    assert take(text).startswith("Nothing done")
    assert stands(delivery) == (State.PENDING, "", True)


def test_the_address_that_the_mail_server_names_counts_when_the_mail_is_to_somebody_else(
    came_back, delivery, take, smtp
):
    text = came_back("exchange", came_to="postmaster@copportal.example")

    assert take(text, f"--to={smtp.accepted[0].from_email.upper()}") == f"Delivery {delivery.pk} was given up: 5.1.1."


def test_malformed_mail_gets_one_line(came_back, delivery, take):
    whole = came_back("exim", came_to="bounces+1-0@x")
    chance = random.Random(8)
    broken = [b"", b"\xff\x00\xfe", b"Content-Type: multipart/report\n\nno boundary", b"To: =?x?q?=ff?=\n" * 50]
    broken.append(b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(1500)))
    for _ in range(60):
        text = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            at = chance.randrange(len(text))
            text[at : at + chance.randrange(40)] = chance.randbytes(chance.randrange(8))
        broken.append(bytes(text))

    assert all(take(text).startswith("Nothing done") for text in broken)
    assert stands(delivery) == (State.SENT, "", True)


def test_cut_short_after_the_report_it_still_counts(came_back):
    text = came_back("exim")

    assert read_bounce(text[: text.index(b"Content-type: message/rfc822")]).status == "5.1.1"


def test_while_the_database_is_away_the_mail_server_keeps_it(came_back, take, monkeypatch):
    def away(_bounce):
        raise OperationalError

    monkeypatch.setattr("apps.notifications.management.commands.bounces.give_back", away)

    with pytest.raises(CommandError) as refusal:
        take(came_back("postfix"))
    assert refusal.value.returncode == os.EX_TEMPFAIL


@pytest.mark.parametrize("state", [State.CLAIMED, State.PENDING])
def test_what_comes_back_before_its_sending_is_written_down_is_handed_in_again(came_back, delivery, take, state):
    Delivery.objects.update(state=state, sent_at=None)

    with pytest.raises(CommandError) as refusal:
        take(came_back("postfix"))

    assert refusal.value.returncode == os.EX_TEMPFAIL
    assert stands(delivery) == (state, "", True)


def test_a_forged_tag_of_a_delivery_that_is_being_sent_is_settled_at_once(came_back, delivery, take):
    Delivery.objects.update(state=State.CLAIMED, sent_at=None)
    forged = f"bounces+{delivery.pk}-{'0' * 24}@bounce.copportal.example"

    assert take(came_back("postfix", came_to=forged)).startswith("Nothing done")


def test_what_is_too_early_stays_new_in_a_maildir_and_does_not_hold_up_the_rest(tmp_path, came_back, delivery):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.mx").write_bytes(came_back("postfix"))
    (tmp_path / "new" / "2.mx").write_bytes(came_back("vacation"))
    Delivery.objects.update(state=State.CLAIMED, sent_at=None)
    out = io.StringIO()

    call_command("bounces", maildir=tmp_path, stdout=out)

    assert out.getvalue().splitlines()[0] == f"Not yet: delivery {delivery.pk} is still being sent."
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.mx*")) == ["cur/2.mx:2,S", "new/1.mx"]


def test_a_maildir_in_which_no_mail_can_be_put_away_is_not_read(tmp_path, came_back, delivery):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.mx").write_bytes(came_back("postfix"))
    (tmp_path / "cur").write_text("no folder")

    with pytest.raises(CommandError, match="no folder cur"):
        call_command("bounces", maildir=tmp_path)

    assert stands(delivery) == (State.SENT, "", True)


def test_new_mail_of_a_maildir_is_read_once(tmp_path, came_back, delivery):
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1776765731.M1.mx").write_bytes(came_back("postfix"))
    (tmp_path / "new" / "1776765732.M2.mx").write_bytes(came_back("vacation"))
    out = io.StringIO()

    call_command("bounces", maildir=tmp_path, stdout=out)
    call_command("bounces", maildir=tmp_path, stdout=out)

    lines = out.getvalue().splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["Delivery", "Nothing"]
    assert "olena" not in out.getvalue()
    assert sorted(path.name for path in tmp_path.rglob("*.mx*")) == ["1776765731.M1.mx:2,S", "1776765732.M2.mx:2,S"]
    assert stands(delivery)[0] == State.DEAD


def test_a_folder_that_is_no_maildir_is_named(tmp_path):
    with pytest.raises(CommandError, match="no Maildir"):
        call_command("bounces", maildir=tmp_path)
