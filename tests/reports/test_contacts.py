"""Contacts are opened for a reason, and the reporter sees who did."""

import pytest

from apps.core.errors import DomainError
from apps.events.models import AuditEntry, Event
from apps.reports.enums import ReportEvent
from apps.reports.services.contacts import open_contact
from tests.factories.reports import make_report


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
