"""Before words become public the officer sees what in them may point to somebody."""

import re

import pytest

from apps.reports.enums import MessageAudience, ReleaseState
from apps.reports.models import Message, Report
from apps.reports.services import release
from tests.reports.desk_helpers import do, page_of, text_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(report, iryna):
    release.release_report(report, by=iryna, title_en="Lamps")
    return report


def test_a_release_comes_back_once_with_the_marked_words(desk, report):
    words = {"title_en": "Lamps are dark", "summary_en": "Says Ivan Petrenko, 067 000 31 18", "with_place": "area"}

    answer = do(desk, report, "release", **words)

    page = text_of(answer)
    assert answer.status_code == 422
    assert '<mark title="perhaps a name">Says Ivan Petrenko</mark>' in page
    assert '<mark title="phone number">067 000 31 18</mark>' in page
    assert "“067 000 31 18”, phone number" in page
    assert "Mend them in the text, or tick what may stay." in page
    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.PENDING


def test_words_that_were_ticked_are_released(desk, report):
    words = {"title_en": "Concert of Taras Chubai", "with_place": "area"}

    assert do(desk, report, "release", kept="Taras Chubai", **words).status_code == 302
    assert Report.objects.get(pk=report.pk).public_title_en == "Concert of Taras Chubai"


def test_words_that_were_mended_are_released_without_a_tick(desk, report):
    do(desk, report, "release", title_en="Says Ivan Petrenko", with_place="area")

    assert do(desk, report, "release", title_en="Lamps are dark", with_place="area").status_code == 302


def test_a_tick_does_not_cover_what_was_written_later(desk, report):
    words = {"title_en": "Concert of Taras Chubai, AA1234BB", "with_place": "area"}

    answer = do(desk, report, "release", kept="Taras Chubai", **words)

    assert answer.status_code == 422
    ticks = re.findall(r'<input[^>]* name="kept" value="([^"]+)"([^>]*)>', text_of(answer))
    assert [(words, "checked" in rest) for words, rest in ticks] == [("Taras Chubai", True), ("AA1234BB", False)]


def test_changed_words_of_a_release_are_looked_at_too(desk, released):
    assert do(desk, released, "edit-release", title_en="Flat 12", with_place="area").status_code == 422


def test_the_suggested_words_of_a_release_are_not_marked(desk, report):
    page = text_of(desk.get(page_of(report, "act", name="release")))

    assert "<mark" not in page


def test_the_preview_marks_while_one_writes(desk, report):
    page = text_of(desk.post(page_of(report, "preview"), {"title_en": "Flat 12", "with_place": "area"}))

    assert '<mark title="flat or entrance">Flat 12</mark>' in page


def test_a_public_update_comes_back_once_with_the_marked_words(desk, released):
    answer = write(desk, released, audience="public", text="Ask Ivan Petrenko")

    assert answer.status_code == 422
    assert '<mark title="perhaps a name">Ask Ivan Petrenko</mark>' in text_of(answer)
    assert not Message.objects.filter(audience=MessageAudience.PUBLIC).exists()

    assert (
        write(desk, released, audience="public", text="Ask Ivan Petrenko", kept="Ask Ivan Petrenko").status_code == 302
    )
    assert Message.objects.get(audience=MessageAudience.PUBLIC).text == "Ask Ivan Petrenko"


@pytest.mark.parametrize("audience", ["reporter", "internal"])
def test_words_for_the_police_or_the_reporter_are_not_asked_about(desk, report, audience):
    assert write(desk, report, audience=audience, text="Ask Ivan Petrenko").status_code == 302


def test_marked_words_are_never_markup(desk, report):
    page = text_of(do(desk, report, "release", title_en="<b>Ivan Petrenko</b>", with_place="area"))

    assert "&lt;b&gt;<mark" in page
    assert "<b>Ivan" not in page
