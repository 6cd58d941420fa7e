"""All that the portal holds of a person: taken along, and erased."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from apps.accounts.models import Person
from apps.attachments.services import make_safe
from apps.events.models import AuditEntry, Event
from apps.notifications.models import Delivery, Subscriber
from apps.notifications.services import outbox
from apps.notifications.services.subscriptions import follow
from apps.reports.enums import Nature
from apps.reports.models import Report
from apps.reports.services import conversation
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import photo_file

pytestmark = pytest.mark.django_db

PAGE = reverse("portal:my_data")


@pytest.fixture
def client(client_for, olena):
    client = client_for(olena, factor=False)
    client.cookies["language"] = "en"
    return client


def test_the_download_holds_account_reports_photos_and_what_is_followed(client, areas, olena):
    report = make_report(areas.zarichchia, reporter=olena, words="Two lamps", photos=[make_safe(photo_file())])
    follow(olena, area=areas.zarichchia)

    answer = client.get(reverse("portal:my_data_download"))

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    told = json.loads(archive.read("data.json"))
    assert archive.namelist() == ["data.json", f"{report.reference}-1.jpg"]
    assert told["account"]["email"] == olena.email
    assert [row["words"] for row in told["reports"]] == ["Two lamps"]
    assert [row["what"] for row in told["followed"]] == ["Zarichchia"]


def test_the_download_holds_nothing_of_anybody_else(client, areas, taras, iryna):
    mine = make_report(areas.zarichchia, reporter=Person.objects.get(email="olena@example.org"))
    conversation.add_note(mine, by=iryna, text="internal canary")
    make_report(areas.zarichchia, reporter=taras, words="foreign canary")

    answer = client.get(reverse("portal:my_data_download"))

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert b"canary" not in archive.read("data.json")


def test_an_erased_account_leaves_an_empty_row_and_no_session(client, areas, olena):
    report = make_report(areas.zarichchia, reporter=olena)
    follow(olena, area=areas.zarichchia)

    assert client.post(PAGE).status_code == 422
    answer = client.post(PAGE, {"understood": "on"}, follow=True)

    row, report = Person.objects.get(pk=olena.pk), Report.objects.get(pk=report.pk)
    assert "Your account and what you told are erased." in answer.content.decode()
    assert (row.name, row.phone, row.is_active, row.email) == ("", "", False, f"erased-{row.pk}@erased.invalid")
    assert (report.words, report.reporter) == ("", None)
    assert not Subscriber.objects.filter(person=olena).exists()
    assert client.get(PAGE).status_code == 302


def test_nothing_tells_who_erased_a_report(client, areas, olena, iryna):
    report = make_report(areas.zarichchia, reporter=olena)
    conversation.answer_reporter(report, by=iryna, text="We come.")
    outbox.fan_out()
    assert Delivery.objects.filter(person=olena, event__subject_id=report.pk).exists()

    client.post(f"{report.get_absolute_url()}erase/", {"understood": "on"})
    outbox.fan_out()

    assert not Delivery.objects.filter(person=olena).exists()
    assert not Event.objects.filter(actor=olena).exists()
    assert not AuditEntry.objects.filter(actor_id=olena.pk).exists()


def test_what_the_law_keeps_bears_the_name_when_the_account_is_erased(client, areas, olena):
    crime = make_report(areas.zarichchia, reporter=olena, category=CategoryFactory(nature=Nature.CRIME))
    name, email = olena.name, olena.email
    assert crime.reference in client.get(PAGE).content.decode()

    client.post(PAGE, {"understood": "on"})

    crime.refresh_from_db()
    assert crime.reporter is None
    assert (crime.identity["name"], crime.identity["email"]) == (name, email)
    assert crime.words


def test_whoever_held_a_role_is_told_why_they_stay(client_for, iryna):
    client = client_for(iryna)
    client.cookies["language"] = "en"

    answer = client.post(PAGE, {"understood": "on"})

    assert answer.status_code == 422
    assert "An administrator can end your access." in answer.content.decode()
    assert Person.objects.get(pk=iryna.pk).is_active
