"""Every message as an administrator looks at it."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from apps.notifications.enums import Reason
from apps.notifications.handlers import handler_for, told_names
from apps.notifications.handlers.report_words import TO_POLICE, TO_REPORTER
from apps.notifications.views import previews

CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)


def examples(language):
    """Every example of the portal in a language, as (event name, example)."""
    with translation.override(language):
        return [(name, example) for name in told_names() for example in handler_for(name).examples(name)]


def test_every_event_that_is_told_has_an_example_for_each_side():
    shown = {name: [example.key for example in handler_for(name).examples(name)] for name in told_names()}

    assert [name for name, keys in shown.items() if not keys or len(set(keys)) < len(keys)] == []
    assert {name for name, keys in shown.items() if {"account", "code"} <= set(keys)} == set(TO_REPORTER)
    assert all(set(shown[name]) - {"account", "code"} for name in TO_POLICE)


@pytest.mark.parametrize("language", [code for code, _label in settings.LANGUAGES])
def test_every_example_is_a_whole_message_in_its_language(language):
    for name, example in examples(language):
        message = example.message
        assert all((message.subject, message.fact, message.needed, message.url_label, message.why)), name
        mail = previews._mail(example, language)
        assert mail.body.splitlines()[:2] == [message.fact, message.needed], name
        words = mail.body.replace("Заріччя", "")
        assert bool(CYRILLIC.search(words)) == (language == "uk"), name
        assert "%(" not in mail.body + mail.subject, name


def test_an_example_ends_with_the_links_of_its_real_mail():
    shown = {}
    for _name, example in examples("en"):
        body = previews._mail(example, "en").body
        links = ("Stop this mail:" in body, "What I follow:" in body)
        shown.setdefault((example.reason, example.recipient), set()).add(links)

    assert shown == {
        (Reason.REPORTER, "person:0"): {(True, True)},
        (Reason.REPORTER, "reporter:0"): {(True, False)},
        (Reason.ASSIGNEE, "person:0"): {(True, True)},
        (Reason.SUPERVISOR, "person:0"): {(True, True)},
        (Reason.MENTIONED, "person:0"): {(True, True)},
        (Reason.UNIT, "organisation:0"): {(False, False)},
        (Reason.PARTNER, "organisation:0"): {(False, False)},
        (Reason.FOLLOWER, "person:0"): {(True, True)},
        (Reason.DIGEST, "person:0"): {(True, True)},
        (Reason.CONFIRMING, "subscriber:0"): {(False, True)},
        (Reason.INVITED, "person:0"): {(False, True)},
    }


def test_a_reporters_message_has_a_neutral_subject_and_no_place():
    told = [example.message for _name, example in examples("en") if example.key in ("account", "code")]

    assert {(message.subject, message.place) for message in told} == {("News about AB12-CD34", "")}


@pytest.mark.django_db
def test_an_administrator_reads_every_message_in_both_languages(client_for, administrator):
    client = client_for(administrator)
    page = client.get(reverse("messages_staff:messages"))
    listed = re.findall(r'href="(/desk/messages/[^"]+)"', page.content.decode())

    assert len(listed) == len(examples("uk"))
    one = client.get(reverse("messages_staff:message", args=["report.asked", "code"])).content.decode()
    assert "The police have a question for you." in one
    assert "Поліція має до вас запитання." in one
    html = client.get(reverse("messages_staff:message_html", args=["report.asked", "code", "en"]))
    assert "The police have a question for you." in html.content.decode()
    assert "sandbox" in html["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "inbox", "device"),
    [
        ("report.asked/account/", True, True),
        ("report.asked/code/", False, False),
        ("digest.due/daily/", False, False),
        ("subscription.asked/confirming/", False, False),
    ],
)
def test_a_message_is_shown_on_the_channels_that_carry_it(client_for, administrator, path, inbox, device):
    client = client_for(administrator)
    client.cookies["language"] = "en"

    page = client.get(f"{reverse('messages_staff:messages')}{path}").content.decode()

    assert ("In the inbox of the portal" in page, "On a device" in page) == (inbox, device)
    assert ("by mail alone" in page) == (not inbox)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["report.asked/nobody/", "report.noted/code/", "no.event/code/", "report.asked/code/xx/"]
)
def test_a_message_that_is_none_is_404(client_for, administrator, path):
    assert client_for(administrator).get(f"{reverse('messages_staff:messages')}{path}").status_code == 404
