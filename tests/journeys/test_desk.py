"""Officers at the desk, in a browser."""

import pytest
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from apps.attachments.services import make_safe
from apps.reports.enums import MessageAudience, ReleaseState, Status
from apps.reports.models import Message, Report
from apps.reports.services import conversation
from tests.attachments.pictures import encoded, quadrants
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll

QUEUE = reverse("reports_staff:queue")


@pytest.fixture
def cases(transactional_db, areas, olena):
    """Three new reports of Zarichchia, the oldest debt first; the first has a photo and a reply."""
    kind = CategoryFactory(name_uk="Не горить ліхтар", name_en="Street light out", icon="lightbulb")
    photo = make_safe(SimpleUploadedFile("photo.jpg", encoded(quadrants(640, 480)), content_type="image/jpeg"))
    rows = [
        make_report(
            areas.zarichchia,
            category=kind,
            reporter=olena,
            words=words,
            point=Point(30.0105, 50.0105, srid=4326),
            place="Mlynova St 8",
            snap_point=SnapPointFactory(area=areas.zarichchia),
            photos=photos,
        )
        for words, photos in (
            ("Two lamps by the stairs are dark.", [photo]),
            ("The lamp at the bus stop flickers.", []),
            ("No light in the whole passage.", []),
        )
    ]
    conversation.reply_as_reporter(rows[0], by=olena, text="Since Monday")
    return rows


def test_an_officer_clears_a_queue_by_keyboard(browse, iryna, cases):
    first, second, third = cases
    page = browse(QUEUE, language="en", person=iryna)
    press = page.keyboard.press

    press("j")
    press("Enter")
    page.locator(".report").get_by_text("Since Monday").wait_for()
    press("Enter")
    expect(page.locator(":focus")).to_have_text("Two lamps by the stairs are dark.")
    press("r")
    page.keyboard.type("We repair them tomorrow.")
    with page.expect_navigation():
        press("Control+Enter")
    page.get_by_text("Sent. The reporter is told").wait_for()

    press("j")
    press("x")
    press("j")
    press("x")
    with page.expect_navigation():
        press("a")
    page.get_by_text("2 reports are yours now.").wait_for()

    press("/")
    page.keyboard.type("passage")
    with page.expect_navigation():
        press("Enter")
    assert page.locator(".queue-row").count() == 1
    assert [Report.objects.get(pk=row.pk).assignee for row in cases] == [None, iryna, iryna]
    assert [message.text for message in Message.objects.filter(from_reporter=False)] == ["We repair them tomorrow."]
    assert third.words.startswith("No light")


def test_keys_work_in_the_ukrainian_layout_and_can_be_switched_off(browse, iryna, cases):
    page = browse(QUEUE, person=iryna)
    focused = "document.activeElement.closest('.queue-row')?.dataset.reference ?? ''"

    def press_as_typed_in_ukrainian():
        key = "new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true})"
        page.evaluate(f"document.activeElement.dispatchEvent({key})")

    press_as_typed_in_ukrainian()
    assert page.evaluate(focused) == cases[0].reference
    page.locator("#keys-switch").click()
    press_as_typed_in_ukrainian()
    assert page.evaluate(focused) == ""


def test_words_in_a_field_are_not_taken_for_keys(browse, iryna, cases):
    page = browse(reverse("reports_staff:detail", args=[cases[0].reference]), person=iryna)

    page.locator("#write textarea").fill("")
    page.locator("#write textarea").press_sequentially("jarx/")

    assert page.locator("#write textarea").input_value() == "jarx/"
    page.locator("#write textarea").fill("")


