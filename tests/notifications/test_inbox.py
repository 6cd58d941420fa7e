"""What a person was told, in the portal itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.notifications.models import Delivery, Mute
from apps.notifications.services import outbox
from apps.reports.services.triage import acknowledge_report
from tests.factories.reports import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(areas, police, olena, iryna):
    """Olena's report, which an officer has read."""
    report = make_report(areas.zarichchia, reporter=olena)
    acknowledge_report(report, by=iryna)
    outbox.fan_out()
    return report


@pytest.fixture
def browser(client_for, olena):
    client = client_for(olena, factor=False)
    client.cookies["language"] = "en"
    return client


def test_the_inbox_says_each_fact_once_newest_first(report, browser):
    page = browser.get("/inbox/").content.decode()

    assert page.index("An officer has read it.") < page.index("We have received what you sent.")
    assert page.count("An officer has read it.") == 1


def test_the_header_counts_what_was_not_opened(report, browser):
    assert '<span class="bell-count">2</span>' in browser.get("/").content.decode()

    browser.post("/inbox/read/")
    assert '<span class="bell-count">' not in browser.get("/").content.decode()


def test_opening_an_entry_leads_on_and_counts_it_as_read(report, browser, olena):
    entry = Delivery.objects.inbox_of(olena).order_by("pk").last()

    assert report.reference in browser.get(f"/inbox/{entry.pk}/").url
    entry.refresh_from_db()
    assert entry.read_at is not None


def test_an_entry_of_somebody_else_is_not_found(report, client_for, taras, olena):
    entry = Delivery.objects.inbox_of(olena).first()

    assert client_for(taras, factor=False).get(f"/inbox/{entry.pk}/").status_code == 404


def test_an_entry_whose_report_is_gone_says_nothing_of_it(report, browser, olena):
    reference = report.reference
    Delivery.objects.filter(channel="email").delete()
    report.delete()

    page = browser.get("/inbox/").content.decode()
    assert "This cannot be read any more" in page
    assert reference not in page


def test_the_inbox_costs_the_same_for_one_and_for_thirty(report, browser, areas, olena):
    def queries():
        with CaptureQueriesContext(connection) as found:
            browser.get("/inbox/")
        return len(found)

    queries()
    few = queries()
    for _ in range(28):
        make_report(areas.zarichchia, reporter=olena)
    outbox.fan_out()
    assert queries() == few


def test_the_link_of_a_reporters_mail_stops_mail_about_that_report_alone(report, browser, areas, olena, smtp):
    outbox.deliver_due()
    link = smtp.accepted[-1].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")

    browser.post(link, {"List-Unsubscribe": "One-Click"})

    assert Mute.objects.get().subject_id == report.pk
