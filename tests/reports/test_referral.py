"""What is put to another organisation, what comes back, and who may read it."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.enums import OrganisationKind, RoleKind
from apps.events.models import AuditEntry, Event
from apps.reports.enums import REFERRAL_TRANSITIONS, Nature, ReferralState, ReportEvent, Sensitivity, Status
from apps.reports.errors import MoveRefused, ReleaseRefused
from apps.reports.models import Referral, Report
from apps.reports.selectors import identity_for
from apps.reports.services.anonymity import become_anonymous
from apps.reports.services.erasure import erase_report
from apps.reports.services.followup import dispute_solution
from apps.reports.services.personal import export_person
from apps.reports.services.referral import (
    accept_referral,
    finish_referral,
    move_referral_day,
    pass_on_referral,
    refer_report,
    return_referral,
    share_identity,
    withdraw_identity,
)
from apps.reports.services.triage import (
    decline_report,
    join_report,
    recategorise_report,
    resolve_report,
    start_report,
)
from apps.reports.staff.case import case_as_html
from tests.factories.accounts import OrganisationFactory, PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import do, page_of, text_of

pytestmark = pytest.mark.django_db

WORDS = "Two lamps by the stairs do not work."
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def housing(areas):
    """Another body of the council."""
    body = OrganisationFactory(kind=OrganisationKind.AUTHORITY, force="", name_uk="Відділ житла", name_en="Housing")
    body.areas.add(areas.hromada)
    return body


@pytest.fixture
def sent(report, iryna, council):
    """Olena's report, passed on to the council."""
    return refer_report(report, by=iryna, organisation=council, words=WORDS, next_news_on=TOMORROW)


@pytest.fixture
def office(client_for, oksana):
    """Oksana at her desk, in English."""
    client = client_for(oksana)
    client.cookies["language"] = "en"
    return client


def states(report):
    """The state of a report and those of its referrals, oldest first."""
    report.refresh_from_db()
    return report.status, list(report.referrals.order_by("pk").values_list("state", flat=True))


def names_of(report):
    """The names of the events of a report, oldest first."""
    return [event.name for event in reversed(Event.objects.of(report))]


def answer(client, referral, deed, **fields):
    return client.post(reverse("referrals:answer", args=[referral.pk, deed]), fields)


# -- the services ----------------------------------------------------------------------------------------------------


def test_refer_makes_it_the_turn_of_the_organisation(sent, report, iryna, council):
    assert states(report) == (Status.REFERRED, [ReferralState.SENT])
    assert (sent.words, sent.due_on, sent.sent_by, sent.names_the_reporter) == (WORDS, TOMORROW, iryna, False)
    assert (report.referred_to, report.next_news_on) == (council, TOMORROW)


def test_refer_without_a_day_is_due_when_the_report_is(report, iryna, council):
    referral = refer_report(report, by=iryna, organisation=council, words=WORDS)

    assert referral.due_on == timezone.localdate(report.resolve_due_at, timezone=report.area.zone)


def test_refer_refuses_words_that_name_the_reporter_without_consent(report, olena, iryna, council):
    with pytest.raises(ReleaseRefused):
        refer_report(report, by=iryna, organisation=council, words=f"Ask {olena.name}")

    assert states(report) == (Status.RECEIVED, [])


def test_refer_with_consent_tells_the_reporter(report, olena, iryna, council):
    refer_report(report, by=iryna, organisation=council, words=f"Ask {olena.name}", consent_note="by phone")

    assert names_of(report)[-2:] == [ReportEvent.REFERRED, ReportEvent.IDENTITY_SHARED]


DEEDS = {
    ReferralState.ACCEPTED: lambda referral, by, _other: accept_referral(referral, by=by, due_on=TOMORROW),
    ReferralState.DONE: lambda referral, by, _other: finish_referral(referral, by=by, answer="Repaired"),
    ReferralState.RETURNED: lambda referral, by, _other: return_referral(referral, by=by, answer="Not ours"),
    ReferralState.PASSED_ON: lambda referral, by, other: pass_on_referral(
        referral, by=by, organisation=other, answer="Theirs"
    ),
}