def test_an_officer_answers_releases_and_resolves(browse, iryna, cases):
    report = cases[0]
    page = browse(QUEUE, language="en", person=iryna)
    assert_accessible(page)
    page.locator("#queue").get_by_role("link", name="Two lamps by the stairs are dark.").click()
    page.locator(".report h1").wait_for()
    assert page.url.split("?")[0].endswith(report.reference + "/")
    assert_accessible(page)

    page.get_by_role("button", name="Acknowledge").last.click()
    page.get_by_text("Acknowledged. The reporter is told").wait_for()

    page.get_by_role("link", name="Release", exact=True).click()
    page.locator("#action :focus").wait_for()  # the form takes the focus once it has settled
    page.get_by_label("Title in English").fill("Two lamps are dark")
    page.locator("#public-preview").get_by_text("Two lamps are dark").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Release", exact=True).click()
    page.get_by_text("Released. Everybody reads these words").wait_for()

    page.get_by_text("Public update").click()
    assert page.get_by_text("Everybody reads it on the public page").is_visible()
    page.get_by_text("Internal note", exact=True).click()
    page.locator("#write textarea").fill("The council knows.")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Noted. Only the police").wait_for()

    page.get_by_role("link", name="Resolve").click()
    page.get_by_label("What was done").fill("The lamps burn again.")
    page.locator("#action").get_by_role("button", name="Resolve").click()
    page.get_by_text("Marked as solved.").wait_for()
    assert_accessible(page)

    report.refresh_from_db()
    assert (report.status, report.release_state) == (Status.RESOLVED, ReleaseState.RELEASED)
    assert report.public_title_en == "Two lamps are dark"
    assert Message.objects.get(from_reporter=False).audience == MessageAudience.INTERNAL


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_desk_works_on_a_phone(browse, iryna, cases, language, javascript):
    words = {"uk": ("Прийняти до відома", "Вирішено", "Надіслати"), "en": ("Acknowledge", "Resolve", "Send")}[language]
    page = browse(reverse("desk:home"), width=390, height=844, language=language, person=iryna, javascript=javascript)
    assert_no_sideways_scroll(page) if javascript else None
    page.get_by_role("link", name="Two lamps by the stairs are dark.").click()
    page.locator(".report h1").wait_for()

    page.get_by_role("button", name=words[0]).last.click()
    page.locator("#write textarea").fill("We come tomorrow.")
    page.get_by_role("button", name=words[2], exact=True).click()
    page.get_by_role("link", name=words[1]).click()
    page.locator('#action textarea[name="outcome"]').fill("Done.")
    page.locator("#action").get_by_role("button", name=words[1]).click()
    page.locator(".messages").wait_for()

    if javascript:
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    report = Report.objects.get(pk=cases[0].pk)
    assert (report.status, report.outcome) == (Status.RESOLVED, "Done.")
    assert Message.objects.get(from_reporter=False).text == "We come tomorrow."


def test_a_row_on_a_phone_opens_a_page_of_its_own(browse, iryna, cases):
    page = browse(QUEUE, width=390, height=844, language="en", person=iryna)
    assert_accessible(page)
    assert_no_sideways_scroll(page)

    page.locator("#queue").get_by_role("link", name="The lamp at the bus stop flickers.").click()

    page.locator(".report h1").wait_for()
    assert page.locator(".split-list").is_hidden()
    page.get_by_role("link", name="Queue").first.click()
    page.locator(".queue-row").first.wait_for()


def test_the_way_back_shows_the_report_before(browse, iryna, cases):
    page = browse(QUEUE, language="en", person=iryna)
    page.locator("#queue").get_by_role("link", name="Two lamps by the stairs are dark.").click()
    page.locator(".report h1", has_text="Two lamps").wait_for()
    page.locator("#queue").get_by_role("link", name="The lamp at the bus stop flickers.").click()
    page.locator(".report h1", has_text="flickers").wait_for()

    page.go_back()

    page.locator(".report h1", has_text="Two lamps").wait_for()
    assert page.locator(".queue-row").count() == 3
    assert "flickers" not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")


