"""Words for a report, sent after the session ended: back at the report, beside the queue as it was."""

import pytest

from apps.accounts.services.people import end_sessions
from apps.events.models import AuditEntry
from tests.factories.accounts import signed_in
from tests.reports.desk_helpers import page_of, text_of

pytestmark = pytest.mark.django_db

FILTERS = "state=open&q=%D0%BB%D1%96%D1%85%D1%82%D0%B0%D1%80"


def test_words_are_offered_without_doing_what_another_page_does(desk, iryna, report):
    fields = {"csrfmiddlewaretoken": str(desk.get(page_of(report, "detail")).context["csrf_token"]), "text": "Ordered."}
    end_sessions(iryna)
    desk.post(page_of(report, "write"), fields, headers={"Sec-Fetch-Site": "same-origin"})
    again = signed_in(iryna)
    session = again.session
    session["kept"] = desk.session["kept"]
    session.save()

    offered = again.get(page_of(report, "case"))

    assert "Ordered." in text_of(offered)
    assert offered["Cache-Control"] == "private, no-store"
    assert not AuditEntry.objects.filter(action="report.printed").exists()


def test_answer_to_a_reporter_is_sent_after_all_and_leads_back_to_the_filters(desk, iryna, report):
    page, address = (f"{page_of(report, name)}?{FILTERS}" for name in ("detail", "write"))
    fields = {
        "csrfmiddlewaretoken": str(desk.get(page).context["csrf_token"]),
        "version": report.version,
        "audience": "reporter",
        "text": "The lamp is ordered.",
    }
    end_sessions(iryna)
    ended = desk.post(address, fields, headers={"Referer": f"http://testserver{page}"})
    again = signed_in(iryna)
    again.cookies["language"] = "en"
    session = again.session
    session["kept"] = desk.session["kept"]
    session.save()

    led = again.get(page_of(report))
    offered = again.get(led.url)
    kept = next(context for context in offered.context if "had_files" in context)  # not that of the page itself
    answer = again.post(kept["address"], dict(kept["fields"]))

    assert FILTERS not in ended.url
    assert led.url == page
    assert [(str(label), words) for label, words in kept["said"]] == [
        ("Which version of it was open", str(report.version)),
        ("Who reads it", "To the reporter"),
        ("Your words", "The lamp is ordered."),
    ]
    assert answer.url == page
    assert "The lamp is ordered." in text_of(again.get(answer.url))
