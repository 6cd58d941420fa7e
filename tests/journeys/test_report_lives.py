"""The whole life of a report from both sides: its reporter has no script, the police have one."""

import zipfile
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils import timezone

from apps.core.forms import HumanForm
from apps.reports.enums import AppealState, Status
from apps.reports.models import Appeal, Report
from apps.reports.services.intake import report_by_receipt
from tests.attachments.pictures import encoded, quadrants
from tests.factories.reports import CategoryFactory, make_report
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll

PHOTO = {"name": "stairs.jpg", "mimeType": "image/jpeg", "buffer": encoded(quadrants(640, 480))}


@pytest.fixture
def file_report(transactional_db, areas, police, olena, monkeypatch):
    """Return `file_report(words)`: a report of Olena in Zarichchia."""
    monkeypatch.setattr(HumanForm, "QUICKEST", timedelta(0))  # a browser of tests reads faster than people
    kind = CategoryFactory(name_uk="Не горить ліхтар", name_en="Street light out", icon="lightbulb")

    def make(words):
        place = {"point": Point(30.0105, 50.0105, srid=4326), "place": "Mlynova St 8"}
        return make_report(areas.zarichchia, category=kind, reporter=olena, words=words, **place)

    return make


@pytest.fixture
def look(browse):
    """Return `look(page)`: see what stands on a page without a script with the eyes of axe-core, which needs one."""
    eyes = []

    def at(page, **window):
        if not eyes:
            eyes.append(browse("/accessibility/", language="en", **window))
        eyes[0].context.add_cookies(page.context.cookies())
        eyes[0].goto(page.url)
        assert_accessible(eyes[0])
        assert_no_sideways_scroll(eyes[0])

    return at


class Desk:
    """An officer's side: opens a report and does one thing with it."""

    def __init__(self, browse, person):
        self.page = browse(reverse("desk:home"), language="en", person=person)

    def open(self, report):
        self.page.goto(reverse("reports_staff:detail", args=[report.reference]))
        return self.page.locator(".report")

    def do(self, report, action, *, said, **fields):
        """Do what a form asks for; `said` is what the desk says then."""
        self.page.goto(reverse("reports_staff:act", args=[report.reference, action]))
        for name, words in fields.items():
            self.page.locator(f"#action [name={name}]").fill(words)
        self.page.locator("#action form .btn-primary").click()
        self.page.get_by_text(said).first.wait_for()

    def write(self, report, words, *, button="Send"):
        self.open(report)
        self.page.locator("#write textarea").fill(words)
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.get_by_text("Sent.").first.wait_for()


def decide(page, summary, label, words, button):
    """Open what a reporter may decide, say why, and do it."""
    page.get_by_text(summary).click()
    page.get_by_label(label).fill(words)
    page.get_by_role("button", name=button).click()


def test_report_is_corrected_asked_about_solved_disputed_and_comes_back(
    browse, look, file_report, olena, iryna, bohdan
):
    report = file_report("Two lamps by house 14 are dark.")
    resident = browse(report.get_absolute_url(), language="en", width=390, javascript=False, person=olena)
    officer = Desk(browse, iryna)

    resident.get_by_role("link", name="Correct it").click()
    resident.locator("[name=words]").fill("Two lamps by house 16 are dark.")
    look(resident, width=390)
    resident.get_by_role("button", name="Keep the changes").click()
    resident.get_by_text("Corrected. What you wrote first is kept.").wait_for()

    seen = officer.open(report)
    seen.get_by_text("Two lamps by house 16 are dark.").first.wait_for()
    seen.get_by_text("As it stood until").click()
    assert seen.get_by_text("Two lamps by house 14 are dark.").is_visible()
    seen.get_by_role("button", name="Take it on").click()
    officer.page.get_by_text("The report is yours.").wait_for()
    officer.write(report, "Which stairs are they on?", button="Send and wait for the answer")

    resident.goto(report.get_absolute_url())
    assert resident.get_by_role("link", name="Correct it").count() == 0
    resident.locator(".card-turn").get_by_text("Which stairs are they on?").wait_for()
    resident.locator("#reply [name=text]").fill("The steep ones, see the photo.")
    resident.locator("#reply [type=file]").set_input_files(PHOTO)
    resident.get_by_role("button", name="Send message").click()
    resident.locator(".bubble-own img").wait_for()

    seen = officer.open(report)
    seen.locator(".conversation img").first.wait_for()
    officer.do(report, "resolve", said="Marked as solved.", outcome="Both lamps are new.")

    resident.goto(report.get_absolute_url())
    look(resident)
    decide(resident, "No, it is not solved", "What is still wrong?", "One is dark again.", "Open it again")
    resident.get_by_text("The report is open again, and a colleague will decide.").wait_for()

    officer.do(report, "resolve", said="a colleague decides now", outcome="They burn.")
    assert Report.objects.get().status == Status.IN_PROGRESS
    Desk(browse, bohdan).do(report, "resolve", said="Marked as solved.", outcome="The cable is new too.")

    resident.goto(report.get_absolute_url())
    resident.get_by_role("button", name="Yes, it is solved").click()
    resident.get_by_text("Thank you. The report is closed.").wait_for()
    decide(resident, "It is back: open the report again", "What has happened since?", "Dark again.", "Open it again")
    resident.get_by_text("The report is open again.").wait_for()
    officer.do(report, "resolve", said="Marked as solved.", outcome="The timer was wrong, it is set.")
    resident.goto(report.get_absolute_url())
    resident.get_by_role("button", name="Yes, it is solved").click()

    Report.objects.update(closed_at=timezone.now() - timedelta(weeks=4, days=1))
    resident.goto(report.get_absolute_url())
    look(resident)
    resident.get_by_role("button", name="No, it is back").click()
    resident.get_by_text("An officer looks at it").wait_for()
    officer.page.goto(reverse("desk:home"))
    assert_accessible(officer.page)
    shelf = officer.page.locator("section", has=officer.page.locator("#shelf-back"))
    shelf.get_by_role("link", name="Two lamps by house 16 are dark.").click()
    officer.page.get_by_text("The reporter says that it is back.").wait_for()
    officer.do(report, "reopen", said="The report is open again", text="We look at the cable once more.")
    resident.goto(report.get_absolute_url())
    resident.get_by_text("We look at the cable once more.").wait_for()


