"""One report at the desk: what its page shows, and whose contacts it opens."""

import pytest
from django.urls import reverse

from apps.events.models import AuditEntry
from apps.reports.models import ContactOpening, Report
from apps.reports.services import conversation, followup, triage
from tests.factories.reports import make_report
from tests.reports.desk_helpers import do, page_of, text_of, write

pytestmark = pytest.mark.django_db


def test_the_page_shows_words_answers_places_and_thread(desk, areas, olena, report):
    report.category.questions = [
        {
            "key": "extent",
            "type": "choice",
            "label": {"uk": "Скільки?", "en": "How many?"},
            "choices": [{"value": "one", "label": {"uk": "один", "en": "just one"}, "stopper": ""}],
        }
    ]
    report.category.save()
    Report.objects.filter(pk=report.pk).update(open_answers={"extent": "one", "gone": "x"})
    conversation.reply_as_reporter(report, by=olena, text="Since Monday")

    page = text_of(desk.get(page_of(report)))

    for words in ("Two lamps by the stairs are dark.", "How many?", "just one", "Mlynova St 8", "Since Monday"):
        assert words in page
    assert 'data-public-lat="50.011"' in page
    assert "Mlynova St, by the footbridge" in page


def test_each_opening_leaves_one_audit_row(desk, iryna, report):
    desk.get(page_of(report))
    desk.get(page_of(report), headers={"HX-Request": "true", "HX-Target": "chosen"})

    rows = AuditEntry.objects.filter(action="report.read", subject_id=report.pk)
    assert [(row.actor_id, row.area_id) for row in rows] == [(iryna.pk, report.area_id)] * 2


def test_beside_the_queue_only_the_report_is_sent(desk, report):
    page = text_of(desk.get(page_of(report), headers={"HX-Request": "true", "HX-Target": "chosen"}))

    assert page.lstrip().startswith("<title>")
    assert "queue-row" not in page
    assert "Two lamps by the stairs are dark." in page


def test_the_page_costs_the_same_for_one_message_and_for_thirty(
    desk, iryna, report, django_assert_num_queries, django_assert_max_num_queries
):
    conversation.answer_reporter(report, by=iryna, text="Hello")
    desk.get(page_of(report))  # what is kept from one request to the next is asked for here
    with django_assert_max_num_queries(21) as one:
        desk.get(page_of(report))
    for _ in range(29):
        conversation.answer_reporter(report, by=iryna, text="Hello")

    with django_assert_num_queries(len(one)):
        desk.get(page_of(report))


def test_words_that_were_refused_are_guarded_as_typed(desk, report):
    refused = write(desk, report, text="We look after it.", version=report.version - 1)

    assert refused.status_code == 409
    assert 'data-guarded="written"' in text_of(refused)
    assert 'data-guarded="written"' not in text_of(desk.get(page_of(report)))


def test_the_reporter_is_nameless_until_the_contacts_are_opened(desk, areas, olena, iryna, report):
    conversation.reply_as_reporter(report, by=olena, text="It is dark again")
    stale = do(desk, report, "acknowledge", version=1)

    for page in (text_of(desk.get(page_of(report))), text_of(stale)):
        assert olena.name not in page
        assert olena.email not in page
    assert stale.status_code == 409


def test_contacts_of_a_reporter_without_account_are_masked_too(desk, areas):
    given = {"name": "Halyna Bondar", "phone": "+380 67 000 31 18", "safe_contact": "Mornings only"}
    report = make_report(areas.zarichchia, identity=given)

    page = text_of(desk.get(page_of(report)))

    assert [value for value in given.values() if value in page] == []


def test_contacts_open_once_with_a_reason_that_is_kept(desk, areas, iryna):
    report = make_report(areas.zarichchia, identity={"name": "Halyna Bondar", "safe_contact": "Mornings only"})

    opened = desk.post(page_of(report, "contacts"), {"version": report.version, "reason": "To agree on a time"})

    assert "Halyna Bondar" in text_of(opened)
    assert "Mornings only" in text_of(opened)
    assert "To agree on a time" in text_of(opened)
    assert opened["Cache-Control"] == "no-store"
    assert "Halyna Bondar" not in text_of(desk.get(page_of(report)))
    assert [(row.by, row.reason) for row in ContactOpening.objects.all()] == [(iryna, "To agree on a time")]
    assert AuditEntry.objects.filter(action="report.contact_opened", actor_id=iryna.pk).count() == 1


@pytest.mark.parametrize(("reason", "status"), [("", 422), ("x", 409), ("y" * 201, 422)])
def test_contacts_stay_closed_without_a_reason(desk, olena, report, reason, status):
    answer = desk.post(page_of(report, "contacts"), {"version": report.version, "reason": reason})

    assert answer.status_code == status
    assert olena.email not in text_of(answer)
    assert ContactOpening.objects.count() == 0


def test_nothing_opens_for_an_anonymous_reporter(desk, areas):
    report = make_report(areas.zarichchia)

    answer = desk.post(page_of(report, "contacts"), {"version": 1, "reason": "To call back"})

    assert answer.status_code == 409
    assert "The reporter is anonymous" in text_of(answer)


def test_a_reference_as_typed_leads_to_its_report(desk, report):
    address = reverse("reports_staff:detail", args=[report.reference])

    assert desk.get(address.lower())["Location"] == address
    assert desk.get("/desk/reports/nothing/").status_code == 404


def test_the_page_says_how_often_a_solution_was_disputed(desk, report, iryna, bohdan, olena):
    triage.resolve_report(report, by=iryna, outcome="Mended")
    before = text_of(desk.get(page_of(report)))
    followup.dispute_solution(report, by=olena, text="It is dark again.")
    triage.resolve_report(report, by=bohdan, outcome="A new lamp")
    followup.dispute_solution(report, by=olena, text="Still dark.")

    assert "Solution disputed" not in before
    assert "<dt>Solution disputed</dt>\n      <dd>2 times</dd>" in text_of(desk.get(page_of(report)))