def test_half_written_words_are_not_thrown_away(browse, iryna, cases):
    page = browse(reverse("reports_staff:detail", args=[cases[0].reference]), language="en", person=iryna)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator("#write textarea").fill("Half a senten")

    page.locator("#queue").get_by_role("link", name="The lamp at the bus stop flickers.").click()

    assert asked == ["What you wrote has not been sent. Leave it?"]
    assert page.locator("#write textarea").input_value() == "Half a senten"
    page.get_by_role("link", name="Start").click()
    page.get_by_label("Next news by").wait_for()
    page.get_by_role("link", name="Cancel").click()
    assert page.locator("#write textarea").input_value() == "Half a senten"
    page.locator("#write textarea").fill("")


@pytest.mark.parametrize("javascript", [True, False])
def test_an_officer_releases_several_reports_from_one_page(browse, iryna, olena, cases, javascript):
    conversation.mark_read(cases[0], by=iryna)
    conversation.reply_as_reporter(cases[2], by=olena, text="Please wait with it.")
    width, scheme = (1280, "light") if javascript else (390, "dark")
    page = browse(f"{QUEUE}?release=on", width=width, language="en", scheme=scheme, person=iryna, javascript=javascript)
    for row in page.locator(".queue-tick").all():
        row.check()
    page.locator("#bulk").get_by_role("button", name="Release").click()

    # What waits for more than a glance is named; each other one has its card
    page.get_by_text("A new message of its reporter waits").wait_for()
    first, second = (page.locator(f"#card-{report.reference}") for report in cases[:2])
    assert page.locator(".release-card").count() == 2
    assert_accessible(page) if javascript else None

    first.get_by_label("Summary in English").fill("Says Ivan Petrenko")
    first.get_by_label("Title in English").press("Enter") if not javascript else None
    first.locator("mark").get_by_text("Says Ivan Petrenko").wait_for()
    second.get_by_label("Title in English").fill("The lamp at the stop flickers")
    page.get_by_role("button", name="Release", exact=True).click()

    # What is in order is released; the other one stays with all that was typed
    page.get_by_text("1 report released.").wait_for()
    page.get_by_role("link", name=f"{cases[0].reference}: These words may point to somebody.").click()
    assert first.get_by_label("Summary in English").input_value() == "Says Ivan Petrenko"
    assert_accessible(page) if javascript else None
    assert_no_sideways_scroll(page) if javascript else None
    first.get_by_label("Says Ivan Petrenko").check()
    page.get_by_role("button", name="Release", exact=True).click()

    page.get_by_text("Reporters learn of that, so it cannot be undone.").wait_for()
    released = Report.objects.filter(release_state=ReleaseState.RELEASED).order_by("pk")
    assert [row.public_title_en for row in released][1:] == ["The lamp at the stop flickers"]
    assert (released[0].public_summary_en, released.count()) == ("Says Ivan Petrenko", 2)


def test_half_written_releases_are_not_thrown_away(browse, iryna, cases):
    page = browse(f"{QUEUE}?release=on", language="en", person=iryna)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    for row in page.locator(".queue-tick").all():
        row.check()
    page.locator("#bulk").get_by_role("button", name="Release").click()
    title = page.locator(f"#card-{cases[1].reference}").get_by_label("Title in English")
    title.fill("Half a tit")

    page.get_by_role("link", name="Cancel").click()

    assert asked == ["beforeunload"]
    assert title.input_value() == "Half a tit"
    page.get_by_role("button", name="Preview").click()
    page.locator("form[data-guarded=written]").wait_for()
    page.get_by_role("link", name="Cancel").click()
    assert (asked, title.input_value()) == (["beforeunload"] * 2, "Half a tit")


def test_nothing_of_a_report_taken_down_on_a_phone_runs_out_of_its_card(browse, areas, iryna):
    page = browse(reverse("reports_staff:new"), width=390, height=844, person=iryna)

    beyond = """card => [...card.querySelectorAll(":not(.leaflet-container *)")]
        .filter((element) => element.getBoundingClientRect().right > card.getBoundingClientRect().right)
        .map((element) => element.outerHTML.slice(0, 120))"""
    assert page.locator("#place").evaluate(beyond) == []
