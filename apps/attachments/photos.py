"""From the bytes that somebody uploaded to a photo that is safe to keep, without touching disk or database."""

import io
import json
import math
import subprocess
import sys
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from apps.attachments import sanitiser
from apps.attachments.errors import NotAPhoto, PhotoDamaged, PhotoTooHeavy, PhotoTooLarge

MAX_BYTES = 15 * 2**20  # of one upload
MAX_PHOTOS = 5  # of one report or message
MAX_WAIT = 10  # seconds by the clock, for a machine that is busy; the sanitiser limits its own processor time
ACCEPTED_TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")


@dataclass(frozen=True)
class SafePhoto:
    """Two JPEG pictures made by us, without metadata; `width` and `height` of the larger one in pixels."""

    photo: bytes
    thumbnail: bytes
    width: int
    height: int
    content_type: str = "image/jpeg"


def sanitise(upload):
    """Return the SafePhoto of an uploaded file; raises a PhotoRefused with a sentence that names the file.

    The picture is decoded in a child process with limits on memory, time and pixels and an empty environment: whatever
    hostile bytes do to the decoder, they do it there.
    """
    name = Truncator(upload.name).chars(60)
    if upload.size > MAX_BYTES:
        raise PhotoTooHeavy(
            _(
                "“%(name)s” has %(size)d MB; a photo may have up to %(limit)d MB. "
                "Save it in a smaller size and choose it again."
            )
            % {"name": name, "size": math.ceil(upload.size / 2**20), "limit": MAX_BYTES // 2**20}
        )
    upload.seek(0)
    original = upload.read()
    if not sanitiser.kind_of(original):
        raise NotAPhoto(
            _("“%(name)s” is not a photo that we can open. Choose a JPEG, PNG, WebP or HEIC photo.") % {"name": name}
        )
    code, answer = _run(original)
    if code == sanitiser.EXIT_TOO_MANY_PIXELS:
        raise PhotoTooLarge(
            _(
                "“%(name)s” is too large a picture: the most is %(limit)d megapixels, for WebP %(webp)d. "
                "Save it in a smaller size and choose it again."
            )
            % {
                "name": name,
                "limit": sanitiser.MAX_PIXELS // 1_000_000,
                "webp": sanitiser.MAX_PIXELS_WEBP // 1_000_000,
            }
        )
    if code:
        raise PhotoDamaged(
            _(
                "“%(name)s” cannot be opened: the file is damaged or incomplete. "
                "Choose another photo, or open it on your device and save it again as JPEG."
            )
            % {"name": name}
        )
    return _read(answer)


def blacked_out(photo, boxes):
    """Return the SafePhoto of a picture that we encoded ourselves, with black rectangles in place of its pixels.

    `boxes` are (left, top, right, bottom) as shares of width and height; each covers every pixel that it touches.
    """
    picture = Image.open(io.BytesIO(photo))
    width, height = picture.size
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        corner = (math.floor(left * width), math.floor(top * height))
        draw.rectangle((corner, (math.ceil(right * width) - 1, math.ceil(bottom * height) - 1)), fill=0)
    full = sanitiser.encoded(picture, quality=85)
    picture.thumbnail((sanitiser.THUMBNAIL_SIDE, sanitiser.THUMBNAIL_SIDE))
    return SafePhoto(photo=full, thumbnail=sanitiser.encoded(picture, quality=80), width=width, height=height)


def _run(original):
    """Return the exit code and the answer of the sanitiser; being killed is an exit code too."""
    try:
        done = subprocess.run(  # noqa: S603 (our own program; the upload is its standard input)
            [sys.executable, "-I", sanitiser.__file__],
            input=original,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a decoder's warnings may quote what is in the photo
            timeout=MAX_WAIT,
            cwd="/",
            env={"MALLOC_ARENA_MAX": "1"},  # no keys of ours, and one heap: each further one would reserve 64 MB
            check=False,
        )
    except subprocess.TimeoutExpired:
        return sanitiser.EXIT_DAMAGED, b""
    return done.returncode, done.stdout


def _read(answer):
    line, _newline, pictures = answer.partition(b"\n")
    facts = json.loads(line)
    return SafePhoto(
        photo=pictures[: facts["photo"]],
        thumbnail=pictures[facts["photo"] :],
        width=facts["width"],
        height=facts["height"],
    )
