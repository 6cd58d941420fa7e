"""Reporting a problem as people do it: with a photo, in secret, by keyboard alone, without a script, on a phone."""

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse

from apps.core.forms import HumanForm
from apps.reports.categories import create_categories
from apps.reports.models import Draft, Report
from apps.reports.services.intake import report_by_receipt
from tests.attachments.pictures import encoded, quadrants, taken_at
from tests.factories.areas import GazetteerEntryFactory, SnapPointFactory
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll

ENDING = {settings.DRAFT_COOKIE_NAME, settings.SESSION_COOKIE_NAME}  # with the browser, on a shared computer
WORDS = "Два ліхтарі біля сходів не світять уже тиждень."


@pytest.fixture
def town(areas, police, duty_unit, council, monkeypatch):
    """Vyshnehrad with its police, a street, a public point and the categories of a new portal."""
    monkeypatch.setattr(HumanForm, "QUICKEST", HumanForm.QUICKEST * 0)  # a browser of tests reads faster than people
    GazetteerEntryFactory(area=areas.zarichchia, name_uk="вулиця Млинова", name_en="Mlynova Street")
    SnapPointFactory(area=areas.zarichchia, name_uk="Місток", name_en="Footbridge")
    create_categories()
    return areas


@pytest.fixture
def photo():
    """A photo as a phone sends it, which knows where it was taken."""
    data = encoded(quadrants(), exif=taken_at(50.015, 30.005))
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": data}


def go_on(page):
    with page.expect_navigation():
        page.locator("main .btn-primary").click()


def choose(page, name, value):
    """Choose as people do it: by the words around the button."""
    page.locator(f"label:has([name={name}][value={value}])").click()


def write_until_you(page, *, photo=None, first=None, kind="street-light"):
    """Answer everything up to the question about oneself, with a script; a `first` photo shows the place as well."""
    choose(page, "danger", "no")
    if first:
        page.locator("[type=file]").set_input_files(first)
        page.locator("#photo-place label").click()
        go_on(page)
        page.get_by_text("Позначка стоїть там, де зроблено фото.").wait_for()
    else:
        go_on(page)
        page.locator("[name=q]").fill("Млин")
        page.locator("#found label").first.click()
    go_on(page)
    choose(page, "category", kind)
    go_on(page)
    choose(page, "recurrence", "lasting")
    page.locator("[name=words]").fill(WORDS)
    if photo:
        page.locator("[type=file]").set_input_files(photo)
        page.locator(".photos img").wait_for()
        assert page.locator("[name=words]").input_value() == WORDS
        page.get_by_role("button", name="Узяти місце з фото").click()
        page.get_by_text("Місце тепер: точка на мапі.").wait_for()
        assert page.locator("[name=words]").input_value() == WORDS
    go_on(page)
    page.locator("[name=how]").first.wait_for(state="attached")


def test_resident_files_a_report_with_a_photo(browse, town, olena, photo):
    page = browse(reverse("reports:start"), person=olena)
    write_until_you(page, photo=photo)
    choose(page, "how", "account")
    go_on(page)
    assert (
        page.locator(".map-picture").evaluate("(picture) => picture.decode().then(() => picture.naturalWidth)") == 480
    )
    go_on(page)
    page.get_by_role("heading", level=1, name="Ваше повідомлення надійшло").wait_for()

    report = Report.objects.get()
    assert (report.reporter, report.words, report.place) == (olena, WORDS, "точка на мапі")
    assert (round(report.point.y, 5), round(report.point.x, 5)) == (50.015, 30.005)
    assert default_storage.exists(report.photos.get().attachment.photo.name)
    page.goto(reverse("reports:mine"))
    page.locator(f'a[href="{report.get_absolute_url()}"]').first.wait_for()


def test_anonymous_files_a_report_with_a_photo_first_on_a_shared_computer_and_opens_it(browse, town, photo):
    page = browse(reverse("reports:start"))
    page.locator("[name=shared]").check()
    write_until_you(page, first=photo, kind="drug-dealing")
    choose(page, "how", "anonymous")
    go_on(page)
    page.get_by_text("Без точки на мапі").wait_for()
    go_on(page)
    code = page.locator("#secret-code").inner_text()
    assert page.locator("[data-act=copy]").is_hidden()
    page.reload()
    assert page.locator("#secret-code").inner_text() == code
    assert {cookie["expires"] for cookie in page.context.cookies() if cookie["name"] in ENDING} == {-1}
    page.get_by_role("link", name="Ввести секретний код").last.click()
    page.locator("[name=code]").fill(code.lower())
    go_on(page)
    page.get_by_text(WORDS).wait_for()

    report = report_by_receipt(code)
    assert (report.is_anonymous, report.photos.count()) == (True, 1)
    assert (round(report.point.y, 5), round(report.point.x, 5)) == (50.015, 30.005)


