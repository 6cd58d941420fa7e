"""The demo's mail and the desk's deliveries, as a browser shows them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from apps.notifications import mailbox
from apps.notifications.channels.email import compose
from apps.notifications.enums import State
from apps.notifications.messages import Message
from tests.factories.notifications import DeliveryFactory
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll


@pytest.fixture
def letter(settings, tmp_path, live_server):
    """One letter in the demo's mailbox, with a link to the accessibility statement."""
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    message = Message(
        subject="News about AC34-DE67",
        fact="The police have a question for you.",
        needed="It is your turn.",
        place="",
        happened_at=datetime(2026, 4, 21, 9, 40, tzinfo=UTC),
        url=live_server.url + reverse("portal:accessibility"),
        url_label="Read it",
        why="You get this because this address was left with AC34-DE67.",
    )
    mail = compose(message, to="olena@example.org", message_id="5f0c", language="en")
    mailbox.keep(mail.message().as_bytes())


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_letter_is_found_read_and_followed(browse, letter, width, javascript):
    page = browse("/demo/mail/", width=width, language="en", javascript=javascript)
    page.get_by_label("Address, or a part of it").fill("olena")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="News about AC34-DE67").click()
    if javascript:
        assert_no_sideways_scroll(page)

    page.frame_locator("iframe").get_by_role("link", name="Read it").click()

    page.wait_for_url("**/accessibility/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_mail_are_accessible(browse, letter, scheme):
    page = browse("/demo/mail/?to=nobody", language="en", scheme=scheme)
    assert_accessible(page)
    page.get_by_role("link", name="Show all mail").click()
    assert_accessible(page)
    page.get_by_role("link", name="News about AC34-DE67").click()
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_supervisor_sends_a_dead_message_again_on_a_phone(browse, bohdan, olena, areas, scheme):
    DeliveryFactory.create_batch(
        2,
        person=olena,
        event__area=areas.zarichchia,
        state=State.DEAD,
        attempt=12,
        last_error="smtp recipient 450",
    )
    page = browse("/desk/deliveries/", width=390, language="uk", scheme=scheme, person=bohdan)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Надіслати знову").first.click()
    page.get_by_text("1 сповіщення буде надіслано знову.").wait_for()

    assert page.get_by_role("button", name="Надіслати знову").count() == 1
