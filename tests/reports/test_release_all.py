"""Several reports released from one page, each with its own words and under its own version."""

import time

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts import gate, kept_words
from apps.attachments.services import make_safe
from apps.events.models import AuditEntry
from apps.reports.enums import Nature, Registration, ReleaseState, Sensitivity, Status
from apps.reports.models import PublicPhoto, Report
from apps.reports.services import conversation, erasure, followup, release, triage
from apps.reports.services.registration import register_report
from apps.reports.staff.bulk import SESSION_KEY
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import page_of, photo_file, text_of

pytestmark = pytest.mark.django_db

ADDRESS, QUEUE = reverse("reports_staff:release_all"), reverse("reports_staff:queue")
GONE = "It is not in your hands any more, so nothing was done with it."


@pytest.fixture
def lamps(areas, olena):
    """Three reports of Olena in Zarichchia, with public places."""
    kind = CategoryFactory(name_en="Street light out", name_uk="Не горить ліхтар")
    return [
        make_report(
            areas.zarichchia,
            category=kind,
            reporter=olena,
            words=f"Lamp {number} by my own gate is dark.",
            snap_point=SnapPointFactory(area=areas.zarichchia),
        )
        for number in (1, 2, 3)
    ]


def card(report, **fields):
    """The fields of one card as the browser sends them, with the words that it suggests unless others are given."""
    fields = {
        "version": Report.objects.get(pk=report.pk).version,
        "title_en": f"Lamp out, {report.reference}",
        "with_place": "place",
    } | fields
    return {"report": [report.reference]} | {f"{report.reference}-{name}": value for name, value in fields.items()}


def sent(*cards, **buttons):
    """The cards in one form, pressed `release` unless other buttons are given."""
    fields = {"report": [reference for fields in cards for reference in fields["report"]]}
    for other in cards:
        fields |= {name: value for name, value in other.items() if name != "report"}
    return fields | (buttons or {"release": "1"})


def tick(*reports):
    return {"report": [f"{report.reference}.{report.version}" for report in reports]}


def titles():
    """What is released, as {report: title}."""
    released = Report.objects.filter(release_state=ReleaseState.RELEASED)
    return {report: report.public_title_en for report in released}


# -- the page --------------------------------------------------------------------------------------------------------


def test_ticked_reports_are_gathered_with_their_words_and_a_first_wording(desk, lamps):
    page = desk.post(ADDRESS, tick(*lamps[:2]))

    text = text_of(page)
    assert page.status_code == 200
    assert [f"Lamp {number} by my own gate is dark." in text for number in (1, 2, 3)] == [True, True, False]
    assert text.count("Everybody will read exactly this") == 2
    assert page.context["complaints"] == []
    assert f'name="{lamps[0].reference}-title_en" value="Street light out: Mlynova St, by the footbridge"' in text
    assert titles() == {}


def test_reports_that_are_gathered_count_as_read(desk, lamps, iryna, areas):
    sealed = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=Sensitivity.SEALED))
    triage.assign_report(sealed, officer=iryna, by=iryna)

    desk.post(ADDRESS, tick(*lamps[:2], sealed))

    read = AuditEntry.objects.filter(action="report.read").values_list("actor_id", "subject_id", "area_id")
    assert set(read) == {(iryna.pk, report.pk, report.area_id) for report in lamps[:2]}


def test_the_page_costs_the_same_for_one_report_and_for_thirty(client_for, areas, bohdan):
    client = client_for(bohdan)

    def gathered(*places):
        reports = [make_report(at, category=CategoryFactory(), snap_point=SnapPointFactory(area=at)) for at in places]
        for report in reports:
            report.photos.create(attachment=make_safe(photo_file()))
        with CaptureQueriesContext(connection) as queries:
            page = client.post(ADDRESS, tick(*reports))
        return text_of(page).count('class="card release-card"'), len(queries)

    gathered(areas.zarichchia)  # what is kept for a while is asked for once
    shown, few = gathered(areas.zarichchia)
    assert (shown, gathered(*[areas.zarichchia, areas.stare_misto] * 15)) == (1, (30, few))


def test_nothing_ticked_leads_back_with_a_word(desk):
    page = desk.post(ADDRESS, {}, follow=True)

    assert "Tick the reports first." in text_of(page)