@pytest.mark.parametrize("after", DEEDS)
@pytest.mark.parametrize("before", ReferralState)
def test_deed_follows_the_table(sent, report, oksana, housing, before, after):
    open_now = before in (ReferralState.SENT, ReferralState.ACCEPTED)
    now = timezone.now()
    Referral.objects.filter(pk=sent.pk).update(state=before, accepted_at=now, ended_at=None if open_now else now)

    if after in REFERRAL_TRANSITIONS[before]:
        DEEDS[after](sent, oksana, housing)
    else:
        with pytest.raises(MoveRefused):
            DEEDS[after](sent, oksana, housing)

    expected = after if after in REFERRAL_TRANSITIONS[before] else before
    assert Referral.objects.get(pk=sent.pk).state == expected


def test_accepted_shows_the_reporter_the_day_of_the_organisation(sent, report, oksana):
    accept_referral(sent, by=oksana, due_on=TOMORROW + timedelta(days=3))

    assert states(report) == (Status.REFERRED, [ReferralState.ACCEPTED])
    assert report.next_news_on == TOMORROW + timedelta(days=3)
    assert names_of(report)[-1] == ReportEvent.REFERRAL_ACCEPTED


def test_done_solves_the_report_and_asks_its_reporter(sent, report, oksana):
    finish_referral(sent, by=oksana, answer="Both lamps replaced")

    assert states(report) == (Status.RESOLVED, [ReferralState.DONE])
    assert (report.outcome, report.decided_by, report.referred_to) == ("Both lamps replaced", oksana, None)
    assert names_of(report)[-2:] == [ReportEvent.REFERRAL_ANSWERED, ReportEvent.RESOLVED]


def test_done_goes_back_to_the_police_when_the_same_person_is_disputed(sent, report, olena, iryna, oksana, council):
    finish_referral(sent, by=oksana, answer="Both lamps replaced")
    report.refresh_from_db()
    dispute_solution(report, by=olena, text="Still dark")
    again = refer_report(report, by=iryna, organisation=council, words=WORDS)

    finish_referral(again, by=oksana, answer="They burn")

    assert states(report)[0] == Status.IN_PROGRESS


@pytest.mark.parametrize("kind", [{"nature": Nature.CRIME}, {"sensitivity": Sensitivity.SEALED}])
def test_done_goes_back_to_the_police_where_the_law_or_a_restriction_holds(areas, bohdan, oksana, council, kind):
    report = make_report(areas.zarichchia, category=CategoryFactory(**kind))
    referral = refer_report(report, by=bohdan, organisation=council, words=WORDS)

    finish_referral(referral, by=oksana, answer="Locks replaced")

    assert states(report) == (Status.IN_PROGRESS, [ReferralState.DONE])
    assert names_of(report)[-1] == ReportEvent.REFERRAL_ANSWERED


def test_returned_is_the_turn_of_the_police(sent, report, oksana):
    return_referral(sent, by=oksana, answer="The road is not ours")

    assert states(report) == (Status.IN_PROGRESS, [ReferralState.RETURNED])
    assert (report.referred_to, report.referrals.get().answer) == (None, "The road is not ours")


def test_passed_on_keeps_the_words_and_leaves_the_name(report, iryna, oksana, council, housing):
    first = refer_report(report, by=iryna, organisation=council, words=WORDS, consent_note="by phone")

    second = pass_on_referral(first, by=oksana, organisation=housing, answer="It is their yard")

    assert states(report) == (Status.REFERRED, [ReferralState.PASSED_ON, ReferralState.SENT])
    assert (second.words, second.names_the_reporter, report.referred_to) == (WORDS, False, housing)


