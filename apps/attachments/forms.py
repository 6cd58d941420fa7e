"""The field that takes photos."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.attachments.errors import PhotoRefused
from apps.attachments.photos import ACCEPTED_TYPES, MAX_BYTES, MAX_PHOTOS, sanitise
from apps.core.forms import FileInput


class PhotosInput(FileInput):
    """A file input for several photos; on a phone it offers the camera too."""

    allow_multiple_selected = True
    icon = "camera"
    choose, none = _("Choose photos"), _("No photo chosen")

    def __init__(self, attrs=None):
        super().__init__({"accept": ",".join(ACCEPTED_TYPES), "multiple": True} | (attrs or {}))


class PhotosField(forms.Field):
    """Up to `max_photos` photos, each made safe; cleans to a list of SafePhoto, which `services.make_safe` stores.

    When some are refused, the error has one sentence for each, and `accepted` holds those that are safe, so that a page
    which keeps a draft need not ask for them again.
    """

    widget = PhotosInput

    def __init__(self, *, max_photos=MAX_PHOTOS, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Photos"))
        kwargs.setdefault(
            "help_text",
            format_lazy(
                _(
                    "JPEG, PNG, WebP or HEIC, up to {limit} MB each. We remove the place, time and camera stored "
                    "inside them. Keep your originals: the police may ask for them."
                ),
                limit=MAX_BYTES // 2**20,
            ),
        )
        super().__init__(**kwargs)
        self.max_photos = max_photos
        self.accepted = []

    def to_python(self, uploads):
        """Return the photos, all of them safe; raises ValidationError with a sentence for each that is not."""
        uploads = uploads or []
        self.accepted = []
        if len(uploads) > self.max_photos:
            raise ValidationError(
                ngettext(
                    "Choose at most %(limit)d photo; you chose %(count)d.",
                    "Choose at most %(limit)d photos; you chose %(count)d.",
                    self.max_photos,
                )
                % {"limit": self.max_photos, "count": len(uploads)},
                code="too_many_photos",
            )
        refusals = []
        for upload in uploads:
            try:
                self.accepted.append(sanitise(upload))
            except PhotoRefused as refusal:
                refusals.append(ValidationError(refusal.message, code=refusal.code))
        if refusals:
            raise ValidationError(refusals)
        return self.accepted

    def has_changed(self, initial, data):
        """Whether anything was chosen."""
        return bool(data)