def _sealed(report, **people):
    category = CategoryFactory(sensitivity=Sensitivity.SEALED)
    triage.recategorise_report(report, by=people["bohdan"], category=category)
    triage.assign_report(report, officer=people["iryna"], by=people["bohdan"])


def _investigated(report, **people):
    triage.recategorise_report(report, by=people["iryna"], category=CategoryFactory(nature=Nature.CRIME))
    register_report(report, by=people["iryna"], state=Registration.RECORDED, number="ЄО-1")
    register_report(report, by=people["iryna"], state=Registration.INVESTIGATION, number="ЄРДР-1")


def _erased(report, **people):
    triage.resolve_report(report, by=people["iryna"], outcome="Mended.")
    erasure.erase_report(report)


UNFIT = {
    "restricted": (_sealed, "Reports of this kind are never released."),
    "under investigation": (_investigated, "The case is under investigation: record the consent of the investigator"),
    "withdrawn": (lambda report, **people: followup.withdraw_report(report, by=people["olena"]), "has taken it back"),
    "joined": (
        lambda report, **people: triage.join_report(report, by=people["iryna"], other=make_report(report.area)),
        "It is joined to another report: release that one.",
    ),
    "released": (
        lambda report, **people: release.release_report(report, by=people["bohdan"], title_en="Dark"),
        "It is released already: change its words on its own page.",
    ),
    "withheld": (
        lambda report, **people: release.withhold_release(report, by=people["bohdan"]),
        "It was decided not to release it",
    ),
    "with a new message": (
        lambda report, **people: conversation.reply_as_reporter(report, by=people["olena"], text="Please wait."),
        "A new message of its reporter waits: read it on its own page first.",
    ),
    "erased": (_erased, "What was told in it was erased."),
}


@pytest.mark.parametrize("way", UNFIT)
def test_a_report_that_cannot_be_released_here_is_named_with_the_reason(desk, lamps, olena, iryna, bohdan, way):
    make_unfit, reason = UNFIT[way]
    make_unfit(lamps[0], olena=olena, iryna=iryna, bohdan=bohdan)

    beside = text_of(desk.post(ADDRESS, tick(*lamps[:2])))
    alone = text_of(desk.post(ADDRESS, tick(lamps[0]), follow=True))

    assert (reason in beside, page_of(lamps[0]) in beside) == (True, True)
    assert beside.count("Everybody will read exactly this") == 1
    assert f"{lamps[0].reference}: " in alone
    assert reason in alone


def test_a_report_under_investigation_with_consent_is_gathered_with_it(desk, lamps, iryna):
    _investigated(lamps[0], iryna=iryna)
    release.note_consent(lamps[0], by=iryna, investigator="Captain Shevchuk")

    page = text_of(desk.post(ADDRESS, tick(lamps[0])))

    assert "Consent of the investigator: Captain Shevchuk" in page
    assert "It appears on Monday" in page


def test_a_report_of_another_area_is_left_alone(desk, areas, lamps):
    other = make_report(areas.stare_misto, words="Far away")

    page = text_of(desk.post(ADDRESS, tick(other, lamps[0])))
    desk.post(ADDRESS, sent(card(other), card(lamps[0])))

    assert ("Far away" in page, set(titles())) == (False, {lamps[0]})


def test_a_card_whose_report_left_the_officers_hands_is_named(desk, lamps, bohdan):
    cards = [card(lamps[0], title_en="My words"), card(lamps[1])]
    triage.recategorise_report(lamps[0], by=bohdan, category=CategoryFactory(sensitivity=Sensitivity.SEALED))

    beside = text_of(desk.post(ADDRESS, sent(*cards), follow=True))
    alone = text_of(desk.post(ADDRESS, sent(cards[0]), follow=True))

    assert [f"{lamps[0].reference}: {GONE}" in page for page in (beside, alone)] == [True, True]
    assert "Tick the reports first." not in alone
    assert set(titles()) == {lamps[1]}


def test_a_report_that_became_fit_meanwhile_is_named_beside_its_card(desk, lamps):
    fields = sent(card(lamps[0], left_out="on"))
    fields["report"] += [lamps[1].reference]

    page = desk.post(ADDRESS, fields)

    assert (page.status_code, titles()) == (422, {})
    assert f"{lamps[1].reference}: It can be released now: look at its words first." in text_of(page)


