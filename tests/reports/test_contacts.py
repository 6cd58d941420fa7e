"""Contacts are opened for a reason, and the reporter sees who did."""

import pytest
from django.urls import reverse

from apps.core.errors import DomainError
from apps.events.models import AuditEntry, Event
from apps.reports.enums import ReportEvent, Sensitivity
from apps.reports.models import ContactOpening, Report
from apps.reports.services.contacts import find_by_phone, open_contact, open_contact_and_find_others
from apps.reports.services.conversation import answer_reporter
from apps.reports.services.erasure import erase_report
from tests.factories.reports import CategoryFactory, make_report


def test_contacts_of_an_account_are_opened_with_a_trace(areas, olena, iryna):
    report = make_report(areas.zarichchia, reporter=olena, identity={"safe_contact": "after six"})

    found = open_contact(report, by=iryna, reason="To ask which stairs")

    assert found == {"name": "Olena Savchuk", "email": "olena@example.org", "safe_contact": "after six"}
    assert list(report.contact_openings.values_list("by", "reason")) == [(iryna.pk, "To ask which stairs")]
    event = Event.objects.get(name=ReportEvent.CONTACT_OPENED)
    assert (event.audience, event.actor) == ("reporter", iryna)
    entry = AuditEntry.objects.get(action="report.contact_opened")
    assert (entry.actor_id, entry.subject_id, entry.data) == (iryna.pk, report.pk, {})


def test_contacts_of_somebody_without_an_account_are_those_they_left(areas, iryna):
    report = make_report(areas.zarichchia, identity={"phone": "+380 50 111 22 33"})

    assert open_contact(report, by=iryna, reason="To ask which stairs") == {"phone": "+380 50 111 22 33"}


def test_opening_contacts_leaves_what_the_officer_is_writing_alone(areas, olena, iryna):
    report = make_report(areas.zarichchia, reporter=olena)
    seen = report.version

    open_contact(report, by=iryna, reason="To ask which stairs")
    answer_reporter(report, by=iryna, text="We come tomorrow.", version=seen)

    assert report.messages.get().text == "We come tomorrow."


@pytest.mark.parametrize("reason", ["", "    ", "ok"])
def test_contacts_without_a_reason_stay_shut(areas, olena, iryna, reason):
    report = make_report(areas.zarichchia, reporter=olena)

    with pytest.raises(DomainError):
        open_contact(report, by=iryna, reason=reason)

    assert not report.contact_openings.exists()


def test_contacts_of_an_anonymous_reporter_do_not_exist(areas, iryna):
    report = make_report(areas.zarichchia)

    with pytest.raises(DomainError):
        open_contact(report, by=iryna, reason="To ask which stairs")

    assert not report.contact_openings.exists()


def test_contacts_are_gone_with_their_key(areas, iryna):
    report = make_report(areas.zarichchia, identity={"phone": "+380 50 111 22 33"})
    report.data_key = None
    report.save(update_fields=["data_key"])

    with pytest.raises(DomainError):
        open_contact(report, by=iryna, reason="To ask which stairs")


# -- found by phone --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["+380501112233", "050 111-22-33", "(050) 1112233", "501112233"])
def test_a_report_is_found_by_its_phone_number_however_it_is_written(areas, iryna, typed):
    report = make_report(areas.zarichchia, identity={"phone": "+380 50 111 22 33"})
    make_report(areas.zarichchia, identity={"phone": "+380 50 111 22 34"})

    assert find_by_phone(typed, by=iryna) == [report]


def test_a_report_is_found_by_the_number_of_its_account(areas, olena, iryna):
    olena.phone = "067 123 45 67"
    olena.save()
    report = make_report(areas.zarichchia, reporter=olena)

    assert find_by_phone("+38 (067) 123-45-67", by=iryna) == [report]


def test_a_number_finds_no_report_that_its_finder_may_not_open(areas, iryna):
    make_report(areas.stare_misto, identity={"phone": "0501112233"})
    make_report(
        areas.zarichchia, identity={"phone": "0501112233"}, category=CategoryFactory(sensitivity=Sensitivity.SEALED)
    )

    assert find_by_phone("0501112233", by=iryna) == []


@pytest.mark.parametrize("phone", ["12 34", "-"])
def test_a_search_by_phone_wants_a_number(iryna, phone):
    with pytest.raises(DomainError):
        find_by_phone(phone, by=iryna)


def test_a_search_by_phone_tells_the_reporters_nothing_and_is_logged(areas, olena, iryna):
    olena.phone = "067 123 45 67"
    olena.save()
    report = make_report(areas.zarichchia, reporter=olena)
    before = Event.objects.of(report).count()

    find_by_phone("067 123 45 67", by=iryna)

    assert (Event.objects.of(report).count(), report.contact_openings.count()) == (before, 0)
    logged = AuditEntry.objects.filter(action="report.found_by_phone").values_list("subject_id", "actor_id")
    assert list(logged) == [(report.pk, iryna.pk)]


