"""Each question with good and bad answers: a sentence beside the field, and nothing lost."""

from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.attachments.photos import MAX_BYTES
from apps.core.rate_limits import Limit
from apps.reports.enums import Nature, Sensitivity
from apps.reports.models import Category, Draft, Report
from apps.reports.services.release import release_report
from apps.reports.wizard import questions
from tests.attachments.pictures import encoded, quadrants, upload
from tests.factories.areas import GazetteerEntryFactory, SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.wizard.conftest import ANSWERS, WORDS


def step(name):
    return reverse("reports:step", args=[name])


def answers():
    return Draft.objects.get().answers


def refused(answer):
    """The text of a page that asks again."""
    assert answer.status_code == 200
    return answer.content.decode()


# -- where


def test_where_by_a_pin_takes_the_nearest_address_and_the_public_point(town, write):
    browser = write("where")
    answer = browser.post(step("where"), {"lon": "30.0101", "lat": "50.01"})

    assert answer.url == step("what")
    place = answers()["where"]
    assert (place["lon"], place["lat"], place["area"]) == (30.0101, 50.01, town.areas.zarichchia.pk)
    assert (place["snap"], place["words"]) == (town.snap_point.pk, "a point on the map")


def test_where_by_a_whole_area_has_no_point(town, write):
    browser = write("where")
    browser.post(step("where"), {"entry": "area:stare-misto"})

    assert answers()["where"] == {
        "area": town.areas.stare_misto.pk,
        "label": "Stare Misto",
        "note": "",
        "words": "Stare Misto",
    }


def test_where_without_a_snap_point_nearby_is_for_its_area_alone(town, write):
    browser = write("where")
    browser.post(step("where"), {"lon": "30.03", "lat": "50.01"})

    assert answers()["where"]["snap"] is None


@pytest.mark.parametrize("place", [{"lon": "30.2", "lat": "50.2"}, {"lon": "-71", "lat": "42.3"}])
def test_where_outside_what_the_police_serve_names_what_they_do(town, write, place):
    page = refused(write("where").post(step("where"), place | {"note": "by the pond"}))

    assert "This place is outside what the portal covers: Vyshnehrad." in page
    assert 'value="by the pond"' in page
    assert "where" not in answers()


def test_where_of_a_portal_without_police_says_so(town, write):
    town.police.areas.clear()
    browser = write("where")
    town.areas.hromada.organisations.clear()

    assert "No police unit takes reports" in refused(browser.post(step("where"), {"entry": "place:mlynova"}))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose the place: find it by name"),
        ({"entry": "place:nowhere"}, "Choose the place: find it by name"),
        ({"entry": "area:ukraine"}, "Choose the place: find it by name"),
        ({"entry": "nonsense"}, "Choose the place: find it by name"),
        ({"entry": "x" * 81}, "Choose the place: find it by name"),
        ({"entry": "area:\0"}, "Choose the place: find it by name"),
        ({"lon": "30.01"}, "Choose the place: find it by name"),
        ({"lon": "nan", "lat": "50"}, "The pin has no place on the map."),
        ({"lon": "east", "lat": "50"}, "The pin has no place on the map."),
        ({"lon": "900", "lat": "50"}, "The pin has no place on the map."),
        ({"entry": "place:mlynova", "note": "x" * 101}, "at most 100 characters"),
    ],
)
def test_where_with_a_bad_answer_says_what_to_do(town, write, typed, sentence):
    assert sentence in refused(write("where").post(step("where"), typed))


def test_where_keeps_the_place_of_before_when_nothing_else_is_chosen(town, write):
    browser = write("what")
    browser.post(step("where"), {"note": "behind the kiosk"})

    assert answers()["where"]["words"] == "Mlynova Street, behind the kiosk"


def test_where_finds_by_name_without_a_script_and_keeps_what_was_typed(town, write):
    browser = write("where")
    answer = browser.post(step("where"), {"action": "find", "q": "млинова", "note": "by the stairs"})
    page = browser.get(answer.url).content.decode()

    assert "млинова" not in answer.url
    assert 'value="place:mlynova"' in page
    assert 'value="by the stairs"' in page


