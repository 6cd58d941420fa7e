"""A report that begins with a photo, before the first question is answered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.reports.models import Draft
from tests.attachments.pictures import encoded, quadrants, taken_at, upload

START = reverse("reports:start")
WHERE = reverse("reports:step", args=["where"])


@pytest.fixture
def photo():
    return upload(encoded(quadrants(), exif=taken_at(50.015, 30.005)))


def test_photo_waits_in_the_draft_without_its_metadata(town, english, photo):
    answer = english.post(START, {"danger": "no", "photos": photo})

    assert answer.url == WHERE
    draft = Draft.objects.get()
    assert draft.answers == {"danger": "no"}
    with draft.photos.get().photo.open() as stored:
        assert b"Exif" not in stored.read()
    assert len(english.get(START).context["photos"]) == 1


def test_photo_is_kept_while_the_question_has_no_answer(town, english, photo):
    page = english.post(START, {"photos": photo})

    assert "Choose one of the answers." in page.content.decode()
    assert english.post(START, {"danger": "no"}).url == WHERE
    assert Draft.objects.get().photos.count() == 1


def test_photo_in_danger_opens_no_draft(town, english, photo):
    answer = english.post(START, {"danger": "yes", "photos": photo})

    assert answer.url == reverse("portal:emergency")
    assert not Draft.objects.exists()


def test_bad_photo_is_refused_beside_the_good_one_that_stays(town, english, photo):
    bad = SimpleUploadedFile("street.jpg", b"These are words.")
    page = english.post(START, {"danger": "no", "photos": [photo, bad]})

    assert "“street.jpg” is not a photo" in page.content.decode()
    assert (page.context["form"]["danger"].value(), len(page.context["photos"])) == ("no", 1)


def test_place_of_the_photo_that_was_taken_up_is_the_pin_of_the_next_question(town, english, photo):
    english.post(START, {"danger": "no", "photos": photo, "lat": "50.015", "lon": "30.005"})
    page = english.get(WHERE).content.decode()

    assert "The pin stands where your photo was taken." in page
    assert '<input type="hidden" name="lat" value="50.015" id="id_lat">' in page
    assert english.post(WHERE, {"lat": "50.015", "lon": "30.005"}).url == reverse("reports:step", args=["what"])


def test_street_that_was_typed_is_not_dropped_for_the_place_of_the_photo(town, english, photo):
    pin = {"lat": "50.015", "lon": "30.005"}
    english.post(START, {"danger": "no", "photos": photo} | pin)
    typed = pin | {"q": "Mlynova 5", "note": "by the stairs"}

    page = english.post(WHERE, typed, follow=True).content.decode()
    assert ('value="place:mlynova"' in page, "where" in Draft.objects.get().answers) == (True, False)
    page = english.post(WHERE, typed).content.decode()
    assert "Choose the place: find it by name" in page
    assert [f'value="{words}"' in page for words in ("Mlynova 5", "by the stairs")] == [True, True]
    english.post(WHERE, typed | {"lat": "50.016"})
    assert Draft.objects.get().answers["where"]["lat"] == 50.016


@pytest.mark.parametrize("place", [{"lat": "0", "lon": "0"}, {"lat": "nan", "lon": "x"}])
def test_place_of_a_photo_that_nobody_serves_is_left_out(town, english, photo, place):
    english.post(START, {"danger": "no", "photos": photo} | place)

    assert Draft.objects.get().answers == {"danger": "no"}
    assert "where your photo was taken" not in english.get(WHERE).content.decode()
