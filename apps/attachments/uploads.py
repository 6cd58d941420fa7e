"""How the bytes of an upload arrive: in memory, and not more of them than a photo may have."""

import io

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from apps.attachments.photos import MAX_BYTES, MAX_PHOTOS


class BoundedMemoryHandler(FileUploadHandler):
    """Keep uploads in memory: an original photo, with the place where it was taken, never lies on a disk.

    A file above MAX_BYTES, or above what a request may bring in all, is read to its end and thrown away as it arrives.
    It stands in `request.FILES` with its true size and no content, so that the form can say what is wrong with it and
    keep everything else that was typed.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.left = MAX_PHOTOS * MAX_BYTES

    def new_file(self, *args, **kwargs):
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.chunks, self.kept = [], 0

    def receive_data_chunk(self, raw_data, start):
        """Keep a piece, or let go of the whole file once it is too much."""
        if self.chunks is not None:
            self.chunks.append(raw_data)
            self.kept += len(raw_data)
            if self.kept > min(MAX_BYTES, self.left):
                self.chunks, self.kept = None, 0

    def file_complete(self, file_size):
        """Return the file for `request.FILES`."""
        self.left -= self.kept
        content = io.BytesIO(b"".join(self.chunks or ()))
        return InMemoryUploadedFile(
            content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