def test_a_card_whose_kind_allows_no_place_any_more_offers_only_the_area(desk, lamps, bohdan):
    seen = card(lamps[0])
    triage.recategorise_report(lamps[0], by=bohdan, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))

    page = text_of(desk.post(ADDRESS, sent(seen)))

    name = f'name="{lamps[0].reference}-with_place"'
    assert page.count(name) == 1
    assert "at the approximate place" not in page
    assert f'{name} value="area"' in page


# -- the end of a session --------------------------------------------------------------------------------------------


def idle(client):
    """Let half an hour pass without a request; return the token of a form that was open."""
    token = str(client.get(QUEUE).context["csrf_token"])
    session = client.session
    session[gate.SEEN] = time.time() - 31 * 60
    session.save()
    return {"csrfmiddlewaretoken": token}


def test_a_preview_after_the_session_ran_out_leaves_the_page_and_the_words_alone(desk, lamps):
    token = idle(desk)
    fields = {f"{lamps[0].reference}-title_uk": "", f"{lamps[0].reference}-title_en": "Flat 12"}

    refused = desk.post(page_of(lamps[0], "preview"), fields, headers={"HX-Request": "true"})
    desk.post(ADDRESS, sent(card(lamps[0], title_en="All my words")) | token)
    after = desk.post(page_of(lamps[0], "preview"), fields, headers={"HX-Request": "true"})

    assert [(answer.status_code, "HX-Redirect" in answer) for answer in (refused, after)] == [(403, False)] * 2
    assert refused.content.decode().startswith("You are signed out. Go on typing")
    (kept,) = map(kept_words.opened, desk.session["kept"])
    assert kept["path"] == ADDRESS
    assert "All+my+words" in kept["fields"]


def test_a_preview_after_a_new_sign_in_leaves_the_page_and_the_words_alone(desk, lamps):
    token = idle(desk)
    desk.cookies["csrf"] = "b" * 32  # a sign-in in the next tab made another one
    desk.handler.enforce_csrf_checks = True
    session = desk.session
    session[gate.SEEN] = time.time()
    session.save()

    refused = desk.post(page_of(lamps[0], "preview"), token, headers={"HX-Request": "true"})

    assert (refused.status_code, "kept" in desk.session) == (403, False)
    assert refused.content.decode().startswith("You signed in anew since. Go on typing")


def test_fifty_full_cards_come_back_to_be_looked_at_again(desk, client_for, iryna, areas):
    kind, spot = CategoryFactory(), SnapPointFactory(area=areas.zarichchia)
    reports = [make_report(areas.zarichchia, category=kind, snap_point=spot) for _ in range(50)]
    full = {f"title_{code}": "щ" * 100 for code in ("uk", "en")} | {
        f"summary_{code}": "ж" * 600 for code in ("uk", "en")
    }
    token = idle(desk)
    led = desk.post(ADDRESS, sent(*[card(report, **full) for report in reports]) | token)
    kept = desk.session["kept"]
    back = client_for(iryna)
    back.cookies["language"] = "en"
    session = back.session
    session["kept"] = kept
    session.save()

    offered = back.get(ADDRESS)
    page = back.post(ADDRESS, _fields(offered))

    assert led["Location"].startswith("/accounts/sign-in/")
    assert ("Look at it again" in text_of(offered), "Send it now" in text_of(offered)) == (True, False)
    assert (page.status_code, titles()) == (200, {})
    assert text_of(page).count("ж" * 600 + "</textarea>") == 100
    assert back.get(ADDRESS)["Location"] == QUEUE


def _fields(page):
    """What the page of the kept words sends."""
    sent_fields = {}
    for name, value in page.context["fields"]:
        sent_fields.setdefault(name, []).append(value)
    return sent_fields


# -- the releasing ---------------------------------------------------------------------------------------------------


def test_each_report_is_released_with_the_words_of_its_card(desk, lamps, iryna):
    cards = [card(lamps[0], title_uk="Темно", summary_en="By the stairs."), card(lamps[1], with_place="area")]

    answer = desk.post(ADDRESS, sent(*cards), follow=True)

    assert answer.redirect_chain == [(QUEUE, 302)]
    assert titles() == {report: f"Lamp out, {report.reference}" for report in lamps[:2]}
    first, second = (Report.objects.get(pk=report.pk) for report in lamps[:2])
    assert (first.public_title_uk, first.public_summary_en) == ("Темно", "By the stairs.")
    assert (first.public_place, second.public_place) == (lamps[0].snap_point, None)
    assert [revision.by for revision in first.release_revisions.all()] == [iryna]


