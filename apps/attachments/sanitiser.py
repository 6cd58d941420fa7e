"""Turns the bytes of a photo into a clean picture, in a process of its own that may be hurt instead of us.

    python -I sanitiser.py < photo > answer

It runs without Django, reads a photo on standard input and answers on standard output: one line of JSON (`width`,
`height` in pixels, and `photo`, `thumbnail` in bytes), then the two pictures, both JPEG. Nothing of the input's EXIF,
GPS, XMP, colour profile, comments, further frames or trailing bytes is in them. A refusal is an exit code.
"""

import io
import json
import resource
import sys

MAX_PIXELS = 40_000_000
MAX_PIXELS_WEBP = 16_000_000  # its decoder keeps three copies of the picture
MAX_SIDE = 2560
THUMBNAIL_SIDE = 480
MAX_MEMORY = 390 * 2**20  # bytes of address space, so resident memory stays below
MAX_SECONDS = 3  # of processor time

EXIT_TOO_MANY_PIXELS = 3
EXIT_DAMAGED = 4

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
ORIENTATION = 0x0112  # the EXIF tag
STRIP = 256  # rows laid on white at a time


def kind_of(head):
    """Return JPEG, PNG, WEBP or HEIF by the first bytes of a file (64 are enough), or "" for everything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        length = min(int.from_bytes(head[:4], "big"), len(head))
        brands = {head[8:12]} | {head[start : start + 4] for start in range(16, length - 3, 4)}
        if brands & HEIC_BRANDS and not brands & {b"avif", b"avis"}:
            return "HEIF"
    return ""


class TooManyPixels(Exception):
    """The header declares more pixels than we decode."""


def limit():
    """Take away from this process what decoding a photo does not need."""
    for name, most in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(name, (most, most))


def clean(original):
    """Return (picture, thumbnail, (width, height)) for the bytes of a photo: both pictures are bytes of a JPEG."""
    image = decoded(original)
    picture = in_srgb(shrunk(image), image.info.get("icc_profile"))
    picture = upright(picture, orientation(image))
    size = picture.size
    photo = encoded(picture, quality=85)
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return photo, encoded(picture, quality=80), size


def decoded(original):
    """Return the first frame as a loaded image of any mode; its size is checked before a pixel is decoded."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # checked here, before decoding; Pillow itself only objects far above
    kind = kind_of(original[:64])
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
        pillow_heif.options.DECODE_THREADS = 1  # each thread would reserve memory of its own
    image = Image.open(io.BytesIO(original), formats=[kind])
    width, height = image.size
    if width * height > (MAX_PIXELS_WEBP if kind == "WEBP" else MAX_PIXELS):
        raise TooManyPixels
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG is decoded at a half, a quarter or an eighth where that is enough
    image.load()
    return image


def shrunk(image):
    """Return the picture with no side above MAX_SIDE, transparency laid on white; it may be the same object."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")  # 16 bits to 8
    elif image.has_transparency_data:
        image = on_white(image)
    elif image.mode in ("1", "P"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), reducing_gap=2)
    return image


def on_white(image):
    """Return the picture laid on white, already reduced by a whole factor when it is far too large.

    It is done in strips: a second copy of 40 megapixels would not fit in the memory we allow.
    """
    from PIL import Image

    width, height = image.size
    factor = max(1, max(width, height) // MAX_SIDE)
    flat = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, STRIP * factor):
        strip = image.crop((0, top, width, min(top + STRIP * factor, height))).convert("RGBA")
        white = Image.new("RGB", strip.size, "white")
        white.paste(strip, mask=strip)
        flat.paste(white.reduce(factor), (0, top // factor))
    return flat


def in_srgb(image, profile):
    """Return the image in sRGB by its colour profile (bytes or None); a profile that cannot be used is left aside."""
    from PIL import ImageCms

    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def orientation(image):
    """Return the orientation (1 to 8) that the metadata give, 1 when they are missing or broken."""
    try:
        return image.getexif().get(ORIENTATION, 1)
    except Exception:  # broken metadata raise anything; the picture is good without them
        return 1


def upright(image, orientation):
    """Return the image turned and mirrored as an EXIF orientation says."""
    from PIL.Image import Transpose

    turn = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(orientation)
    return image if turn is None else image.transpose(turn)


def encoded(image, *, quality):
    """Return the bytes of a JPEG that holds the pixels and nothing else."""
    image.info = {}  # Pillow would write a comment it finds here
    output = io.BytesIO()
    image.save(output, "JPEG", quality=quality, optimize=True)
    return output.getvalue()


def main():
    """Clean standard input; return the exit code."""
    limit()
    try:
        photo, thumbnail, (width, height) = clean(sys.stdin.buffer.read())
    except (TooManyPixels, MemoryError):
        return EXIT_TOO_MANY_PIXELS
    except Exception:  # over hostile bytes a decoder raises anything, and it always means the same
        return EXIT_DAMAGED
    answer = {"width": width, "height": height, "photo": len(photo), "thumbnail": len(thumbnail)}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + photo + thumbnail)
    return 0


if __name__ == "__main__":
    sys.exit(main())