def test_reporter_appeals_becomes_anonymous_takes_the_data_and_erases(browse, look, file_report, olena, iryna):
    appealed, hidden, erased = (file_report(words) for words in ("The hole is deep.", "It is loud.", "They shout."))
    resident = browse(appealed.get_absolute_url(), language="en", javascript=False, scheme="dark", person=olena)
    officer = Desk(browse, iryna)

    resident.get_by_text("Make it a statutory appeal").click()
    resident.get_by_label("Your full name").fill("Olena Savchuk")
    resident.get_by_role("button", name="Ask for it").click()  # the browser itself asks for the address
    resident.get_by_label("Where you live").fill("Mlynova St 8, flat 3")
    resident.get_by_role("button", name="Ask for it").click()
    resident.get_by_text("Asked for. Within five days").wait_for()
    officer.do(appealed, "register-appeal", said="Registered.", number="S-112")
    day = (timezone.localdate() - timedelta(days=4)).isoformat()
    officer.do(appealed, "redate-appeal", said="Corrected.", day=day, text="The paper lay in our post box.")
    resident.goto(appealed.get_absolute_url())
    resident.get_by_text("S-112").wait_for()
    resident.get_by_text("The paper lay in our post box.").wait_for()
    assert resident.locator(f".facts time[datetime='{day}']").count() == 1
    look(resident, scheme="dark")
    officer.do(appealed, "answer-appeal", said="Answered.", text="It is filled; you may go to court.")
    resident.goto(appealed.get_absolute_url())
    resident.locator(".bubble").get_by_text("It is filled; you may go to court.").wait_for()
    assert Appeal.objects.get().state == AppealState.ANSWERED

    resident.goto(hidden.get_absolute_url())
    resident.get_by_role("link", name="Become anonymous").click()
    code = resident.locator("#secret-code").inner_text()
    look(resident)
    resident.get_by_label("I have the secret code").check()
    resident.get_by_role("button", name="Remove my name and contacts").click()
    resident.get_by_text("From now on the secret code opens this report.").wait_for()
    assert report_by_receipt(code).is_anonymous
    seen = officer.open(hidden)
    assert seen.get_by_text("Olena").count() == 0
    officer.write(hidden, "We drive by tonight.")
    resident.reload()
    resident.get_by_text("We drive by tonight.").wait_for()
    resident.locator(".receipt-bar button").click()
    resident.goto(hidden.get_absolute_url())
    assert resident.get_by_text("We drive by tonight.").count() == 0
    resident.goto(reverse("reports:receipt"))
    resident.locator("[name=code]").fill(code)
    resident.get_by_role("button", name="Open my report").click()
    resident.get_by_text("We drive by tonight.").wait_for()
    resident.locator(".receipt-bar button").click()

    resident.goto(reverse("portal:my_data"))
    look(resident)
    with resident.expect_download() as download:
        resident.get_by_role("link", name="Download my data").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        told = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".json"))
    assert [words in told for words in ("The hole is deep.", "They shout.", "It is loud.")] == [True, True, False]

    resident.goto(erased.get_absolute_url())
    resident.get_by_role("link", name="Erase what I told").click()
    look(resident)
    resident.get_by_label("I understand that this cannot be undone.").check()
    resident.get_by_role("button", name="Erase it for good").click()
    resident.get_by_text("Everything that you told in this report is erased.").wait_for()
    officer.open(erased).get_by_role("heading", level=1, name="Street light out").wait_for()
    assert_accessible(officer.page)
    assert Report.objects.get(pk=erased.pk).status == Status.WITHDRAWN