def test_report_by_the_keyboard_alone_with_a_pin_on_the_map(browse, town):
    page = browse(reverse("reports:start"), language="en")

    def tab_to(selector):
        for _press in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"The keyboard does not reach {selector} on {page.url}")

    def press(selector, key="Enter"):
        tab_to(selector)
        page.keyboard.press(key)

    tab_to("[name=danger]")
    page.keyboard.press("ArrowDown")
    press("main .btn-primary")
    page.locator(".wizard-canvas").wait_for()
    tab_to(".wizard-canvas")
    page.keyboard.press("ArrowLeft")
    press("[data-act=middle]")
    page.get_by_text("The pin is set.").wait_for()
    press("main [value=continue]")
    page.wait_for_url("**/what/")
    tab_to("[name=q]")
    page.keyboard.type("lamp")
    page.get_by_role("heading", name="These fit your words").wait_for()
    tab_to("[name=category]")
    page.keyboard.press("Space")
    press("main [value=continue]")
    page.wait_for_url("**/details/")
    tab_to("[name=recurrence]")
    page.keyboard.press("Space")
    tab_to("[name=words]")
    page.keyboard.type("Two lamps by the stairs are dark.")
    press("main [value=continue]")
    page.wait_for_url("**/you/")
    tab_to("[name=how]")
    page.keyboard.press("ArrowUp")
    press("main [value=continue]")
    page.wait_for_url("**/check/")
    press("main .btn-primary")
    page.wait_for_url("**/done/")

    report = Report.objects.get()
    assert (report.category.code, report.is_anonymous) == ("street-light", True)
    assert report.hromada == town.hromada


@pytest.mark.parametrize("way", ["name", "list"])
def test_report_without_a_script(browse, town, photo, way):
    page = browse(reverse("reports:start"), javascript=False, width=390)
    choose(page, "danger", "no")
    go_on(page)
    page.locator("[name=note]").fill("біля сходів")
    if way == "name":
        page.locator("[name=q]").fill("Млин")
        page.get_by_role("button", name="Знайти").click()
        page.locator("#found label").first.click()
    else:
        page.locator("[name=list]").select_option("zarichchia")
        page.get_by_role("button", name="Показати вулиці").click()
        page.locator("select[name=entry]").select_option(label="вулиця Млинова")
    go_on(page)
    page.locator("[name=q]").fill("лампа")
    page.get_by_role("button", name="Знайти").click()
    choose(page, "category", "street-light")
    page.get_by_text("Вуличне освітлення, міська рада").wait_for()
    go_on(page)
    choose(page, "recurrence", "lasting")
    page.locator("[name=words]").fill(WORDS)
    page.locator("[type=file]").set_input_files([photo, photo])
    page.get_by_role("button", name="Додати").click()
    page.get_by_role("button", name="Вилучити фото 2").click()
    go_on(page)
    choose(page, "how", "contact")
    page.locator("[name=email]").fill("olena@example.org")
    go_on(page)
    go_on(page)
    page.locator("#secret-code").wait_for()

    report = Report.objects.get()
    assert (report.words, report.place) == (WORDS, "вулиця Млинова, біля сходів")
    assert (report.photos.count(), report.identity) == (1, {"email": "olena@example.org"})


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("uk", "dark", 1280), ("en", "light", 320)],
)
def test_every_step_has_no_barrier(browse, town, photo, language, scheme, width):
    page = browse(reverse("reports:start"), language=language, scheme=scheme, width=width)

    def look():
        assert_accessible(page)
        assert_no_sideways_scroll(page)

    look()
    choose(page, "danger", "no")
    go_on(page)
    look()
    go_on(page)
    page.locator(".error-summary").wait_for()
    look()
    page.locator("[name=q]").fill("Mlyn")
    page.locator("#found label").first.click()
    look()
    go_on(page)
    choose(page, "category", "burglary")
    look()
    go_on(page)
    go_on(page)
    page.locator(".error-summary").wait_for()
    look()
    page.locator("[type=file]").set_input_files(photo)
    page.locator(".photos img").wait_for()
    choose(page, "recurrence", "once")
    page.locator("[name=words]").fill(WORDS)
    look()
    go_on(page)
    choose(page, "how", "contact")
    look()
    go_on(page)
    page.locator(".error-summary").wait_for()
    look()
    choose(page, "how", "anonymous")
    go_on(page)
    look()
    go_on(page)
    page.locator("#secret-code").wait_for()
    look()
    page.goto(reverse("reports:stop", args=["ordnance"]))
    look()


def test_leaving_clears_the_draft_and_replaces_the_page(browse, town):
    page = browse(reverse("portal:privacy"))
    page.goto(reverse("reports:start"))
    choose(page, "danger", "no")
    go_on(page)
    page.wait_for_url("**/where/")
    page.route(
        settings.QUICK_EXIT_URL + "**", lambda route: route.fulfill(body="<h1>weather</h1>", content_type="text/html")
    )
    page.locator(".wizard-leave button").click()
    page.get_by_role("heading", name="weather").wait_for()
    for _look in range(100):  # the browser sends the order to clear beside the way out
        if not Draft.objects.exists():
            break
        page.wait_for_timeout(50)

    assert not Draft.objects.exists()
    page.go_back()
    assert page.url.endswith(reverse("reports:start"))


def test_leaving_without_a_script_leads_away_too(browse, town):
    page = browse(reverse("reports:start"), javascript=False)
    choose(page, "danger", "no")
    go_on(page)
    # Playwright puts nothing in the place of where an answer leads, and the browser of tests finds no other machine.
    with page.expect_event("requestfailed", lambda request: request.url == settings.QUICK_EXIT_URL) as left:
        page.locator(".wizard-leave button").click()

    assert left.value.redirected_from.url.endswith(reverse("reports:leave"))
    assert left.value.failure == "net::ERR_NAME_NOT_RESOLVED"  # it looked for it: our policy let it go
    assert not Draft.objects.exists()


def test_words_are_counted_while_typing(browse, town):
    page = browse(reverse("reports:start"), language="en")
    choose(page, "danger", "no")
    go_on(page)
    page.locator("[name=q]").fill("Mlyn")
    page.locator("#found label").first.click()
    go_on(page)
    choose(page, "category", "noise")
    go_on(page)
    page.locator("[name=words]").fill("x" * 4010)

    page.get_by_text("10 characters too many").wait_for()