def test_the_releases_cannot_be_undone_and_that_is_said(desk, lamps):
    desk.post(reverse("reports_staff:bulk"), {"do": "take", **tick(*lamps)})

    page = text_of(desk.post(ADDRESS, sent(card(lamps[0])), follow=True))

    assert "1 report released. Reporters learn of that, so it cannot be undone." in page
    assert "A supervisor can withdraw a release on the page of its report." in page
    assert (SESSION_KEY in desk.session, reverse("reports_staff:undo") in page) == (False, False)


def test_a_crime_among_them_appears_on_monday_and_that_is_said(desk, lamps, iryna):
    triage.recategorise_report(lamps[0], by=iryna, category=CategoryFactory(nature=Nature.CRIME))

    page = text_of(desk.post(ADDRESS, sent(card(lamps[0]), card(lamps[1])), follow=True))

    assert "2 reports released. 1 of them appears on Monday." in page
    assert [Report.objects.get(pk=report.pk).is_public for report in lamps[:2]] == [False, True]


def test_what_is_left_out_stays_as_it_is(desk, lamps):
    cards = [card(lamps[0], left_out="on", title_en="Ivan Petrenko"), card(lamps[1])]

    page = text_of(desk.post(ADDRESS, sent(*cards), follow=True))

    assert set(titles()) == {lamps[1]}
    assert ("1 report released." in page, "1 report was left out." in page) == (True, True)
    assert Report.objects.get(pk=lamps[0].pk).release_state == ReleaseState.PENDING


def test_all_left_out_releases_nothing_and_keeps_the_words(desk, lamps):
    page = desk.post(ADDRESS, sent(card(lamps[0], left_out="on", title_en="Half a title")))

    assert (page.status_code, titles()) == (422, {})
    assert "All of them are left out, so nothing was released." in text_of(page)
    assert "Not released yet" not in text_of(page)
    assert 'value="Half a title"' in text_of(page)


def test_a_card_with_an_error_stays_with_all_that_was_typed_and_the_others_are_released(desk, lamps):
    marked = card(lamps[0], title_en="Lamps", summary_en="Says Ivan Petrenko, 067 000 31 18", with_place="area")
    out = card(lamps[2], left_out="on", title_en="Another day")

    page = desk.post(ADDRESS, sent(marked, card(lamps[1]), out))

    text = text_of(page)
    assert (page.status_code, set(titles())) == (422, {lamps[1]})
    assert "1 report released." in text
    assert '<mark title="phone number">067 000 31 18</mark>' in text
    assert f"{lamps[0].reference}: These words may point to somebody." in text
    assert ("Says Ivan Petrenko, 067 000 31 18</textarea>" in text, 'value="Another day"' in text) == (True, True)
    assert [f'id="card-{report.reference}"' in text for report in lamps] == [True, False, True]


def test_marked_words_that_were_ticked_are_released(desk, lamps):
    desk.post(ADDRESS, sent(card(lamps[0], title_en="Concert of Taras Chubai", kept="Taras Chubai")))

    assert titles() == {lamps[0]: "Concert of Taras Chubai"}


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"title_en": " "}, "Write a title in at least one language."),
        ({"title_en": "Olena Savchuk saw it", "kept": "Olena Savchuk"}, "These words name the reporter."),
        ({"title_en": "The checkpoint moved to the bridge"}, "art. 114-2"),
    ],
)
def test_words_that_may_not_be_public_are_refused_on_their_card(desk, lamps, fields, complaint):
    page = desk.post(ADDRESS, sent(card(lamps[0], **fields), card(lamps[1])))

    assert set(titles()) == {lamps[1]}
    assert f"{lamps[0].reference}: " in text_of(page)
    assert complaint in text_of(page)
    assert f'value="{fields["title_en"]}"' in text_of(page)