def test_the_page_finds_by_phone_and_keeps_the_number_out_of_addresses(client_for, areas, iryna):
    report = make_report(areas.zarichchia, identity={"phone": "0501112233"})
    page, desk = reverse("reports_staff:by_phone"), client_for(iryna)

    assert report.reference in desk.post(page, {"phone": "050 111 22 33"}).text
    assert report.reference not in desk.get(page, {"phone": "0501112233"}).text


# -- others of the same person ---------------------------------------------------------------------------------------


@pytest.fixture
def household(areas, olena):
    """A report of somebody whose phone and e-mail three others have: with themselves, or in Olena's account."""
    olena.phone = "067 123 45 67"
    olena.save()
    report = make_report(areas.zarichchia, identity={"phone": "+380671234567", "email": "H.Bila@example.org"})
    by_phone = make_report(areas.zarichchia, identity={"phone": "(067) 123 45 67"})
    by_email = make_report(areas.zarichchia, identity={"email": "h.bila@EXAMPLE.org "})
    by_account = make_report(areas.zarichchia, reporter=olena)
    make_report(areas.zarichchia, identity={"phone": "067 123 45 68", "email": "other@example.org"})
    make_report(areas.stare_misto, identity={"phone": "067 123 45 67"})
    return report, [by_account, by_email, by_phone]


def test_others_with_the_same_contact_are_found(household, iryna):
    report, others = household

    assert open_contact_and_find_others(report, by=iryna, reason="Who is calling") == (report.identity, others)


def test_those_found_are_told_nothing_and_the_audit_log_names_them(household, iryna):
    report, others = household

    open_contact_and_find_others(report, by=iryna, reason="Who is calling")

    assert list(ContactOpening.objects.values_list("report", "reason")) == [(report.pk, "Who is calling")]
    assert Event.objects.get(name=ReportEvent.CONTACT_OPENED).subject_id == report.pk
    entry = AuditEntry.objects.get(action="report.same_contact")
    assert (entry.actor_id, entry.subject_id) == (iryna.pk, report.pk)
    assert entry.data == {"found": [other.pk for other in others]}


def test_those_of_the_same_account_are_left_out(areas, olena, iryna):
    report, _other = (make_report(areas.zarichchia, reporter=olena) for _time in range(2))

    assert open_contact_and_find_others(report, by=iryna, reason="Who is calling")[1] == []


def test_no_other_is_found_by_contacts_that_were_erased(areas, iryna):
    report, other = (make_report(areas.zarichchia, identity={"email": "h.bila@example.org"}) for _time in range(2))
    erase_report(other)

    assert open_contact_and_find_others(report, by=iryna, reason="Who is calling")[1] == []
    assert Report.objects.get(pk=other.pk).email_index == ""


def test_a_restricted_other_is_found_by_those_who_may_read_it_alone(areas, iryna, bohdan):
    phone, kind = {"phone": "0501112233"}, CategoryFactory(sensitivity=Sensitivity.SEALED)
    report = make_report(areas.zarichchia, identity=phone)
    other = make_report(areas.zarichchia, identity=phone, category=kind)

    found = [open_contact_and_find_others(report, by=one, reason="Who is calling")[1] for one in (iryna, bohdan)]

    assert found == [[], [other]]


def test_from_a_restricted_report_no_other_is_looked_for(areas, bohdan):
    phone, kind = {"phone": "0501112233"}, CategoryFactory(sensitivity=Sensitivity.SEALED)
    report = make_report(areas.zarichchia, identity=phone, category=kind)
    make_report(areas.zarichchia, identity=phone)

    with pytest.raises(DomainError):
        open_contact_and_find_others(report, by=bohdan, reason="Who is calling")

    assert not ContactOpening.objects.exists()


def test_the_page_of_a_restricted_report_offers_no_search_and_refuses_it(client_for, areas, bohdan):
    kind = CategoryFactory(sensitivity=Sensitivity.SEALED)
    report = make_report(areas.zarichchia, identity={"phone": "0501112233"}, category=kind)
    client, address = client_for(bohdan), reverse("reports_staff:contacts", args=[report.reference])
    asked = {"version": report.version, "reason": "To ask which stairs"}

    refused = client.post(address, asked | {"others": "on"})

    assert refused.status_code == 422
    assert 'value="To ask which stairs"' in refused.content.decode()
    assert 'name="others"' not in refused.content.decode()
    assert not ContactOpening.objects.exists()
    assert client.post(address, asked).context["contact"] == {"phone": "0501112233"}


def test_the_page_looks_for_others_only_when_it_is_asked(client_for, areas, iryna):
    report, other = (make_report(areas.zarichchia, identity={"phone": "0501112233"}) for _time in range(2))
    client, address = client_for(iryna), reverse("reports_staff:contacts", args=[report.reference])
    asked = {"version": report.version, "reason": "To ask which stairs"}

    pages = [client.post(address, asked | more).content.decode() for more in ({}, {"others": "on"})]

    # The queue beside the report names both: a link below the contacts has no query.
    assert [f'/{other.reference}/">' in page for page in pages] == [False, True]
    assert AuditEntry.objects.filter(action="report.same_contact").count() == 1