def test_where_finds_by_name_also_with_the_last_button(town, write):
    assert write("where").post(step("where"), {"action": "continue", "q": "Mlynova"}).status_code == 302
    assert answers()["looking"] == {"q": "Mlynova"}


def test_where_finds_nothing_outside_the_served_areas(town, write):
    GazetteerEntryFactory(area=town.areas.raion, name_en="Remote Street")
    browser = write("where")
    browser.post(step("where"), {"action": "find", "q": "Remote"})

    assert browser.get(step("where")).context["found"] == []


def test_where_lists_the_streets_of_an_area(town, write):
    browser = write("where")
    browser.post(step("where"), {"action": "list", "list": "zarichchia"})
    page = browser.get(step("where")).content.decode()

    assert 'value="area:zarichchia"' in page
    assert 'value="place:mlynova"' in page


def test_where_found_by_name_counts_beside_a_list_without_a_choice(town, write):
    browser = write("where")

    assert browser.post(step("where"), {"q": "Mlynova", "entry": ["place:mlynova", ""]}).url == step("what")


@pytest.mark.parametrize("area", ["", "nowhere", "ukraine", "x\0y"])
def test_where_lists_nothing_of_an_unknown_area(town, write, area):
    browser = write("where")
    browser.post(step("where"), {"action": "list", "list": area})

    assert browser.get(step("where")).context["listed"] is None


# -- what


def test_what_says_who_deals_with_it_and_by_when(town, write):
    Category.objects.filter(code="lamp").update(responsible_text_en="The council’s lamps", responsible_kind="authority")
    page = write("what").get(step("what")).content.decode()

    assert "The council’s lamps" in page
    assert "The police pass it on for you" in page


def test_what_that_must_be_called_in_ends_the_form(town, write):
    browser = write("what")
    answer = browser.post(step("what"), {"category": "mine"})

    assert answer.url == reverse("reports:stop", args=["ordnance"])
    assert 'href="tel:101"' in browser.get(answer.url).content.decode()
    assert "what" not in answers()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Choose what it is about."), ("unknown", "not offered any more"), ("group", "not offered any more")],
)
def test_what_with_a_bad_answer_says_what_to_do(town, write, typed, sentence):
    assert sentence in refused(write("what").post(step("what"), {"category": typed}))


def test_what_that_is_not_offered_any_more_is_refused(town, write):
    Category.objects.filter(code="lamp").update(is_active=False)

    assert "not offered any more" in refused(write("what").post(step("what"), {"category": "lamp"}))


def offered_codes(answer):
    return [kind.category.code for _heading, members in answer.context["offer"].groups for kind in members]


@pytest.mark.parametrize(("typed", "found"), [("темн", ["lamp"]), ("dark street lights", ["lamp"]), ("МІНИ", ["mine"])])
def test_what_is_found_by_the_words_of_both_languages(town, write, typed, found):
    browser = write("what")
    answer = browser.get(browser.post(step("what"), {"action": "find", "q": typed}).url)

    assert offered_codes(answer) == found
    assert f'value="{typed}"' in answer.content.decode()


def test_what_that_no_kind_has_shows_all_of_them_and_says_so(town, write):
    browser = write("what")
    answer = browser.get(browser.post(step("what"), {"action": "find", "q": "xyzzy"}).url)

    assert offered_codes(answer) == ["lamp", "mine"]
    assert "No kind fits these words, so here are all of them." in answer.content.decode()


def test_what_chosen_before_stays_in_sight_of_a_search(town, write):
    browser = write("details")
    answer = browser.get(browser.post(step("what"), {"action": "find", "q": "mine", "category": "lamp"}).url)

    assert offered_codes(answer) == ["mine", "lamp"]


def test_what_without_a_choice_keeps_what_was_searched(town, write):
    answer = write("what").post(step("what"), {"action": "continue", "q": "темно"})

    assert offered_codes(answer) == ["lamp"]
    assert 'value="темно"' in refused(answer)


def test_what_all_ends_the_search_and_chooses_nothing(town, write):
    browser = write("details")
    browser.post(step("what"), {"action": "find", "q": "mine", "category": "lamp"})
    answer = browser.post(step("what"), {"action": "all", "q": "mine", "category": "lamp"})

    assert answer.url == step("what") + "#kinds"
    assert "looking_for" not in answers()


