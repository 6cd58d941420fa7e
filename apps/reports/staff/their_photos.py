"""The photos of a report that is written down for somebody, kept while its page is asked again."""

from django.utils.translation import gettext as _

from apps.reports.services.drafts import add_photos, draft_of_page, find_draft, is_page_of, photo_room, remove_photo
from apps.reports.wizard.forms import PhotosForm


class TheirPhotos:
    """What the page holds of them: `form` for more, `rows` of those kept, and the `token` of the draft that keeps them.

    `sent` is the page as it was sent, by which the draft is made with the first photo.
    """

    def __init__(self, data=None, files=None, *, by, sent):
        self.by, self.sent = by, sent
        self.token = (data or {}).get("draft", "")
        draft = find_draft(self.token)
        self.draft = draft if draft is not None and is_page_of(draft, by) else None
        self._removed = (data or {}).get("remove", "")
        self.form = PhotosForm(data, files, room=self.room) if files else PhotosForm(room=self.room)
        if self.token and self.draft is None:
            self.token, self.form = "", PhotosForm({}, files or {}, room=self.room)
            self.form.add_error("photos", _("The photos were kept for 24 hours and are deleted. Add them again."))

    @property
    def rows(self):
        """Those that are kept, in their order."""
        return list(self.draft.photos.order_by("pk")) if self.draft else []

    @property
    def room(self):
        """How many more there can be."""
        return photo_room(self.draft)

    def take(self):
        """Keep those that were sent and are safe, even when others are refused, and remove the one that is not wanted.

        A page that was filed already keeps what it has.
        """
        if self.draft is not None and self.draft.report_id:
            return
        if self._removed and self.draft is not None:
            remove_photo(self.draft, self._removed)
        if not self.form.is_bound:
            return
        self.form.is_valid()
        if accepted := self.form.fields["photos"].accepted:
            if self.draft is None:
                self.draft, self.token = draft_of_page(self.sent, by=self.by), self.sent
            if not self.draft.report_id:
                add_photos(self.draft, accepted)