def test_passed_on_is_refused_when_the_words_name_the_reporter(report, olena, iryna, oksana, council, housing):
    first = refer_report(report, by=iryna, organisation=council, words=f"Ask {olena.name}", consent_note="by phone")

    with pytest.raises(MoveRefused):
        pass_on_referral(first, by=oksana, organisation=housing, answer="It is their yard")


@pytest.mark.parametrize(
    "verb",
    [
        lambda report, by, _other: start_report(report, by=by),
        lambda report, by, _other: resolve_report(report, by=by, outcome="Done"),
        lambda report, by, _other: decline_report(report, by=by, reason="No"),
        lambda report, by, other: join_report(report, by=by, other=other),
    ],
    ids=["start", "resolve", "decline", "join"],
)
def test_each_verb_that_leaves_referred_takes_the_matter_back(sent, report, areas, iryna, verb):
    verb(report, iryna, make_report(areas.zarichchia, category=report.category))

    assert states(report)[1] == [ReferralState.RECALLED]
    assert report.referred_to is None
    assert names_of(report)[-2] == ReportEvent.REFERRAL_RECALLED


def test_referred_anew_takes_it_back_from_the_first(sent, report, iryna, housing):
    refer_report(report, by=iryna, organisation=housing, words=WORDS)

    assert states(report) == (Status.REFERRED, [ReferralState.RECALLED, ReferralState.SENT])


def test_words_about_a_restricted_report_are_encrypted(sent, report, bohdan):
    recategorise_report(report, by=bohdan, category=CategoryFactory(sensitivity=Sensitivity.SEALED))

    kept = Referral.objects.get(pk=sent.pk)
    assert (kept.open_words, kept.words) == ("", WORDS)
    assert WORDS.encode() not in bytes(kept.sealed_words)


def test_the_reporter_gives_a_name_and_takes_it_back(sent, report, olena):
    share_identity(report, by=olena)
    shared = Referral.objects.get(pk=sent.pk).names_the_reporter
    withdraw_identity(report, by=olena)

    assert (shared, Referral.objects.get(pk=sent.pk).names_the_reporter) == (True, False)
    assert names_of(report)[-2:] == [ReportEvent.IDENTITY_SHARED, ReportEvent.IDENTITY_WITHDRAWN]


def test_becoming_anonymous_takes_the_name_back(sent, report, olena):
    share_identity(report, by=olena)
    become_anonymous(report, code="7K3M-Q9TD-X2WB-4HNA")

    kept = Referral.objects.get(pk=sent.pk)
    assert (kept.names_the_reporter, identity_for(kept)) == (False, {})


def test_erased_is_gone_from_the_organisation_too(office, sent, report, olena):
    share_identity(report, by=olena)
    erase_report(report)
    page, row = text_of(office.get(sent.get_absolute_url())), text_of(office.get("/desk/referrals/?tab=ended"))

    assert states(report) == (Status.WITHDRAWN, [ReferralState.RECALLED])
    assert [WORDS in shown for shown in (page, row)] == [False, False]
    assert ["The words were erased." in shown for shown in (page, row)] == [True, True]


def test_a_name_is_given_to_nobody_when_it_is_with_nobody(report, olena):
    with pytest.raises(MoveRefused):
        share_identity(report, by=olena)


# -- the promised day ------------------------------------------------------------------------------------------------

LATER = TOMORROW + timedelta(days=6)


@pytest.fixture
def accepted(sent, oksana):
    """What the council has accepted, to be done tomorrow."""
    accept_referral(sent, by=oksana, due_on=TOMORROW)
    return sent