def test_what_while_typing_answers_with_the_list_alone_and_keeps_nothing(town, write):
    browser = write("what")
    answer = browser.post(step("what"), {"action": "find", "q": "dark"}, headers={"HX-Request": "true"})

    assert offered_codes(answer) == ["lamp"]
    assert "<h1>" not in answer.content.decode()
    assert "looking_for" not in answers()


def test_what_lists_first_what_is_often_reported_here(town, write, iryna):
    for number in range(4):
        category = CategoryFactory(code=f"often-{number}")
        release_report(make_report(town.areas.zarichchia, category=category), by=iryna, title_en="Title")
    make_report(town.areas.zarichchia, category=town.lamp)
    heading, kinds = write("what").get(step("what")).context["offer"].groups[0]

    assert heading == "Often reported here"
    assert {kind.category.code for kind in kinds} == {f"often-{number}" for number in range(4)}


def test_call_page_of_another_kind_is_a_404(town, english):
    assert english.get("/report/call/nobody/").status_code == 404


# -- details


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": ""}, "Write what happens"),
        ({"words": "Dark."}, "Write a little more"),
        ({"words": "я" * 4001}, "This is 1 character too long"),
        ({"recurrence": ""}, "Choose one of the answers."),
        ({"recurrence": "never"}, "Choose one of the answers."),
        ({"happened_on": "2126-01-01"}, "This day is still to come."),
        ({"happened_on": "1026-01-01"}, "This day is too long ago."),
        ({"happened_on": "yesterday"}, "Write the day as 21.04.2026"),
        ({"question_people": "perhaps"}, "Choose one of the answers."),
        ({"question_near": "x" * 201}, "at most 200 characters"),
        ({"happened_text": "x" * 121}, "at most 120 characters"),
    ],
)
def test_details_with_a_bad_answer_say_what_to_do_and_keep_the_rest(town, write, typed, sentence):
    page = refused(write("details").post(step("details"), ANSWERS["details"] | {"question_near": "a tree"} | typed))

    assert sentence in page
    assert "words" in typed or WORDS in page
    assert "question_near" in typed or "a tree" in page
    assert "details" not in answers()


def test_details_count_an_end_of_line_once(town, write):
    browser = write("details")
    answer = browser.post(step("details"), ANSWERS["details"] | {"words": "я\r\n" * 1999 + "яя"})

    assert answer.status_code == 302
    assert len(answers()["details"]["words"]) == 4000


def test_details_whose_answer_is_a_danger_say_whom_to_call_and_keep_the_words(town, write):
    browser = write("details")
    answer = browser.post(step("details"), ANSWERS["details"] | {"question_people": "yes"})

    assert answer.url == reverse("reports:stop", args=["emergency"])
    assert 'href="tel:102"' in browser.get(answer.url).content.decode()
    assert "details" not in answers()
    assert WORDS in browser.get(step("details")).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "Темно, а перед блокпостом стоїть розбите авто."},
        {"happened_text": "коли повз їде колона військової техніки"},
        {"question_near": "a military base"},
    ],
)
def test_details_that_tell_of_troops_say_whom_to_call_and_keep_the_words(town, write, typed):
    page = refused(write("details").post(step("details"), ANSWERS["details"] | typed))

    assert "About saboteurs and enemy spotters call the Security Service, 0 800 501 482, or 102." in page
    assert next(iter(typed.values())) in page
    assert "details" not in answers()


def test_where_with_a_note_that_tells_of_troops_is_refused_and_kept(town, write):
    page = refused(write("where").post(step("where"), {"entry": "place:mlynova", "note": "behind the checkpoint"}))

    assert "“checkpoint” can tell where troops" in page
    assert 'value="behind the checkpoint"' in page


@pytest.fixture
def photo():
    return upload(encoded(quadrants()))


def test_details_add_a_photo_without_a_script_and_keep_the_words(town, write, photo):
    browser = write("details")
    answer = browser.post(step("details"), ANSWERS["details"] | {"action": "photos", "photos": photo})
    page = browser.get(answer.url)

    assert answer.url == step("details") + "#photos"
    assert WORDS in page.content.decode()
    assert len(page.context["photos"]) == 1


