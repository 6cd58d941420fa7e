"""Reporters follow their report, in a browser."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.attachments.services import make_safe
from apps.core.forms import HumanForm
from apps.notifications.models import Subscription
from apps.notifications.services import outbox
from apps.notifications.services.subscriptions import follow
from apps.reports.enums import Status
from apps.reports.services.conversation import answer_reporter, ask_reporter, post_public_update
from apps.reports.services.release import release_report
from apps.reports.services.triage import acknowledge_report, decline_report, resolve_report
from tests.attachments.pictures import encoded, quadrants
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.journeys.conftest import LOOKS, assert_accessible, assert_no_sideways_scroll

RECEIPT = reverse("reports:receipt")
SEND = {"uk": "Надіслати лист", "en": "Send message"}
OPEN = {"uk": "Відкрити моє повідомлення", "en": "Open my report"}


@pytest.fixture
def file_report(transactional_db, areas):
    """Return `file_report(**fields)`: a report of a dark lamp in Zarichchia, with a photo."""
    kind = CategoryFactory(name_uk="Не горить ліхтар", name_en="Street light out", icon="lightbulb")

    def make(**fields):
        photo = make_safe(SimpleUploadedFile("p.jpg", encoded(quadrants(640, 480)), content_type="image/jpeg"))
        return make_report(
            areas.zarichchia,
            category=kind,
            words="Two lamps by the stairs are dark.",
            point=Point(30.0105, 50.0105, srid=4326),
            place="Mlynova St 8",
            snap_point=SnapPointFactory(area=areas.zarichchia),
            photos=[photo],
            **fields,
        )

    return make


@pytest.mark.parametrize(("language", "javascript", "width"), [("uk", True, 1280), ("en", False, 390)])
def test_anonymous_reporter_holds_a_conversation(browse, file_report, iryna, monkeypatch, language, javascript, width):
    monkeypatch.setattr(HumanForm, "QUICKEST", timedelta(0))  # the browser of a test types faster than a person
    report = file_report()
    acknowledge_report(report, by=iryna)
    ask_reporter(report, by=iryna, text="Which stairs do you mean?")
    page = browse(RECEIPT, language=language, javascript=javascript, width=width)
    page.locator("[name=code]").fill(report.secret_code.lower().replace("-", " "))
    page.get_by_role("button", name=OPEN[language]).click()
    page.locator(".card-turn").get_by_text("Which stairs do you mean?").wait_for()
    assert page.url.endswith(report.get_absolute_url())  # the code stands in no address

    page.locator(".card-turn a").click()
    page.locator("[name=text]").fill("The steep ones.")
    page.get_by_role("button", name=SEND[language]).click()
    page.locator(".bubble-own").get_by_text("The steep ones.").wait_for()
    assert not page.locator(".card-turn").count()

    report.refresh_from_db()
    assert (report.status, report.paused_at, report.unread_reply) == (Status.IN_PROGRESS, None, True)
    answer_reporter(report, by=iryna, text="They come on Friday.")
    page.reload()
    page.locator(".bubble").get_by_text("They come on Friday.").wait_for()
    page.locator(".receipt-bar button").click()
    page.goto(report.get_absolute_url())
    assert page.get_by_text("The steep ones.").count() == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_reporter_confirms_and_says_how_satisfied(browse, file_report, olena, iryna, javascript):
    report = file_report(reporter=olena)
    resolve_report(report, by=iryna, outcome="Both lamps are new.")
    page = browse(reverse("reports:mine"), language="en", person=olena, javascript=javascript, width=390)
    page.get_by_text("It is your turn").wait_for()
    page.get_by_role("link", name="Street light out").click()

    page.get_by_label("5, very much").check()
    page.get_by_role("button", name="Yes, it is solved").click()

    page.get_by_text("Thank you. The report is closed.").wait_for()
    report.refresh_from_db()
    assert (report.status, report.satisfaction) == (Status.CLOSED, 5)


@pytest.mark.parametrize("javascript", [True, False])
def test_reporter_disputes_with_a_reason(browse, file_report, olena, iryna, javascript):
    report = file_report(reporter=olena)
    resolve_report(report, by=iryna, outcome="Both lamps are new.")
    page = browse(report.get_absolute_url(), language="en", person=olena, javascript=javascript)

    page.get_by_text("No, it is not solved").click()
    page.get_by_label("What is still wrong?").fill("One of them is dark again.")
    page.get_by_role("button", name="Open it again").click()

    page.get_by_text("The report is open again, and a colleague will decide.").wait_for()
    report.refresh_from_db()
    assert (report.status, report.decision_disputed) == (Status.IN_PROGRESS, True)


def test_reporter_objects_to_a_closing(browse, file_report, olena, iryna):
    report = file_report(reporter=olena)
    decline_report(report, by=iryna, reason="There is no lamp.")
    page = browse(report.get_absolute_url(), language="en", person=olena)

    page.get_by_text("I object: it needs a second look").click()
    page.get_by_label("Why should it be looked at again?").fill("There are two.")
    page.get_by_role("button", name="Object").click()

    page.get_by_text("Your objection is in").wait_for()


def test_neighbour_says_me_too_without_an_account_or_a_script(browse, file_report, iryna):
    report = file_report()
    release_report(report, by=iryna, title_en="Street light out", summary_en="Two lamps are dark.")
    page = browse(report.get_absolute_url(), language="en", javascript=False, width=390)

    page.get_by_role("button", name="Me too").click()

    page.get_by_text("1 more person says “me too”.").wait_for()
    assert page.get_by_role("button", name="Me too").count() == 0


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_pages_have_no_barrier(browse, file_report, olena, iryna, scheme, language):
    asked, solved, declined, released = (file_report(reporter=olena) for _ in range(4))
    ask_reporter(asked, by=iryna, text="Which stairs?")
    resolve_report(solved, by=iryna, outcome="Both lamps are new.")
    decline_report(declined, by=iryna, reason="There is no lamp.")
    release_report(released, by=iryna, title_uk="Не горить ліхтар", summary_uk="Два ліхтарі темні.")
    post_public_update(released, by=iryna, text="The lamps are ordered.")
    page = browse(reverse("reports:mine"), scheme=scheme, language=language, person=olena)
    assert_accessible(page)
    for report in (asked, solved, declined, released):
        page.goto(report.get_absolute_url())
        for summary in page.locator(".decision summary").all():
            summary.click()
        assert_accessible(page)
    stranger = browse(released.get_absolute_url(), scheme=scheme, language=language)
    assert_accessible(stranger)
    stranger.goto(RECEIPT)
    assert_accessible(stranger)
    stranger.locator("[name=code]").fill("7K3M-Q9TD-X2WB-4HNA")
    stranger.locator("main form button[type=submit]").click()
    stranger.locator(".error-summary").wait_for()
    assert_accessible(stranger)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_pages_fit_a_screen_of_320_pixels(browse, file_report, olena, iryna, language):
    report = file_report(reporter=olena)
    ask_reporter(report, by=iryna, text="Which stairs?")
    release_report(report, by=iryna, title_uk="Не горить ліхтар", summary_uk="Два ліхтарі темні.")
    page = browse(report.get_absolute_url(), width=320, language=language, person=olena)
    assert_no_sideways_scroll(page)
    page.goto(reverse("reports:mine"))
    assert_no_sideways_scroll(page)
    stranger = browse(report.get_absolute_url(), width=320, language=language)
    assert_no_sideways_scroll(stranger)
    stranger.goto(RECEIPT)
    assert_no_sideways_scroll(stranger)


def test_what_is_followed_and_the_inbox_have_no_barrier(browse, file_report, olena, areas, iryna):
    report = file_report(reporter=olena)
    acknowledge_report(report, by=iryna)
    follow(olena, area=areas.zarichchia)
    outbox.fan_out()
    page = browse("/inbox/", person=olena, scheme="dark", width=390)
    page.get_by_text("вже прочитали його").first.wait_for()
    for path in ("/inbox/", "/following/", "/following/preferences/", "/follow/"):
        page.goto(path)
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_a_circle_is_drawn_on_the_map(browse, olena, areas):
    page = browse("/follow/", person=olena, language="en")
    page.locator(".follow-canvas").click(position={"x": 200, "y": 150})
    page.locator(".follow-circle").wait_for(state="attached")
    page.get_by_label("What you call it").fill("home")
    page.get_by_role("button", name="Follow", exact=True).click()

    page.get_by_role("heading", name="A circle of 500 m on the map, “home”").wait_for()
    drawn = Subscription.objects.get().centre

    page.get_by_role("link", name="Move or resize").click()
    page.locator(".follow-circle").wait_for(state="attached")
    page.locator(".follow-canvas").click(position={"x": 420, "y": 220})
    page.get_by_label("How far around").select_option("2000")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()

    page.get_by_role("heading", name="A circle of 2000 m on the map, “home”").wait_for()
    moved = Subscription.objects.get()
    assert moved.centre != drawn
    assert moved.radius == 2000
