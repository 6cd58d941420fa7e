"""Days at the desk, in a browser: an officer's, that of a body to which a report is passed on, an administrator's."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.attachments.services import make_safe
from apps.events.models import Event
from apps.reports.enums import ReferralState, ReleaseState, ReportEvent, Status
from apps.reports.models import NamedView, PublicPhoto, Referral, Report, ResponseTemplate, RoutingRule
from tests.attachments.pictures import encoded, quadrants
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll
from tests.journeys.test_report_lives import Desk

QUEUE = reverse("reports_staff:queue")
NOTE = "@Bohdan Melnyk, have they telephoned you too?"


@pytest.fixture
def lamps(transactional_db, areas, olena):
    """Three reports of dark lamps; the first, of Olena, has a photo and a public place."""
    kind = CategoryFactory(name_uk="Не горить ліхтар", name_en="Street light out", icon="lightbulb")
    photo = make_safe(SimpleUploadedFile("photo.jpg", encoded(quadrants(640, 480)), content_type="image/jpeg"))
    first = make_report(
        areas.zarichchia,
        category=kind,
        reporter=olena,
        words="Two lamps by the stairs are dark, and a man sells something there.",
        point=Point(30.0105, 50.0105, srid=4326),
        snap_point=SnapPointFactory(area=areas.zarichchia),
        photos=[photo],
    )
    place = Point(30.012, 50.0105, srid=4326)
    return [first, *(make_report(areas.zarichchia, category=kind, words=f"Dark {n}.", point=place) for n in (2, 3))]


def draw_box(page):
    """Pull the pointer over a part of the photo."""
    photo = page.locator("[data-cover]")
    photo.wait_for()
    page.wait_for_load_state()  # before its script nobody listens to the pointer
    box = photo.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.35, box["y"] + box["height"] * 0.3, steps=3)
    page.mouse.up()


def test_an_officer_clears_the_morning(browse, areas, iryna, bohdan, lamps):
    ResponseTemplate.objects.create(area=areas.zarichchia, name="Thanks", text_en="Thank you, {reference} is read.")
    report = lamps[0]
    page = browse(f"{QUEUE}?tab=open", language="en", person=iryna)

    # A view of the queue with its map
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Release not decided").check()
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Map", exact=True).last.click()
    page.locator(".map-pin-box").nth(2).wait_for()
    page.locator(".queue-row").first.hover()
    expect(page.locator(".map-pin-box.is-chosen")).to_have_count(1)
    page.locator(".map-pin-box").first.click()
    expect(page.locator(".queue-row:focus-within")).to_have_count(1)
    assert_accessible(page)
    page.get_by_role("link", name="Keep as a view").click()
    page.get_by_label("Name").fill("To release")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".queue-views [aria-current]").get_by_text("To release").wait_for()
    assert NamedView.objects.get().query == "tab=open&release=on&map=1"

    # Several reports at once
    for row in page.locator(".queue-tick").all()[1:]:
        row.check()
    page.locator("#bulk").get_by_role("button", name="Acknowledge").click()
    page.get_by_text("2 reports acknowledged.").wait_for()
    for row in page.locator(".queue-tick").all()[1:]:
        row.check()
    page.locator("#bulk [name=officer]").select_option(label="Bohdan Melnyk")
    page.locator("#bulk").get_by_role("button", name="Give").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("2 reports are whose they were.").wait_for()
    assert [row.assignee for row in Report.objects.exclude(pk=report.pk)] == [iryna, iryna]

    # An answer from a template, and a note that names a colleague
    page.locator("#queue").get_by_role("link", name="Two lamps by the stairs").click()
    page.locator(".report h1").wait_for()
    page.locator("#write [name=template]").select_option(label="Thanks")
    page.get_by_role("button", name="Insert").click()
    page.locator("#write textarea").get_by_text(f"Thank you, {report.reference} is read.").wait_for()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Sent. The reporter is told").wait_for()
    page.get_by_text("Internal note", exact=True).click()
    page.locator("#write textarea").fill(NOTE)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Noted. Only the police").wait_for()
    assert Event.objects.get(name=ReportEvent.NOTED).data["mentioned"] == [bohdan.pk]


def test_an_officer_splits_a_report_and_releases_words_and_photo(browse, iryna, lamps):
    drugs, report = CategoryFactory(name_en="Drugs", name_uk="Наркотики"), lamps[0]
    split = reverse("reports_staff:act", args=[report.reference, "split"])
    page = browse(split, language="en", scheme="dark", person=iryna)

    # Two matters are two reports
    page.locator("#action [name=category]").select_option(label="Drugs")
    page.locator("#action [name=words]").fill("A man sells something at the stairs.")
    page.locator("#action form .btn-primary").click()
    page.get_by_text("There are two reports now.").wait_for()
    assert Report.objects.get(split_from=report).category == drugs

    # What everybody reads: a name in capitals is asked about, and mended
    page.goto(reverse("reports_staff:act", args=[report.reference, "release"]))
    page.get_by_label("Title in English").fill("IVANENKO PETRO turns the lamps off")
    page.locator("#public-preview mark").get_by_text("IVANENKO PETRO").wait_for()
    page.locator("#action form .btn-primary").click()
    page.get_by_text("These words may point to somebody.").first.wait_for()
    page.get_by_label("Title in English").fill("Two lamps are dark")
    page.locator("#action form .btn-primary").click()
    page.get_by_text("Released. Everybody reads these words").wait_for()

    # A photo, with what points to somebody covered
    page.get_by_role("link", name="Photo 1: cover and release").click()
    draw_box(page)
    page.get_by_text("Box 1").wait_for()
    assert_accessible(page)
    page.get_by_label("No face, number plate").check()
    page.get_by_role("button", name="Release this photo").click()
    page.get_by_text("The photo is released.").wait_for()
    left, top, right, bottom = PublicPhoto.objects.get().boxes[0]
    assert (left < 0.21, top < 0.21, right > 0.34, bottom > 0.29) == (True, True, True, True)
    assert Report.objects.get(pk=report.pk).release_state == ReleaseState.RELEASED


def test_a_report_goes_to_the_council_and_its_answer_to_the_reporter(browse, lamps, council, olena, iryna, oksana):
    report, later = lamps[0], timezone.localdate() + timedelta(days=9)
    officer = Desk(browse, iryna).page
    body = browse(reverse("referrals:inbox"), language="en", width=390, scheme="dark", person=oksana)

    officer.goto(reverse("reports_staff:act", args=[report.reference, "refer"]))
    officer.locator("#action [name=organisation]").select_option(label="Roads department")
    officer.locator("#action [name=words]").fill("Two lamps by the stairs do not work.")
    officer.locator("#action form .btn-primary").click()
    officer.get_by_text("Passed on. The reporter sees whose turn it is.").wait_for()

    body.reload()
    body.get_by_role("link", name="Two lamps by the stairs do not work.").click()
    body.get_by_label("Done by").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    body.get_by_role("button", name="Accept").click()
    body.get_by_text("Accepted. The reporter sees by when it is done.").wait_for()
    body.locator("summary", has_text="Move the day").click()
    move = body.locator("form[action$='/move/']")
    move.locator("[name=due_on]").fill(later.isoformat())
    move.locator("[name=reason]").fill("The lamps came without brackets.")
    assert_accessible(body)
    assert_no_sideways_scroll(body)
    move.get_by_role("button").click()
    body.get_by_text("The day was moved once.").wait_for()

    resident = browse(report.get_absolute_url(), language="en", width=390, person=olena)
    resident.get_by_text("The lamps came without brackets.").wait_for()
    assert_accessible(resident)

    body.locator("form[action$='/done/'] [name=answer]").fill("Both lamps are new.")
    body.get_by_role("button", name="It is done").click()
    body.get_by_text("Thank you. Your answer is with the police and the reporter.").wait_for()
    resident.reload()
    resident.get_by_text("Both lamps are new.").first.wait_for()
    officer.reload()
    officer.get_by_text("The lamps came without brackets.").wait_for()
    kept = Referral.objects.get()
    assert (kept.state, kept.times_moved, kept.due_on) == (ReferralState.DONE, 1, later)
    assert Report.objects.get(pk=report.pk).status == Status.RESOLVED


def test_an_administrator_tries_a_rule_keeps_it_and_is_told_of_a_broken_one(
    browse, lamps, areas, police, council, administrator
):
    police.email = "unit@example.org"
    police.save()
    page = browse(reverse("routing:rules"), language="en", person=administrator)
    assert_accessible(page)

    page.get_by_role("link", name="New rule").first.click()
    page.get_by_label("Where").select_option(value=str(areas.zarichchia.pk))
    page.get_by_label("To whom they go").select_option(label="Vyshnehrad police unit")
    page.get_by_role("button", name="Try it on past reports").click()
    page.get_by_role("heading", name="With the reports of the last 90 days").wait_for()
    assert RoutingRule.objects.count() == 0
    assert page.get_by_text("Two lamps").count() == 0  # counts, no words
    assert_accessible(page)
    page.get_by_role("button", name="Keep the rule").click()
    page.get_by_text("The rule is kept.").wait_for()
    assert RoutingRule.objects.get().organisation == police

    page.get_by_role("link", name="New rule").first.click()
    page.get_by_label("Where").select_option(value=str(areas.zarichchia.pk))
    page.get_by_label("Sent from").fill("18:00")
    page.get_by_label("To whom they go").select_option(label="Vyshnehrad police unit")
    page.get_by_role("button", name="Try it on past reports").click()
    page.get_by_text("Enter both times, or none.").first.wait_for()
    page.get_by_label("Sent until").fill("06:00")
    page.get_by_label("To whom they go").select_option(label="Roads department")
    page.get_by_role("button", name="Try it on past reports").click()
    page.get_by_text("cannot be reached: it has no e-mail address").first.wait_for()
    assert page.get_by_label("Sent from").input_value() == "18:00"
    assert_accessible(page)
    assert RoutingRule.objects.count() == 1
