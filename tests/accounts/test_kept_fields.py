"""Fields of a form in the words of its page."""

import pytest
from django.utils.translation import override

from apps.accounts.kept_fields import in_words

PAGE = """
<form action="/desk/elsewhere/"><label for="a">Another text</label><input id="a" name="text"></form>
<form method="post" action="deeds/">
  <input type="hidden" name="version" value="3">
  <input type="hidden" name="secret" value="x">
  <label for="t">What <em>you</em> say <span class="field-optional">(may stay empty)</span></label>
  <textarea id="t" name="text">typed before</textarea>
  <label>Pass phrase <input type="password" name="phrase"></label>
  <label>Day <input type="date" name="day"></label>
  <fieldset><legend>Who reads it</legend>
    <label for="r0"><input type="radio" id="r0" name="audience" value="public">Everybody</label>
    <label for="r1"><input type="radio" id="r1" name="audience" value="own">The reporter</label>
  </fieldset>
  <label for="s">Kind</label>
  <select id="s" name="kind"><option value="">none</option><option value="7">Street &amp; light</option></select>
  <input type="checkbox" id="c" name="sure"><label for="c">I am sure</label>
  <button name="deed" value="close" formaction="/desk/closings/">Close it</button>
</form>
"""


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("text", "Hello", ("What you say", "Hello")),
        ("phrase", "swordfish", ("Pass phrase", "••••••••")),
        ("day", "2026-11-26", ("Day", "2026-11-26")),
        ("audience", "own", ("Who reads it", "The reporter")),
        ("kind", "7", ("Kind", "Street & light")),
        ("kind", "", ("Kind", "none")),
        ("kind", "8", ("Kind", "8")),
        ("sure", "on", ("I am sure", "yes")),
        ("deed", "close", ("Button", "Close it")),
        ("version", "3", ("Which version of it was open", "3")),
        ("secret", "x", ("secret", "x")),
        ("unknown", "y", ("unknown", "y")),
    ],
)
@pytest.mark.parametrize("address", ["/desk/reports/deeds/?tab=open", "/desk/closings/"])
def test_field_is_said_as_its_page_says_it(name, value, said, address):
    with override("en"):
        assert in_words([(name, value)], html=PAGE, page="/desk/reports/", address=address) == [said]


def test_field_of_a_form_that_the_page_has_no_more_is_said_as_it_was_sent():
    assert in_words([("text", "Hello")], html=PAGE, page="/desk/", address="/desk/gone/") == [("text", "Hello")]
