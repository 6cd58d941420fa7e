"""Photos for everybody: what is covered is gone from the file, and only released files are served."""

import io

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse
from PIL import Image

from apps.attachments.models import Attachment
from apps.attachments.services import make_safe
from apps.events.models import Event
from apps.reports.enums import Nature, Registration, ReportEvent, Sensitivity
from apps.reports.errors import ReleaseRefused
from apps.reports.models import PublicPhoto, Report
from apps.reports.services import conversation, photos, registration, release, triage
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import page_of, photo_file, text_of

pytestmark = pytest.mark.django_db

PLACE = Point(30.0105, 50.0105, srid=4326)
LEFT_HALF = [(row, column) for row in range(photos.ROWS) for column in range(photos.COLUMNS // 2)]


def with_photo(area, **fields):
    """File a report with a public place and one photo."""
    return make_report(
        area, snap_point=SnapPointFactory(area=area), point=PLACE, photos=[make_safe(photo_file())], **fields
    )


@pytest.fixture
def report(areas, olena, iryna):
    """Olena's report with one photo, released."""
    report = with_photo(areas.zarichchia, reporter=olena)
    release.release_report(report, by=iryna, title_en="Lamps")
    return report


@pytest.fixture
def photo(report):
    return report.photos.get()


@pytest.fixture
def shown(report, photo, iryna):
    """The photo, released with its left half covered."""
    photos.release_photo(report, by=iryna, photo=photo, cells=LEFT_HALF)
    return report.public_photos.get()


def public(report, shown, variant="full"):
    return reverse("reports:public_photo", args=[report.reference, shown.pk, variant])


def pixels(data):
    """The brightest channel in the middle of the left and of the right half."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    return [max(picture.getpixel((picture.width * part // 4, picture.height // 4))) for part in (1, 3)]


@pytest.mark.parametrize("variant", ["full", "thumbnail"])
def test_what_is_covered_is_gone_from_both_files(client, report, photo, shown, variant):
    answer = client.get(public(report, shown, variant))

    left, right = pixels(answer.content)
    assert (answer.status_code, left < 16, right > 200) == (200, True, True)
    with photo.attachment.photo.open() as original:
        assert pixels(original.read())[0] > 200
    assert shown.attachment_id != photo.attachment_id


def test_every_cell_leaves_no_pixel_between_it_and_the_next(report, photo, iryna):
    everything = [(row, column) for row in range(photos.ROWS) for column in range(photos.COLUMNS)]
    photos.release_photo(report, by=iryna, photo=photo, cells=[*everything, (99, 0), (-1, 0)])

    covered = report.public_photos.get()
    with covered.attachment.photo.open() as file:
        assert Image.open(file).convert("L").getextrema()[1] < 16
    assert len(covered.cells) == len(everything)


def test_a_photo_stands_on_the_public_page_and_in_the_timeline(client, report, shown):
    assert public(report, shown, "thumbnail") in text_of(client.get(report.get_absolute_url()))
    assert Event.objects.filter(name=ReportEvent.PHOTO_RELEASED, audience="reporter").count() == 1


def test_covering_anew_replaces_the_file(report, photo, shown, iryna, django_capture_on_commit_callbacks):
    storage, name = shown.attachment.photo.storage, shown.attachment.photo.name

    with django_capture_on_commit_callbacks(execute=True):
        photos.release_photo(report, by=iryna, photo=photo, cells=[(0, 0)])

    assert report.public_photos.get().cells == [[0, 0]]
    assert not storage.exists(name)


@pytest.mark.parametrize("how", ["photo", "release"])
def test_what_is_taken_back_is_deleted(client, report, photo, shown, bohdan, how):
    address, attachment = public(report, shown), shown.attachment_id
    if how == "photo":
        photos.withdraw_photo(report, by=bohdan, photo=photo)
    else:
        release.withdraw_release(report, by=bohdan)

    assert client.get(address).status_code == 404
    assert not PublicPhoto.objects.exists()
    assert not Attachment.objects.filter(pk=attachment).exists()
    assert Attachment.objects.filter(pk=photo.attachment_id).exists()


def test_a_photo_is_refused_before_the_words_without_consent_and_of_a_note(areas, iryna, report):
    early = with_photo(areas.zarichchia)
    crime = with_photo(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME))
    release.release_report(crime, by=iryna, title_en="A theft")
    for state in (Registration.RECORDED, Registration.INVESTIGATION):
        registration.register_report(crime, by=iryna, state=state, number="1")
    note = conversation.add_note(report, by=iryna, text="Seen", photos=[make_safe(photo_file())])
    foreign = early.photos.get()

    for of, photo in ((early, foreign), (crime, crime.photos.get()), (report, note.photos.get()), (report, foreign)):
        with pytest.raises(ReleaseRefused):
            photos.release_photo(of, by=iryna, photo=photo, cells=[])
    with pytest.raises(ReleaseRefused):
        photos.withdraw_photo(early, by=iryna, photo=foreign)


def test_a_photo_shows_no_place_that_the_release_does_not(areas, report, photo, shown, iryna):
    release.release_report(report, by=iryna, title_en="Lamps", with_place=False)
    assert not PublicPhoto.objects.exists()

    with pytest.raises(ReleaseRefused):
        photos.release_photo(report, by=iryna, photo=photo, cells=[])


def test_a_kind_without_a_place_takes_the_photos_back(report, shown, iryna):
    triage.recategorise_report(report, by=iryna, category=CategoryFactory(sensitivity=Sensitivity.AREA_ONLY))

    assert not PublicPhoto.objects.exists()


def test_a_photo_of_a_crime_waits_for_its_monday(client, areas, iryna):
    crime = with_photo(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME))
    release.release_report(crime, by=iryna, title_en="A theft")
    photos.release_photo(crime, by=iryna, photo=crime.photos.get(), cells=[])

    assert client.get(public(crime, crime.public_photos.get())).status_code == 404


# -- at the desk -----------------------------------------------------------------------------------------------------


def cover(client, report, photo, **fields):
    fields = {"version": Report.objects.get(pk=report.pk).version} | fields
    return client.post(page_of(report, "cover", number=photo.pk), fields)


def test_an_officer_covers_and_releases(desk, report, photo):
    page = page_of(report, "cover", number=photo.pk)
    assert page in text_of(desk.get(page_of(report)))
    assert text_of(desk.get(page)).count('type="checkbox" name="cells"') == photos.ROWS * photos.COLUMNS

    assert cover(desk, report, photo, cells=["0-0", "8-11"], looked="on").status_code == 302
    assert PublicPhoto.objects.get().cells == [[0, 0], [8, 11]]
    assert text_of(desk.get(page)).count(" checked") == 2

    assert cover(desk, report, photo, withdraw="1").status_code == 302
    assert not PublicPhoto.objects.exists()


def test_a_drawn_box_covers_what_it_touches_and_stands_there_another_time(desk, report, photo):
    box = "0.0000,0.0000,0.5000,1.0000"
    done = cover(desk, report, photo, boxes=[box], looked="on")
    kept = PublicPhoto.objects.get()
    with kept.attachment.photo.open() as file:
        left, right = pixels(file.read())

    assert (done.status_code, kept.boxes, left < 16, right > 200) == (302, [[0, 0, 0.5, 1]], True, True)
    page = text_of(desk.get(page_of(report, "cover", number=photo.pk)))
    assert f'name="boxes" value="{box}" checked' in page
    assert '<rect x="0.0000" y="0.0000" width="0.5000" height="1.0000"/>' in page


@pytest.mark.parametrize("box", ["0,0,0,1", "0.5,0,0.4,1", "0,0,1.1,1", "0,0,nan,1", "0,0,1", "junk", "0,0,1,1,1"])
def test_a_box_beside_the_photo_is_refused_and_the_others_stay(desk, report, photo, box):
    answer = cover(desk, report, photo, boxes=[box], cells=["0-0"], looked="on")

    assert (answer.status_code, PublicPhoto.objects.exists()) == (422, False)
    assert "A box lies beside the photo. Draw it again." in text_of(answer)
    assert 'value="0-0" aria-label="row 1, column 1" checked' in text_of(answer)


def test_too_many_boxes_are_refused(desk, report, photo):
    answer = cover(desk, report, photo, boxes=["0,0,1,1"] * (photos.MOST_BOXES + 1), looked="on")

    assert (answer.status_code, PublicPhoto.objects.exists()) == (422, False)


def test_nothing_is_released_unlooked_and_the_ticks_stay(desk, report, photo):
    answer = cover(desk, report, photo, cells=["0-0"])

    assert answer.status_code == 422
    assert "Look at every person, car and door, then tick this." in text_of(answer)
    assert 'value="0-0" aria-label="row 1, column 1" checked' in text_of(answer)
    assert not PublicPhoto.objects.exists()


def test_a_cell_outside_the_grid_and_a_stale_page_are_refused(desk, report, photo):
    assert cover(desk, report, photo, cells=["9-0"], looked="on").status_code == 422
    assert cover(desk, report, photo, looked="on", version=1).status_code == 409
    assert not PublicPhoto.objects.exists()


def test_photos_of_notes_have_no_such_page(desk, report, iryna):
    note = conversation.add_note(report, by=iryna, text="Seen", photos=[make_safe(photo_file())])

    assert desk.get(page_of(report, "cover", number=note.photos.get().pk)).status_code == 404
