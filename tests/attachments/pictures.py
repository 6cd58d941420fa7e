"""Pictures for tests, made here."""

import io
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms

QUADRANTS = ("red", "lime", "blue", "yellow")  # top left, top right, bottom left, bottom right


def quadrants(width=64, height=48):
    """Return a picture of four colours, by which its orientation can be told."""
    picture = Image.new("RGB", (width, height))
    for index, colour in enumerate(QUADRANTS):
        box = (index % 2 * width // 2, index // 2 * height // 2)
        picture.paste(Image.new("RGB", (width // 2, height // 2), colour), box)
    return picture


def colours_of(data):
    """Return the names of the colours in the four quadrants of an encoded picture."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    names = []
    for index in range(4):
        x, y = picture.width * (1 + 2 * (index % 2)) // 4, picture.height * (1 + 2 * (index // 2)) // 4
        bits = tuple(channel > 127 for channel in picture.getpixel((x, y)))
        names.append({(1, 0, 0): "red", (0, 1, 0): "lime", (0, 0, 1): "blue", (1, 1, 0): "yellow"}[bits])
    return tuple(names)


def encoded(picture, kind="JPEG", **options):
    """Return the bytes of a picture."""
    output = io.BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def taken_at(degrees_north, degrees_east):
    """The EXIF data of a photo that knows where it was taken, as a phone writes it."""
    exif = Image.Exif()
    parts = [(int(degrees), int(degrees * 60 % 60), degrees * 3600 % 60) for degrees in (degrees_north, degrees_east)]
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: parts[0], 3: "E", 4: parts[1]}
    return exif


def upload(data, name="IMG_0001.jpg"):
    """Return bytes as an uploaded file."""
    return SimpleUploadedFile(name, data)


def content(field):
    """Return the bytes of a stored file."""
    with field.storage.open(field.name) as file:
        return file.read()


def swapped_profile():
    """Return a colour profile under which red means green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"----", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"----", b"gXYZ", 1)


def png_header(width, height):
    """Return a PNG that declares a size and holds almost nothing."""

    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data = chunk(b"IHDR", size + b"\x08\x02\0\0\0") + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data
