"""How a form open to strangers tells people from machines."""

import time
from unittest.mock import patch

import pytest
from django.core.signing import TimestampSigner, b62_encode

from apps.core.forms import HumanForm


def opened(seconds_ago):
    with patch.object(TimestampSigner, "timestamp", lambda self: b62_encode(int(time.time()) - seconds_ago)):
        return HumanForm.opening_moment()


@pytest.mark.parametrize(
    ("website", "seconds_ago", "valid"),
    [
        ("", 60, True),
        ("", 23 * 3600, True),
        ("", 25 * 3600, False),
        ("", 0, False),
        ("https://spam.example", 60, False),
    ],
)
def test_form_is_taken_from_people_alone(website, seconds_ago, valid):
    assert HumanForm({"website": website, "opened_at": opened(seconds_ago)}).is_valid() is valid


@pytest.mark.parametrize("moment", ["", "forged:1:2", "\0", ":::"])
def test_moment_that_we_did_not_sign_is_refused(moment):
    assert not HumanForm({"website": "", "opened_at": moment}).is_valid()


def test_form_open_for_too_long_is_taken_at_the_second_press():
    form = HumanForm({"website": "", "opened_at": opened(25 * 3600)})
    assert not form.is_valid()

    later = time.time() + 5
    with patch("time.time", lambda: later):
        assert HumanForm({"website": "", "opened_at": form["opened_at"].value()}).is_valid()


def test_trap_is_hidden_from_people_and_from_screen_readers():
    drawn = str(HumanForm())

    assert 'aria-hidden="true"' in drawn
    assert 'tabindex="-1"' in drawn
