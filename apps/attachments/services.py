"""The only writers of photos."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.attachments.models import Attachment
from apps.attachments.photos import SafePhoto, blacked_out, sanitise

FOLDERS = {"photos": "photo", "thumbnails": "thumbnail"}  # folder of the media storage: field
# Drafts, which name their photos without a foreign key, end after a day.
ORPHAN_AGE = timedelta(days=2)


def make_safe(upload):
    """Return a new Attachment for an uploaded file; raises a PhotoRefused with a sentence that names the file.

    What `PhotosField` has already made safe (a SafePhoto) is stored as it is. The original is kept nowhere.
    """
    return _store(upload if isinstance(upload, SafePhoto) else sanitise(upload))


def copy(attachment):
    """Return a new Attachment with the same pictures under names of their own, for an audience of its own."""
    return _store(
        SafePhoto(
            photo=_content(attachment.photo),
            thumbnail=_content(attachment.thumbnail),
            width=attachment.width,
            height=attachment.height,
            content_type=attachment.content_type,
        )
    )


def copy_with_boxes(attachment, boxes):
    """Return a new Attachment of the same photo with black rectangles burned in, in the thumbnail too.

    `boxes` are (left, top, right, bottom) as shares of width and height, 0 to 1.
    """
    return _store(blacked_out(_content(attachment.photo), boxes))


def discard(attachment):
    """Delete the row now and both files once the transaction commits."""
    files = [attachment.photo, attachment.thumbnail]
    names = [(file.storage, file.name) for file in files]
    attachment.delete()
    for storage, name in names:
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name), robust=True)


def remove_orphans(*, older_than=ORPHAN_AGE):
    """Delete rows that nothing refers to and files without a row, both older than a timedelta; return their numbers.

    Such rows are photos of drafts that were never sent; such files were written by a transaction that did not commit.
    """
    before = timezone.now() - older_than
    orphans = Attachment.objects.filter(created_at__lt=before)
    for relation in Attachment._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            orphans = orphans.exclude(Exists(rows))
    found = list(orphans)
    for attachment in found:
        discard(attachment)
    return len(found), sum(_remove_stray_files(folder, field, before) for folder, field in FOLDERS.items())


def _content(field):
    with field.storage.open(field.name) as file:
        return file.read()


def _store(safe):
    attachment = Attachment(content_type=safe.content_type, width=safe.width, height=safe.height, size=len(safe.photo))
    attachment.photo.save("photo.jpg", ContentFile(safe.photo), save=False)
    attachment.thumbnail.save("thumbnail.jpg", ContentFile(safe.thumbnail), save=False)
    attachment.save()
    return attachment


def _remove_stray_files(folder, field, before):
    """Delete what lies in a folder of the media storage, was written before a time, and belongs to no row."""
    storage = Attachment._meta.get_field(field).storage
    if not storage.exists(folder):
        return 0
    removed = 0
    for part in storage.listdir(folder)[0]:
        names = {f"{folder}/{part}/{name}" for name in storage.listdir(f"{folder}/{part}")[1]}
        known = Attachment.objects.filter(**{f"{field}__startswith": f"{folder}/{part}/"}).values_list(field, flat=True)
        for name in sorted(names.difference(known)):
            if storage.get_modified_time(name) < before:
                storage.delete(name)
                removed += 1
    return removed
