"""Photos for everybody: a file of its own, with black rectangles over what tells who somebody is."""

from django.utils.translation import gettext as _

from apps.attachments.services import copy_with_boxes
from apps.events.enums import Audience
from apps.reports.enums import ReleaseState, ReportEvent
from apps.reports.errors import ReleaseRefused
from apps.reports.models import PublicPhoto
from apps.reports.services.moves import changing, tell
from apps.reports.services.release import remove_public_photos, require_consent

# The grid on which an officer chooses what to cover. A field covers a little more than is needed, never less.
ROWS, COLUMNS = 9, 12
MOST_BOXES = 60


def release_photo(report, *, by, photo, cells=(), boxes=(), version=None):
    """Release a photo of a released report with what points to somebody covered, or cover it anew.

    Covered are these fields [(row, column)] of the grid, and these boxes [(left, top, right, bottom)], as shares of
    width and height. Raises ReleaseRefused before the words are released, without the investigator's consent, for a
    report that has no public place, since a photo shows one, and for a photo that the reporter may not see either.
    """
    with changing(report, by=by, version=version) as locked:
        if locked.release_state != ReleaseState.RELEASED:
            raise ReleaseRefused(_("Release the words first: a photo stands beside them."))
        require_consent(locked)
        if locked.public_place is None:
            raise ReleaseRefused(_("This report is released for its area alone, and a photo would show the place."))
        if not locked.photos.for_reporter().filter(pk=photo.pk).exists():
            raise ReleaseRefused(_("Photos of internal notes are for the police alone."))
        chosen = sorted({(row, column) for row, column in cells if 0 <= row < ROWS and 0 <= column < COLUMNS})
        remove_public_photos(locked.public_photos.filter(source=photo))
        PublicPhoto.objects.create(
            report=locked,
            source=photo,
            attachment=copy_with_boxes(photo.attachment, [*boxes, *(_box(*cell) for cell in chosen)]),
            cells=[list(cell) for cell in chosen],
            boxes=[list(box) for box in boxes],
            by=by,
        )
        tell(locked, ReportEvent.PHOTO_RELEASED, by=by, audience=Audience.REPORTER, photo=photo.pk)


def withdraw_photo(report, *, by, photo, version=None):
    """Take a released photo back; its file is deleted."""
    with changing(report, by=by, version=version) as locked:
        if not remove_public_photos(locked.public_photos.filter(source=photo)):
            raise ReleaseRefused(_("This photo is not released."))
        tell(locked, ReportEvent.PHOTO_WITHDRAWN, by=by, audience=Audience.REPORTER, photo=photo.pk)


def _box(row, column):
    return column / COLUMNS, row / ROWS, (column + 1) / COLUMNS, (row + 1) / ROWS