def test_details_photo_is_shown_to_its_writer_alone(town, write, photo, client_for, bohdan):
    browser = write("details")
    browser.post(step("details"), {"action": "photos", "photos": photo})
    address = reverse("reports:draft_photo", args=[Draft.objects.get().photos.get().token])

    assert browser.get(address)["Content-Type"] == "image/jpeg"
    assert client_for(bohdan).get(address).status_code == 302


def test_details_remove_a_photo_and_keep_the_words(town, write, photo):
    browser = write("details")
    browser.post(step("details"), {"action": "photos", "photos": photo})
    browser.post(step("details"), ANSWERS["details"] | {"remove": Draft.objects.get().photos.get().token})

    assert Draft.objects.get().photos.count() == 0
    assert WORDS in browser.get(step("details")).content.decode()


def test_details_take_the_place_that_a_photo_knew_and_keep_the_words(town, write):
    browser = write("details")
    place = {"action": "place", "lat": "50.0102", "lon": "30.0115"}
    page = browser.get(browser.post(step("details"), ANSWERS["details"] | place).url).content.decode()

    assert (answers()["where"]["lat"], answers()["where"]["words"]) == (50.0102, "a point on the map, by the stairs")
    assert "The place is now: a point on the map." in page
    assert WORDS in page


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ({"lat": "42.3", "lon": "-71"}, "This place is outside what the portal covers"),
        ({"lat": "north", "lon": "30"}, "The pin has no place on the map."),
        ({}, "Choose the place"),
    ],
)
def test_details_with_a_place_that_cannot_be_taken_keep_the_one_before(town, write, place, sentence):
    browser = write("details")
    before = answers()["where"]
    page = browser.get(browser.post(step("details"), {"action": "place"} | place).url).content.decode()

    assert sentence in page
    assert answers()["where"] == before


@pytest.mark.parametrize("token", ["nowhere", "\0"])
def test_details_with_a_photo_that_is_not_there_change_nothing(town, write, photo, token):
    browser = write("details")
    browser.post(step("details"), {"action": "photos", "photos": photo})

    assert browser.post(step("details"), {"remove": token}).status_code == 302
    assert browser.get(reverse("reports:draft_photo", args=[token])).status_code == 404
    assert Draft.objects.get().photos.count() == 1


BAD_PHOTOS = {
    "text": (SimpleUploadedFile("street.jpg", b"These are words."), "“street.jpg” is not a photo that we can open."),
    "empty": (SimpleUploadedFile("empty.jpg", b""), "“empty.jpg” is not a photo that we can open."),
    "damaged": (SimpleUploadedFile("half.jpg", encoded(quadrants())[:200]), "“half.jpg” cannot be opened"),
    "heavy": (SimpleUploadedFile("heavy.jpg", b"\xff\xd8" + b"x" * (50 * 2**20)), "“heavy.jpg” has 51 MB"),
}


@pytest.mark.parametrize("action", ["photos", "continue"])
@pytest.mark.parametrize("kind", BAD_PHOTOS)
def test_details_with_a_bad_photo_say_so_and_keep_the_words(town, write, kind, action):
    bad, sentence = BAD_PHOTOS[kind]
    bad.seek(0)
    page = refused(write("details").post(step("details"), ANSWERS["details"] | {"action": action, "photos": bad}))

    assert sentence in page
    assert WORDS in page
    assert Draft.objects.get().photos.count() == 0


def test_details_keep_the_good_photo_beside_a_bad_one(town, write, photo):
    both = [photo, SimpleUploadedFile("street.jpg", b"These are words.")]
    page = refused(write("details").post(step("details"), ANSWERS["details"] | {"photos": both}))

    assert "“street.jpg” is not a photo" in page
    assert Draft.objects.get().photos.count() == 1


def test_details_with_more_photos_than_fit_keep_the_words(town, write):
    six = [upload(encoded(quadrants())) for _number in range(6)]
    page = refused(write("details").post(step("details"), ANSWERS["details"] | {"photos": six}))

    assert "Choose at most 5 photos; you chose 6." in page
    assert WORDS in page
    assert MAX_BYTES == 15 * 2**20


