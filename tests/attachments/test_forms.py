"""The photos field says what is wrong with each file, and the bytes of an upload never touch a disk."""

import tempfile

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from apps.attachments.forms import PhotosField
from apps.attachments.photos import MAX_BYTES
from tests.attachments.pictures import encoded, quadrants, upload


class MessageForm(forms.Form):
    """A form as a page would have it."""

    text = forms.CharField()
    photos = PhotosField()


def filled(*uploads):
    """Return a bound form with some words and the given uploads."""
    return MessageForm({"text": "It is dark here."}, MultiValueDict({"photos": list(uploads)}))


def test_photos_field_without_photos_is_an_empty_list():
    form = filled()
    assert form.is_valid()
    assert form.cleaned_data["photos"] == []


def test_photos_field_returns_safe_photos_in_order():
    form = filled(upload(encoded(quadrants(40, 20))), upload(encoded(quadrants(20, 40), "PNG")))
    assert form.is_valid()
    assert [(safe.width, safe.height) for safe in form.cleaned_data["photos"]] == [(40, 20), (20, 40)]


def test_photos_field_names_each_refused_file_and_keeps_the_good_ones():
    form = filled(upload(b"text", "a.jpg"), upload(encoded(quadrants())), upload(b"%PDF-1.7", "b.jpg"))
    assert not form.is_valid()
    assert [sentence.split("»")[0] for sentence in form.errors["photos"]] == ["«a.jpg", "«b.jpg"]
    assert [safe.width for safe in form.fields["photos"].accepted] == [64]
    assert form.cleaned_data["text"] == "It is dark here."


def test_photos_field_too_many_are_refused_before_decoding():
    form = filled(*[upload(b"never looked at")] * 6)
    assert form.errors["photos"] == ["Виберіть не більше 5 фотографій; ви вибрали 6."]


def test_photos_input_offers_several_photos():
    html = str(MessageForm()["photos"])
    assert 'type="file"' in html
    assert "multiple" in html
    assert 'accept="image/jpeg,image/png,image/webp,image/heic,image/heif"' in html


def posted(**fields):
    """Return a request whose body has the given fields in order."""
    return RequestFactory().post("/", fields)


def test_upload_of_50_megabytes_is_refused_and_the_words_after_it_are_kept(monkeypatch):
    def no_file(*args, **kwargs):
        raise AssertionError("an upload was written to a disk")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", no_file)
    monkeypatch.setattr(tempfile, "mkstemp", no_file)
    request = posted(photos=SimpleUploadedFile("big.jpg", b"\xff" * (50 * 2**20)), text="It is dark here.")
    (big,) = request.FILES.getlist("photos")
    assert (big.size, big.read()) == (50 * 2**20, b"")
    form = MessageForm(request.POST, request.FILES)
    assert not form.is_valid()
    assert form.cleaned_data["text"] == "It is dark here."
    assert form.errors["photos"][0].startswith("«big.jpg» має 50 МБ")


def test_upload_of_the_largest_size_is_kept_whole():
    request = posted(photos=SimpleUploadedFile("a.jpg", b"\xff" * MAX_BYTES))
    assert request.FILES["photos"].size == len(request.FILES["photos"].read()) == MAX_BYTES


def test_upload_of_many_files_keeps_no_more_than_a_report_may_bring():
    files = [SimpleUploadedFile(f"{number}.jpg", b"\xff" * MAX_BYTES) for number in range(7)]
    request = posted(photos=files)
    assert [len(file.read()) for file in request.FILES.getlist("photos")] == [MAX_BYTES] * 5 + [0, 0]
