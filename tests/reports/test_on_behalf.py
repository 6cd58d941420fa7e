"""A report is written down for somebody who calls or comes."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.events.models import AuditEntry
from apps.reports.enums import Channel, Nature, Registration
from apps.reports.models import Report
from apps.reports.services.intake import report_by_receipt
from tests.factories.areas import GazetteerEntryFactory, SnapPointFactory
from tests.factories.reports import CategoryFactory
from tests.reports.desk_helpers import page_of, photo_file, text_of

pytestmark = pytest.mark.django_db

ADDRESS = reverse("reports_staff:new")
EXTENT = {
    "key": "extent",
    "label": {"uk": "Скільки?", "en": "How many?"},
    "type": "choice",
    "required": True,
    "choices": [
        {"value": "one", "label": {"uk": "Одна", "en": "One"}},
        {"value": "shell", "label": {"uk": "Снаряд", "en": "A shell"}, "stopper": "ordnance"},
    ],
}


@pytest.fixture
def lamps(areas, police):
    """A kind with one question, in a town that the police serve."""
    return CategoryFactory(code="lamps", questions=[EXTENT])


@pytest.fixture
def told(areas, lamps):
    """What is typed for a woman who came to the library."""
    SnapPointFactory(area=areas.zarichchia)
    entry = GazetteerEntryFactory(area=areas.zarichchia, name_uk="Млинова, 14", name_en="Mlynova St, 14")
    return {
        "channel": "in_person",
        "category": "lamps",
        "shown": "lamps",
        "language": "uk",
        "q": "Mlynova",
        "entry": ["", f"place:{entry.code}"],
        "question_extent": "one",
        "recurrence": "lasting",
        "words": "Two lamps by the stairs are dark.",
        "how": "contact",
        "phone": "050 000 17 04",
        "safe_contact": "before noon",
    }


@pytest.fixture
def desk_of(client_for):
    """Return `desk_of(person)`: their browser at the desk, in English."""

    def sign_in(person):
        client = client_for(person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return sign_in


def test_a_report_is_filed_with_its_channel_and_who_took_it_down(desk_of, halyna, areas, told):
    answer = desk_of(halyna).post(ADDRESS, told)

    report = Report.objects.get()
    assert (report.channel, report.taken_by, report.reporter) == (Channel.IN_PERSON, halyna, None)
    assert (report.area, report.answers, report.language) == (areas.zarichchia, {"extent": "one"}, "uk")
    assert report.identity == {"phone": "050 000 17 04", "safe_contact": "before noon"}
    assert report_by_receipt(answer.context["filed"].code) == report
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert AuditEntry.objects.get(action="report.filed_on_behalf").actor_id == halyna.pk


def test_the_same_page_sent_twice_is_one_report_with_one_code(desk_of, halyna, told):
    client = desk_of(halyna)

    codes = {client.post(ADDRESS, told).context["filed"].code for _time in range(2)}

    assert (len(codes), Report.objects.count()) == (1, 1)


def test_a_facilitator_has_no_access_afterwards(desk_of, halyna, told):
    client = desk_of(halyna)
    answer = client.post(ADDRESS, told)
    report = Report.objects.get()

    assert page_of(report) not in text_of(answer)
    assert [client.get(page).status_code for page in (page_of(report), report.get_absolute_url())] == [404, 404]


def test_the_desk_says_who_took_it_down(desk_of, halyna, iryna, told):
    desk_of(halyna).post(ADDRESS, told)

    page = text_of(desk_of(iryna).get(page_of(Report.objects.get())))

    assert "<dt>Taken down by</dt>" in page
    assert "<dd>Halyna Bila</dd>" in page


def test_an_anonymous_one_keeps_no_contact_although_it_was_typed(desk_of, iryna, told):
    desk_of(iryna).post(ADDRESS, told | {"how": "anonymous", "channel": "phone"})

    assert (Report.objects.get().identity, Report.objects.get().channel) == ({}, Channel.PHONE)


def test_a_crime_is_due_for_the_record_at_once(desk_of, halyna, lamps, told):
    lamps.nature = Nature.CRIME
    lamps.save()

    desk_of(halyna).post(ADDRESS, told)

    assert Report.objects.get().registration == Registration.DUE


@pytest.mark.parametrize(
    ("button", "shown"),
    [({"action": "find", "words": "Two"}, "Mlynova St, 14"), ({"shown": ""}, "How many?")],
)
def test_a_button_of_the_page_files_nothing_and_keeps_what_was_typed(desk_of, halyna, told, button, shown):
    answer = desk_of(halyna).post(ADDRESS, told | button)

    assert (answer.status_code, Report.objects.count()) == (200, 0)
    assert shown in text_of(answer)
    assert 'value="before noon"' in text_of(answer)
    assert "error-summary" not in text_of(answer)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"entry": "area:stare-misto"}, "This place is outside your areas: its own police take it down, or call 102."),
        ({"entry": ""}, "Choose the place: find it by name, set the pin on the map, or take the area alone."),
        ({"entry": "", "lon": "30.03", "lat": "50.03"}, "This place is outside what the portal covers"),
        ({"question_extent": "shell"}, "Call 101 now, and tell them that nobody touches it."),
        ({"question_extent": ""}, "Choose one of the answers."),
        ({"phone": ""}, "Give an e-mail address or a phone number, or stay anonymous."),
        ({"category": "unknown"}, "Choose what it is about."),
    ],
)
def test_what_cannot_be_filed_gets_a_sentence_and_loses_nothing(desk_of, halyna, told, change, sentence):
    answer = desk_of(halyna).post(ADDRESS, told | change)

    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert sentence in text_of(answer)
    assert "Two lamps by the stairs are dark." in text_of(answer)


def test_places_elsewhere_are_neither_found_nor_listed(desk_of, halyna, areas, told):
    GazetteerEntryFactory(area=areas.stare_misto, name_uk="Млинова, 99", name_en="Mlynova St, 99")

    page = text_of(desk_of(halyna).post(ADDRESS, told | {"action": "find"}))

    assert "Mlynova St, 99" not in page
    assert 'value="area:stare-misto"' not in page


def test_a_pin_is_a_place_too(desk_of, halyna, areas, told):
    desk_of(halyna).post(ADDRESS, told | {"entry": "", "lon": "30.0123", "lat": "50.0077"})

    report = Report.objects.get()
    assert (report.point.coords, report.area) == ((30.0123, 50.0077), areas.zarichchia)


def test_photos_are_kept_while_the_page_is_asked_again_and_filed_with_it(desk_of, halyna, iryna, told):
    client = desk_of(halyna)
    kept = client.post(ADDRESS, told | {"action": "photos", "photos": [photo_file(), photo_file()]})
    photos, draft = kept.context["page"].photos.rows, kept.context["page"].photos.token
    address = reverse("reports_staff:taken_photo", args=[photos[0].token])
    read = [desk_of(person).get(address).status_code for person in (halyna, iryna)]

    removed = client.post(ADDRESS, told | {"draft": draft, "remove": photos[0].token})
    before = Report.objects.count()
    client.post(ADDRESS, told | {"draft": draft})
    client.post(ADDRESS, told | {"draft": draft})

    assert (read, before, removed.status_code) == ([200, 404], 0, 200)
    assert [photo.attachment for photo in Report.objects.get().photos.all()] == photos[1:]


def test_photos_sent_with_the_page_itself_are_filed_once(desk_of, halyna, told):
    client = desk_of(halyna)

    codes = {client.post(ADDRESS, told | {"photos": [photo_file()]}).context["filed"].code for _time in range(2)}

    assert (len(codes), Report.objects.get().photos.count()) == (1, 1)


def test_a_refused_photo_loses_neither_the_words_nor_the_other_photo(desk_of, halyna, told):
    broken = SimpleUploadedFile("photo.jpg", b"no picture", content_type="image/jpeg")

    answer = desk_of(halyna).post(ADDRESS, told | {"photos": [photo_file(), broken]})

    assert (answer.status_code, Report.objects.count(), len(answer.context["page"].photos.rows)) == (422, 0, 1)
    assert "Two lamps by the stairs are dark." in text_of(answer)


def test_photos_of_a_draft_that_is_over_are_asked_for_again(desk_of, halyna, told):
    answer = desk_of(halyna).post(ADDRESS, told | {"draft": "gone"})

    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "Add them again." in text_of(answer)


def test_a_page_with_photos_that_was_filed_takes_no_other_words_and_shows_no_code_for_them(desk_of, halyna, told):
    client = desk_of(halyna)
    kept = client.post(ADDRESS, told | {"action": "photos", "photos": [photo_file()]}).context["page"].photos.token
    filed = client.post(ADDRESS, told | {"draft": kept}).context["filed"]

    answer = client.post(ADDRESS, told | {"draft": kept, "words": "A dog barks all night."})

    assert (answer.status_code, Report.objects.count()) == (409, 1)
    assert "This page was filed already. Open a new one for another report." in text_of(answer)
    assert "A dog barks all night." in text_of(answer)
    assert filed.code not in text_of(answer)
    assert filed.report.reference not in text_of(answer)
    assert client.post(ADDRESS, told | {"draft": kept}).context["filed"] == filed