def test_a_moved_day_keeps_the_promised_one_and_the_reason(accepted, report, oksana):
    move_referral_day(accepted, by=oksana, due_on=LATER, reason=" No spare parts ")
    move_referral_day(accepted, by=oksana, due_on=TOMORROW, reason="They came")

    kept, report = Referral.objects.get(), Report.objects.get()
    assert (kept.due_on, kept.times_moved, report.next_news_on) == (TOMORROW, 2, TOMORROW)
    assert [(move.before, move.after, move.reason) for move in kept.moved_days] == [
        (LATER, TOMORROW, "They came"),
        (TOMORROW, LATER, "No spare parts"),
    ]
    event = Event.objects.of(report)[0]
    assert (event.name, event.data["before"], event.data["due"], event.data["times"]) == (
        ReportEvent.REFERRAL_MOVED,
        LATER.isoformat(),
        TOMORROW.isoformat(),
        2,
    )


def test_only_the_day_of_what_is_accepted_and_open_moves(sent, oksana):
    for day in (LATER, TOMORROW):
        with pytest.raises(MoveRefused):
            move_referral_day(sent, by=oksana, due_on=day, reason="No spare parts")
        accept_referral(sent, by=oksana, due_on=TOMORROW) if day == LATER else None

    assert Referral.objects.get().moves == []


def test_the_body_moves_the_day_and_the_reporter_reads_why(client_for, office, accepted, report, olena, iryna):
    refused = answer(office, accepted, "move", due_on=LATER.isoformat(), reason="")
    moved = answer(office, accepted, "move", due_on=LATER.isoformat(), reason="No spare parts")

    assert (refused.status_code, moved["Location"]) == (422, accepted.get_absolute_url())
    for person, address in (
        (olena, report.get_absolute_url()),
        (iryna, page_of(report)),
    ):
        browser = client_for(person, factor=person == iryna)
        browser.cookies["language"] = "en"
        page = text_of(browser.get(address))
        assert ("The day was moved once." in page, "No spare parts" in page) == (True, True)


def test_the_reporter_takes_a_moved_day_along_and_the_case_prints_it(accepted, report, olena, oksana, iryna):
    move_referral_day(accepted, by=oksana, due_on=LATER, reason="No spare parts")

    taken, _files = export_person(olena)
    printed = case_as_html(report, by=iryna)

    assert '"No spare parts"' in json.dumps(taken)
    assert "No spare parts" in printed


