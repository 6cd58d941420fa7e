"""The demo's mail, and the pages on which it is read."""

import email.message

import pytest
from django.urls import reverse

from apps.notifications import mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """An empty folder of mail in a demo."""
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    return tmp_path / "mail"


def put(subject="News", to="olena@example.org", html="<head></head><p>Hello</p>"):
    """Keep one letter and return its key."""
    letter = email.message.EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = subject, "portal@copportal.example", to
    letter.set_content("Read it: http://localhost:8000/receipt/\n")
    if html:
        letter.add_alternative(html, subtype="html")
    mailbox.keep(letter.as_bytes())
    return mailbox.letters()[0].key


def test_letters_are_newest_first_and_found_by_a_part_of_the_address():
    put("First", "olena@example.org")
    put("Second", "Taras <TARAS@example.org>")

    assert [letter.subject for letter in mailbox.letters()] == ["Second", "First"]
    assert [letter.subject for letter in mailbox.letters("Taras")] == ["Second"]
    assert mailbox.letters("nobody") == []


def test_the_oldest_letters_make_room(monkeypatch, folder):
    monkeypatch.setattr(mailbox, "KEPT", 3)
    for number in range(5):
        put(f"Letter {number}")

    assert [letter.subject for letter in mailbox.letters()] == ["Letter 4", "Letter 3", "Letter 2"]
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize("key", ["../../etc/passwd", "1-2", "", "x" * 29])
def test_a_key_that_names_no_letter_is_none(key):
    assert mailbox.letter(key) is None


def test_the_list_shows_subject_and_address(client):
    put("News about AB34-CD67", "olena@example.org")

    page = client.get(reverse("notifications:demo_letters")).content.decode()

    assert "News about AB34-CD67" in page
    assert "olena@example.org" in page


def test_the_list_without_mail_says_what_will_be_here(client):
    client.cookies["language"] = "en"

    assert "No mail yet" in client.get(reverse("notifications:demo_letters")).content.decode()


def test_the_list_is_cut_into_pages(client):
    for number in range(31):
        put(f"Letter {number:02d}")

    first = client.get(reverse("notifications:demo_letters"), {"to": "olena"}).content.decode()
    second = client.get(reverse("notifications:demo_letters"), {"to": "olena", "page": "2"}).content.decode()

    assert ("Letter 01" in first, "Letter 00" in first, "Letter 00" in second) == (True, False, True)
    assert "?to=olena&amp;page=2" in first


def test_a_letter_shows_its_text_with_links_and_frames_its_html(client):
    key = put()

    answer = client.get(reverse("notifications:demo_letter", args=[key]))

    page = answer.content.decode()
    assert 'href="http://localhost:8000/receipt/"' in page
    assert f'src="{reverse("notifications:demo_letter_html", args=[key])}"' in page
    assert "frame-src 'self'" in answer["Content-Security-Policy"]


def test_the_html_of_a_letter_can_run_nothing_and_stays_in_our_frame(client):
    key = put(html="<head></head><script>alert(1)</script>")

    answer = client.get(reverse("notifications:demo_letter_html", args=[key]))

    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["sandbox"] == "allow-top-navigation-by-user-activation"
    assert policy["script-src"] == policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.content.startswith(b'<head><base target="_top">')


def test_a_letter_that_is_not_there_is_404(client):
    assert client.get(reverse("notifications:demo_letter", args=["0" * 16 + "-" + "a" * 12])).status_code == 404


@pytest.mark.parametrize("name", ["demo_letter", "demo_letter_html"])
def test_outside_a_demo_no_letter_exists(client, settings, name):
    key = put()
    settings.DEMO = False

    assert client.get(reverse(f"notifications:{name}", args=[key])).status_code == 404
    assert client.get(reverse("notifications:demo_letters")).status_code == 404