def test_details_with_too_many_uploads_say_when_to_come_back(town, write, photo):
    with patch.object(questions, "SHOWING_PHOTOS", Limit("test", each=0, overall=9, seconds=60)):
        page = refused(write("details").post(step("details"), ANSWERS["details"] | {"photos": photo}))

    assert "This was done too often in a short time." in page
    assert WORDS in page


def test_details_of_a_restricted_kind_do_not_ask_for_a_separate_report(town, write):
    browser = write("details")
    assert "Is a part of this confidential?" in browser.get(step("details")).content.decode()
    Category.objects.filter(code="lamp").update(sensitivity=Sensitivity.SEALED)

    assert "Is a part of this confidential?" not in browser.get(step("details")).content.decode()


# -- similar


@pytest.fixture
def released(town, iryna):
    """A released open report of the same kind, at the public point."""
    report = make_report(town.areas.zarichchia, category=town.lamp, snap_point=town.snap_point, words="Private words")
    release_report(report, by=iryna, title_en="Street light out", summary_en="One lamp is dark.")
    return report


def test_similar_shows_what_was_released_nearby(released, write):
    browser = write("you")
    page = browser.get(step("similar")).content.decode()

    assert "Street light out" in page
    assert "Private words" not in page


def test_similar_without_any_is_left_out(town, write):
    make_report(town.areas.zarichchia, category=town.lamp, snap_point=town.snap_point)
    browser = write("you")

    assert browser.get(step("similar")).url == step("you")
    assert browser.get(step("you")).context["back"] == "details"


def test_similar_it_is_this_one_counts_and_leads_to_its_page(released, write):
    browser = write("you")
    answer = browser.post(step("similar"), {"this": released.reference})
    released.refresh_from_db()

    assert answer.url == released.get_absolute_url()
    assert released.support_count == 1
    assert browser.post(step("similar"), {"this": released.reference}).status_code == 302
    released.refresh_from_db()
    assert released.support_count == 1


def test_similar_none_of_these_leads_on(released, write):
    browser = write("you")

    assert browser.post(step("similar"), {}).url == step("you")
    assert browser.get(step("you")).context["back"] == "similar"


@pytest.mark.parametrize("reference", ["AC34-DE67", "x" * 500, "\0"])
def test_similar_with_a_reference_that_is_not_offered_counts_nothing(released, write, reference):
    assert write("you").post(step("similar"), {"this": reference}).url == step("you")


# -- you


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose one of the answers."),
        ({"how": "account"}, "Choose one of the answers."),
        ({"how": "contact", "name": "Olena"}, "Give an e-mail address or a phone number"),
        ({"how": "contact", "email": "olena@"}, "Check the e-mail address"),
        ({"how": "contact", "phone": "call me"}, "A phone number has at least six digits"),
        ({"how": "contact", "phone": "123", "name": "x" * 121}, "at most 120 characters"),
    ],
)
def test_you_with_a_bad_answer_says_what_to_do(town, write, typed, sentence):
    page = refused(write("you").post(step("you"), typed | {"safe_contact": "after six"}))

    assert sentence in page
    assert 'value="after six"' in page


def test_you_keeps_only_what_belongs_to_the_answer(town, write):
    browser = write("you")
    browser.post(step("you"), {"how": "anonymous", "name": "Olena", "email": "olena@example.org"})

    assert answers()["you"] == {"how": "anonymous"}


def test_you_signed_in_reports_as_the_person(town, write, human, olena):
    browser = write("you")
    browser.force_login(olena)
    browser.post(step("you"), {"how": "account"})
    browser.post(step("check"), human)

    assert Report.objects.get().reporter == olena
    assert browser.get(reverse("reports:done")).context["code"] == ""


def test_you_signed_out_meanwhile_is_asked_again(town, write, olena):
    browser = write("you")
    browser.force_login(olena)
    browser.post(step("you"), {"how": "account"})
    draft_cookie = browser.cookies["draft"].value
    browser.logout()
    browser.cookies["draft"], browser.cookies["language"] = draft_cookie, "en"

    assert browser.get(step("check")).url == step("you")