def test_the_reason_about_a_restricted_report_is_encrypted_and_erased_with_it(accepted, report, oksana, bohdan):
    move_referral_day(accepted, by=oksana, due_on=LATER, reason="No spare parts")
    recategorise_report(report, by=bohdan, category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    sealed = Referral.objects.get()
    before = (sealed.open_moves, sealed.moved_days[0].reason)
    erase_report(report)

    assert before == ([], "No spare parts")
    assert (Referral.objects.get().moves, Referral.objects.get().times_moved) == ([], 1)


# -- who reads it ----------------------------------------------------------------------------------------------------

# Of a referral to the council about a report of Olena's in Zarichchia.
READERS = {
    "anonymous": False,
    "olena": False,
    "iryna": False,
    "bohdan": False,
    "oksana": True,
    "oksana_without_factor": False,
    "of_another_body": False,
    "of_no_body": False,
    "of_another_area": False,
    "no_longer": False,
    "marko": False,
    "administrator": False,
}


@pytest.fixture
def reader(request, areas, olena, iryna, bohdan, oksana, marko, administrator, council, housing):
    """The person of a name in READERS."""
    today = timezone.localdate()

    def holder(area=areas.hromada, organisation=council, **fields):
        return RoleFactory(kind=RoleKind.AUTHORITY, area=area, organisation=organisation, **fields).person

    if request.param == "oksana_without_factor":
        oksana.desk_is_shut = True
    return {
        "anonymous": AnonymousUser(),
        "olena": olena,
        "iryna": iryna,
        "bohdan": bohdan,
        "oksana": oksana,
        "oksana_without_factor": oksana,
        "of_another_body": holder(organisation=housing),
        "of_no_body": holder(organisation=None),
        "of_another_area": holder(area=areas.stare_misto),
        "no_longer": holder(starts_on=today - timedelta(days=9), ends_on=today),
        "marko": marko,
        "administrator": administrator,
    }[request.param], READERS[request.param]


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_list_and_rule_agree_in_every_state(sent, reader):
    person, may = reader
    for state in ReferralState:
        ended = None if state in (ReferralState.SENT, ReferralState.ACCEPTED) else timezone.now()
        Referral.objects.filter(pk=sent.pk).update(state=state, accepted_at=timezone.now(), ended_at=ended)
        listed = Referral.objects.visible_to(person).filter(pk=sent.pk).exists()

        assert (listed, person.has_perm("reports.view_referral", sent)) == (may, may), state


def test_nobody_answers_for_their_own_report(areas, iryna, oksana, council):
    own = make_report(areas.zarichchia, reporter=oksana)
    referral = refer_report(own, by=iryna, organisation=council, words=WORDS)

    assert not oksana.has_perm("reports.answer_referral", referral)
    assert not Referral.objects.visible_to(oksana).exists()


# -- the inbox -------------------------------------------------------------------------------------------------------


def test_the_organisation_reads_the_redacted_words_alone(office, sent, report, olena):
    page = text_of(office.get(sent.get_absolute_url()))

    assert WORDS in page
    for private in (report.words, report.place, olena.name, olena.email):
        assert private not in page
    row = AuditEntry.objects.get(action="referral.read")
    assert (row.subject_id, row.data) == (sent.pk, {"identity": False})


def test_the_organisation_reads_the_name_with_consent_until_it_is_over(office, report, olena, iryna, oksana, council):
    referral = refer_report(report, by=iryna, organisation=council, words=WORDS, consent_note="by phone, 12 April")
    open_page = text_of(office.get(referral.get_absolute_url()))
    return_referral(referral, by=oksana, answer="Not ours")
    page = text_of(office.get(referral.get_absolute_url()))

    assert olena.name in open_page
    assert "by phone, 12 April" in open_page
    assert olena.name not in page


def test_a_referral_is_accepted_and_finished_in_the_inbox(office, sent, report):
    accepted = answer(office, sent, "accept", due_on=TOMORROW.isoformat())
    finished = answer(office, sent, "done", answer="Both lamps replaced")

    assert (accepted.status_code, accepted["Location"]) == (302, sent.get_absolute_url())
    assert (finished.status_code, finished["Location"]) == (302, reverse("referrals:inbox"))
    assert states(report) == (Status.RESOLVED, [ReferralState.DONE])


def test_a_referral_is_passed_on_in_the_inbox(office, sent, report, housing):
    passed = answer(office, sent, "pass-on", organisation=housing.pk, answer="It is their yard")

    assert passed.status_code == 302
    assert report.referrals.open().get().organisation == housing


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("accept", {"due_on": "2020-01-01"}),
        ("done", {"answer": " "}),
        ("return", {"answer": ""}),
        ("pass-on", {"answer": "Theirs"}),
    ],
)
def test_an_answer_without_what_it_needs_is_refused(office, sent, report, deed, fields):
    assert answer(office, sent, deed, **fields).status_code == 422
    assert states(report) == (Status.REFERRED, [ReferralState.SENT])


def test_an_answer_to_what_is_over_keeps_what_was_typed(office, sent, report, iryna):
    start_report(report, by=iryna)

    refused = answer(office, sent, "done", answer="Both lamps replaced")

    assert (refused.status_code, "Both lamps replaced" in text_of(refused)) == (409, True)


def test_an_unknown_deed_is_not_found(office, sent):
    assert answer(office, sent, "erase").status_code == 404


def test_a_referral_of_another_body_is_not_found(client_for, areas, sent, housing):
    stranger = PersonFactory()
    RoleFactory(person=stranger, kind=RoleKind.AUTHORITY, area=areas.hromada, organisation=housing)

    assert client_for(stranger).get(sent.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["/desk/referrals/", "/desk/referrals/?tab=ended", "/desk/"])
