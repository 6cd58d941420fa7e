"""Photos are stored as two files and a row, and go together."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from apps.attachments import services
from apps.attachments.errors import NotAPhoto
from apps.attachments.models import Attachment
from apps.attachments.photos import sanitise
from apps.reports.models import Draft
from tests.attachments.jpeg import assert_clean
from tests.attachments.pictures import content, encoded, quadrants, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def attachment():
    """A stored photo."""
    return services.make_safe(upload(encoded(quadrants()), "Zarichna 14.jpg"))


def files_in(media):
    """Return the paths of all stored files, relative to the media folder."""
    return sorted(str(path.relative_to(media)) for path in Path(media).rglob("*") if path.is_file())


def test_make_safe_stores_two_clean_files_under_random_names(attachment, media):
    assert files_in(media) == sorted([attachment.photo.name, attachment.thumbnail.name])
    assert "Zarichna" not in "".join(files_in(media))
    for file in (attachment.photo, attachment.thumbnail):
        assert_clean(content(file))
    assert (attachment.width, attachment.height, attachment.size) == (64, 48, attachment.photo.size)


def test_make_safe_refused_upload_leaves_nothing(media):
    with pytest.raises(NotAPhoto):
        services.make_safe(upload(b"a text file"))
    assert files_in(media) == []
    assert Attachment.objects.count() == 0


def test_make_safe_takes_what_the_form_field_cleaned(media):
    safe = sanitise(upload(encoded(quadrants())))
    assert content(services.make_safe(safe).photo) == safe.photo


def test_copy_has_the_pictures_and_other_names(attachment):
    copied = services.copy(attachment)
    assert content(copied.photo) == content(attachment.photo)
    assert content(copied.thumbnail) == content(attachment.thumbnail)
    assert len({attachment.photo.name, copied.photo.name, attachment.thumbnail.name, copied.thumbnail.name}) == 4
    assert copied.token != attachment.token


@pytest.mark.django_db(transaction=True)
def test_discard_deletes_row_and_files(attachment, media):
    services.discard(attachment)
    assert not Attachment.objects.exists()
    assert files_in(media) == []


@pytest.mark.django_db(transaction=True)
def test_discard_rolled_back_keeps_everything(attachment, media):
    try:
        with transaction.atomic():
            services.discard(attachment)
            raise RuntimeError
    except RuntimeError:
        pass
    assert Attachment.objects.count() == 1
    assert len(files_in(media)) == 2


@pytest.mark.django_db(transaction=True)
def test_remove_orphans_takes_old_rows_that_nothing_refers_to(attachment, media):
    fresh = services.make_safe(upload(encoded(quadrants())))
    Attachment.objects.filter(pk=attachment.pk).update(created_at=timezone.now() - timedelta(days=3))
    assert services.remove_orphans() == (1, 0)
    assert files_in(media) == sorted([fresh.photo.name, fresh.thumbnail.name])


@pytest.mark.django_db(transaction=True)
def test_remove_orphans_keeps_old_rows_of_a_draft(attachment, media):
    Draft.objects.create(token_hash="x").photos.add(attachment)
    Attachment.objects.filter(pk=attachment.pk).update(created_at=timezone.now() - timedelta(days=3))
    assert services.remove_orphans() == (0, 0)
    assert len(files_in(media)) == 2


def test_remove_orphans_takes_old_files_without_a_row(attachment, media):
    stray = default_storage.save("photos/ab/stray.jpg", ContentFile(b"x"))
    assert services.remove_orphans() == (0, 0)
    long_ago = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(default_storage.path(stray), (long_ago, long_ago))
    assert services.remove_orphans() == (0, 1)
    assert not default_storage.exists(stray)
    assert len(files_in(media)) == 2


def test_remove_orphaned_photos_says_what_it_deleted(capsys):
    call_command("remove_orphaned_photos")
    assert capsys.readouterr().out == ("0 photos that nothing referred to and 0 files without a row were deleted.\n")


def test_remove_orphaned_photos_refuses_the_age_of_a_draft():
    with pytest.raises(CommandError, match="at least 24"):
        call_command("remove_orphaned_photos", hours=3)