# -- check


def check_page(write, town, **fields):
    Category.objects.filter(code="lamp").update(**fields)
    return write("check").get(step("check")).content.decode()


def test_check_shows_the_public_point_and_how_far_it_is(town, write):
    page = check_page(write, town)

    assert "<strong>Footbridge</strong>, 140 m from yours" in page
    assert "/areas/map.svg?lon=30.012" in page
    assert "lon=30.01&" not in page


def test_check_of_a_kind_without_a_point_shows_its_area(town, write):
    page = check_page(write, town, sensitivity=Sensitivity.AREA_ONLY)

    assert "only counted for their area, <strong>Zarichchia</strong>" in page
    assert "map.svg" not in page


def test_check_without_a_snap_point_shows_the_area(town, write):
    town.snap_point.delete()

    assert "No point on the map: no public place nearby" in check_page(write, town)


def test_check_of_a_restricted_kind_shows_that_nothing_becomes_public(town, write):
    page = check_page(write, town, sensitivity=Sensitivity.SEALED)

    assert "Reports of this kind are never released" in page
    assert "Title and summary" not in page


def test_check_of_a_crime_says_what_the_law_keeps(town, write, human):
    page = check_page(write, town, nature=Nature.CRIME)

    assert "what is entered is kept" in page
    assert "appears on a Monday" in page


def test_check_shows_the_answers_to_the_questions_of_the_kind(town, write):
    page = check_page(write, town)

    assert "Are people there?" in page
    assert 'datetime="2026-04-05"' in page


def test_check_sent_by_a_machine_is_refused_and_kept(town, write, human):
    browser = write("check")
    page = refused(browser.post(step("check"), human | {"website": "http://spam.example"}))

    assert "Empty the field that asks to be left empty" in page
    assert WORDS in page
    assert not Report.objects.exists()


@pytest.mark.parametrize("moment", ["", "forged"])
def test_check_with_a_forged_moment_is_refused_and_kept(town, write, moment):
    browser = write("check")

    assert "Press the button once more." in refused(browser.post(step("check"), {"opened_at": moment}))
    assert not Report.objects.exists()


def test_check_sent_too_often_says_when_to_come_back_and_keeps_the_draft(town, write, human):
    browser = write("check")
    with patch.object(questions, "SENDING", Limit("test", each=0, overall=9, seconds=60)):
        answer = browser.post(step("check"), human)

    assert answer.status_code == 429
    assert "This was done too often in a short time." in answer.content.decode()
    assert browser.post(step("check"), human).url == reverse("reports:done")


def test_check_of_a_kind_withdrawn_meanwhile_asks_for_another(town, write, human):
    browser = write("check")
    Category.objects.filter(code="lamp").update(is_active=False)

    assert browser.post(step("check"), human).url == step("what")
    assert not Report.objects.exists()


def test_check_of_a_place_that_is_gone_asks_for_another(town, write, human):
    browser = write("check")
    town.street.delete()
    SnapPointFactory._meta.model.objects.all().delete()
    town.areas.zarichchia.delete()

    assert browser.post(step("check"), human).url == step("where")


def test_check_sent_twice_is_one_report(town, write, human):
    browser = write("check")

    assert browser.post(step("check"), human).url == browser.post(step("check"), human).url == reverse("reports:done")
    assert Report.objects.count() == 1


def test_report_keeps_neither_address_nor_browser(town, write, human):
    browser = write("check")
    browser.post(step("check"), human, REMOTE_ADDR="203.0.113.9", headers={"user-agent": "SpecialBrowser/1"})
    row = str(Report.objects.values().get()) + str(Draft.objects.values().get()) + str(answers())

    assert "203.0.113.9" not in row
    assert "SpecialBrowser" not in row


# -- done


def test_done_of_a_crime_says_by_when_it_is_registered(town, write, human):
    Category.objects.filter(code="lamp").update(nature=Nature.CRIME)
    browser = write("check")
    browser.post(step("check"), human)
    page = browser.get(reverse("reports:done")).content.decode()

    assert "by the duty unit, which is there day and night" in page
    assert "It is entered in the police record" in page
