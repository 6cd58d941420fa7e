"""Why an upload was refused, each with a sentence that says how to mend it."""

from apps.core.errors import DomainError


class PhotoRefused(DomainError):
    """The upload did not become a photo; nothing of it was kept."""

    code = "photo_refused"


class NotAPhoto(PhotoRefused):
    """The bytes are of no kind that we open."""

    code = "not_a_photo"


class PhotoTooHeavy(PhotoRefused):
    """The file has more bytes than we accept."""

    code = "photo_too_heavy"


class PhotoTooLarge(PhotoRefused):
    """The picture has more pixels than we decode."""

    code = "photo_too_large"


class PhotoDamaged(PhotoRefused):
    """The picture cannot be decoded, or not within the time we allow."""

    code = "photo_damaged"
