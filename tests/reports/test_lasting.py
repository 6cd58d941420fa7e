"""Four weeks after the closing the reporter is asked whether it is still solved, once, by mail or on the page."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from apps.desk.selectors import my_reports
from apps.events.models import Event
from apps.notifications.models import Delivery
from apps.notifications.services import outbox
from apps.reports.enums import Channel, ReportEvent
from apps.reports.errors import MoveRefused
from apps.reports.lasting import lasting_path
from apps.reports.models import Report
from apps.reports.services.conversation import answer_reporter
from apps.reports.services.followup import confirm_solution, reopen_report, say_whether_it_lasts
from apps.reports.services.schedules import ask_whether_it_lasts
from apps.reports.services.triage import resolve_report
from tests.factories.reports import make_report

NOON = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)


@pytest.fixture
def closed(areas, olena, iryna):
    """Olena's report, closed 29 days ago."""
    report = make_report(areas.zarichchia, reporter=olena)
    resolve_report(report, by=iryna, outcome="Mended.")
    confirm_solution(report, by=olena)
    return closed_ago(report, days=29)


def closed_ago(report, **time):
    Report.objects.filter(pk=report.pk).update(closed_at=NOON - timedelta(**time), assignee=None)
    return Report.objects.get(pk=report.pk)


def test_question_is_asked_once_for_a_closing(closed):
    assert [ask_whether_it_lasts(NOON), ask_whether_it_lasts(NOON + timedelta(hours=1))] == [1, 0]


@pytest.mark.parametrize(
    ("days", "hour"), [(27, 0), (50, 0), (29, 12)], ids=["too early", "too late to ask", "at night"]
)
def test_question_is_not_asked_at_another_time(closed, days, hour):
    closed_ago(closed, days=days)

    assert ask_whether_it_lasts(NOON + timedelta(hours=hour)) == 0


def test_question_is_not_asked_about_what_was_imported(closed):
    Report.objects.update(channel=Channel.IMPORT)

    assert ask_whether_it_lasts(NOON) == 0


def test_question_is_answered_by_the_link_of_the_mail_alone(client, settings, closed):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.cookies["language"] = "en"
    Event.objects.update(fanned_out_at=timezone.now())
    ask_whether_it_lasts(NOON)
    outbox.fan_out()
    outbox.deliver_due(limit=10)
    assert lasting_path(closed) in mail.outbox[0].body

    seen = client.get(lasting_path(closed)).content.decode()
    assert closed.words not in seen
    assert Report.objects.get().still_solved is None
    answer = client.post(lasting_path(closed), {"lasts": "no"}, follow=True)

    assert "it is back" in answer.content.decode()
    assert Report.objects.get().still_solved is False


def test_no_is_told_to_the_police_and_shown_at_the_desk(desk, bohdan, olena, closed):
    Event.objects.update(fanned_out_at=timezone.now())
    say_whether_it_lasts(closed, by=olena, lasts=False)
    outbox.fan_out()

    assert Event.objects.filter(name=ReportEvent.CAME_BACK).count() == 1
    assert set(Delivery.objects.values_list("recipient", flat=True)) == {f"person:{bohdan.pk}"}
    text = desk.get(reverse("reports_staff:detail", args=[closed.reference])).content.decode()
    assert "back again, says the reporter" in text


def test_no_waits_at_the_desk_until_somebody_has_looked_at_it(client_for, areas, iryna, olena, closed):
    say_whether_it_lasts(closed, by=olena, lasts=False)
    officer, resident = client_for(iryna), client_for(olena)
    officer.cookies["language"] = resident.cookies["language"] = "en"
    queue = f"{reverse('reports_staff:queue')}?tab=mine&back=on"
    shelf = my_reports(iryna, area=areas.hromada, now=timezone.localtime())["back"]

    assert (shelf.rows, shelf.count) == ([closed], 1)
    assert "Back after four weeks, says the reporter" in officer.get(reverse("desk:home")).content.decode()
    assert [report.pk for report in officer.get(queue).context["queue"].page] == [closed.pk]
    assert "An officer looks at it" in resident.get(closed.get_absolute_url()).content.decode()
    answer_reporter(closed, by=iryna, text="We walk there every evening again.")
    assert list(officer.get(queue).context["queue"].page) == []
    assert "the police have read it" in resident.get(closed.get_absolute_url()).content.decode()


def test_yes_does_not_wait_at_the_desk(closed, olena):
    say_whether_it_lasts(closed, by=olena, lasts=True)

    assert not Report.objects.back_again().exists()


def test_question_stands_on_the_page_until_it_is_answered(client_for, olena, closed):
    client, address = client_for(olena, factor=False), reverse("reports:decide", args=[closed.reference, "lasting"])

    assert address in client.get(closed.get_absolute_url()).content.decode()
    assert client.post(address, {"lasts": "yes"}).status_code == 302
    assert address not in client.get(closed.get_absolute_url()).content.decode()
    assert Report.objects.get().still_solved is True


def test_answer_is_taken_once_and_in_time(closed, olena):
    with pytest.raises(MoveRefused):
        say_whether_it_lasts(closed_ago(closed, days=91), by=olena, lasts=True)
    say_whether_it_lasts(closed_ago(closed, days=29), by=olena, lasts=True)

    with pytest.raises(MoveRefused):
        say_whether_it_lasts(closed, by=olena, lasts=False)


def test_link_of_an_earlier_closing_and_a_forged_one_lead_nowhere(client, closed, olena, iryna):
    earlier = lasting_path(closed)
    reopen_report(closed, by=olena, text="It is back.")
    resolve_report(closed, by=iryna, outcome="Mended again.")
    confirm_solution(closed, by=olena)

    assert client.get(earlier).status_code == 404
    assert client.get(lasting_path(closed)[:-2] + "x/").status_code == 404


def test_new_closing_asks_anew(closed, olena, iryna):
    say_whether_it_lasts(closed, by=olena, lasts=False)
    reopen_report(closed, by=olena, text="It is back.")
    resolve_report(closed, by=iryna, outcome="Mended again.")
    confirm_solution(closed, by=olena)

    assert Report.objects.get().still_solved is None