def test_a_report_that_changed_meanwhile_is_shown_anew_and_then_released(desk, lamps, bohdan):
    seen = card(lamps[0], title_en="My words")
    conversation.add_note(lamps[0], by=bohdan, text="Spoke to them")

    page = desk.post(ADDRESS, sent(seen))
    again = desk.post(ADDRESS, sent(card(lamps[0], title_en="My words")))

    assert (page.status_code, again.status_code) == (409, 302)
    assert "Somebody changed this report while you had it open." in text_of(page)
    assert ("Bohdan Melnyk" in text_of(page), 'value="My words"' in text_of(page)) == (True, True)
    assert f'name="{lamps[0].reference}-version" value="2"' in text_of(page)
    assert titles() == {lamps[0]: "My words"}


def test_what_a_colleague_released_meanwhile_is_never_overwritten(desk, lamps, bohdan):
    seen = card(lamps[0], title_en="My words")
    release.release_report(lamps[0], by=bohdan, title_en="Their words")

    page = desk.post(ADDRESS, sent(seen))
    again = desk.post(ADDRESS, sent(card(lamps[0], title_en="My words")))

    assert (page.status_code, again.status_code) == (409, 409)
    assert "It is released already: change its words on its own page." in text_of(again)
    assert ('value="My words"' in text_of(again), titles()) == (True, {lamps[0]: "Their words"})


def test_a_report_that_became_restricted_meanwhile_leaves_the_page(desk, lamps, bohdan, monkeypatch):
    """The other officer is quicker than the lock: the cards were made of a report that was still open."""
    seen = card(lamps[0], title_en="My words")
    do = release.release_report

    def after_a_colleague(report, **values):
        monkeypatch.setattr("apps.reports.staff.release_all.release_report", do)
        category = CategoryFactory(sensitivity=Sensitivity.SEALED)
        triage.recategorise_report(Report.objects.get(pk=report.pk), by=bohdan, category=category)
        do(report, **values)

    monkeypatch.setattr("apps.reports.staff.release_all.release_report", after_a_colleague)

    page = text_of(desk.post(ADDRESS, sent(seen), follow=True))

    assert titles() == {}
    assert f"{lamps[0].reference}: {GONE}" in page
    assert "Lamp 1 by my own gate" not in page


def test_a_preview_says_on_top_what_is_to_be_mended(desk, lamps):
    page = text_of(desk.post(ADDRESS, sent(card(lamps[0], title_en="", title_uk=""), card(lamps[1]), preview="1")))

    assert f'<a href="#card-{lamps[0].reference}">{lamps[0].reference}: Write a title' in page
    assert f'href="#card-{lamps[1].reference}"' not in page


def test_a_preview_releases_nothing_and_keeps_what_was_typed(desk, lamps):
    page = desk.post(ADDRESS, sent(card(lamps[0], title_en="Says Ivan Petrenko", left_out="on"), preview="1"))

    assert (page.status_code, titles()) == (200, {})
    assert '<mark title="perhaps a name">Says Ivan Petrenko</mark>' in text_of(page)
    assert "Not released yet" not in text_of(page)


def test_the_preview_of_one_card_reads_its_own_fields(desk, lamps):
    fields = {f"{lamps[0].reference}-title_uk": "", f"{lamps[0].reference}-title_en": "Flat 12"}

    page = text_of(desk.post(page_of(lamps[0], "preview"), fields))

    assert '<mark title="flat or entrance">Flat 12</mark>' in page


def test_photos_stay_out(desk, lamps):
    lamps[0].photos.create(attachment=make_safe(photo_file()))

    desk.post(ADDRESS, sent(card(lamps[0])))

    assert (set(titles()), PublicPhoto.objects.count()) == ({lamps[0]}, 0)


def test_a_kind_without_a_place_is_released_for_its_area(desk, areas):
    category = CategoryFactory(sensitivity=Sensitivity.AREA_ONLY)
    spot = {"point": Point(30.0105, 50.0105, srid=4326), "snap_point": SnapPointFactory(area=areas.zarichchia)}
    report = make_report(areas.zarichchia, category=category, **spot)

    refused = desk.post(ADDRESS, sent(card(report, with_place="place")))
    desk.post(ADDRESS, sent(card(report, with_place="area")))

    report.refresh_from_db()
    assert (refused.status_code, report.release_state, report.public_place) == (422, ReleaseState.RELEASED, None)
    assert report.status == Status.RECEIVED