def test_lists_cost_the_same_for_one_and_for_thirty(
    office, areas, iryna, council, oksana, address, django_assert_num_queries, django_assert_max_num_queries
):
    category = CategoryFactory()

    def refer(count):
        for _ in range(count):
            report = make_report(areas.zarichchia, category=category)
            referral = refer_report(report, by=iryna, organisation=council, words=WORDS)
            if "ended" in address:
                finish_referral(referral, by=oksana, answer="Done")

    refer(1)
    with django_assert_max_num_queries(20) as one:
        assert WORDS in text_of(office.get(address))
    refer(29)

    with django_assert_num_queries(len(one)):
        office.get(address)


# -- both other sides ------------------------------------------------------------------------------------------------


def test_the_officer_writes_the_copy_on_the_page_of_the_report(desk, report, council):
    form = text_of(desk.get(page_of(report, "act", name="refer")))
    refused = do(desk, report, "refer", organisation=council.pk, words="")
    done = do(desk, report, "refer", organisation=council.pk, words=WORDS, consent_note="by phone")

    assert f"{report.category.name_en}: {report.snap_point.name_en}" in form
    assert (refused.status_code, done.status_code) == (422, 302)
    referral = Referral.objects.get()
    assert (referral.words, referral.consent_note) == (WORDS, "by phone")
    assert WORDS in text_of(desk.get(page_of(report)))


def test_a_body_for_which_nobody_answers_says_so(desk, report, oksana, council, housing):
    form = text_of(desk.get(page_of(report, "act", name="refer")))

    assert "Housing (nobody answers in the portal yet: telephone them)" in form
    assert ">Roads department</option>" in form


def test_words_that_may_point_to_somebody_come_back_until_they_are_ticked(desk, report, council):
    words = "Mlynova St 8, ask Petro Bondar"
    asked = do(desk, report, "refer", organisation=council.pk, words=words)
    ticked = do(desk, report, "refer", organisation=council.pk, words=words, kept=["Petro Bondar"])

    assert (asked.status_code, ticked.status_code) == (422, 302)
    assert "What of this may the organisation read?" in text_of(asked)


def test_no_name_can_be_shared_of_an_anonymous_reporter(desk, areas):
    report = make_report(areas.zarichchia)

    assert "consent_note" not in text_of(desk.get(page_of(report, "act", name="refer")))


def test_the_reporter_sees_whose_turn_it_is_and_the_answer(client_for, sent, report, olena, oksana):
    browser = client_for(olena, factor=False)
    browser.cookies["language"] = "en"
    waiting = text_of(browser.get(report.get_absolute_url()))
    return_referral(sent, by=oksana, answer="The road is not ours")
    answered = text_of(browser.get(report.get_absolute_url()))

    assert "Passed on to: Roads department" in waiting
    assert "Let them know who I am" in waiting
    assert WORDS in waiting
    assert "The road is not ours" in answered


def test_the_reporter_agrees_to_be_named_on_their_own_page(client_for, office, sent, report, olena):
    browser = client_for(olena, factor=False)
    browser.cookies["language"] = "en"
    agreed = browser.post(reverse("reports:decide", args=[report.reference, "consent"]))
    read = text_of(office.get(sent.get_absolute_url()))
    page = text_of(browser.get(report.get_absolute_url()))
    browser.post(reverse("reports:decide", args=[report.reference, "revoke"]))

    assert agreed.status_code == 302
    assert olena.email in read
    assert "because you agreed here" in page
    assert olena.email not in text_of(office.get(sent.get_absolute_url()))


def test_an_anonymous_reporter_is_not_asked_for_a_name(areas, iryna, council, human):
    report = make_report(areas.zarichchia)
    refer_report(report, by=iryna, organisation=council, words=WORDS)
    browser = Client()
    browser.cookies["language"] = "en"
    browser.post(reverse("reports:receipt"), human | {"code": report.secret_code})

    page = text_of(browser.get(report.get_absolute_url()))

    assert ("Passed on to: Roads department" in page, "Let them know who I am" in page) == (True, False)
