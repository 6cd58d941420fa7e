"""Every upload ends as a clean picture or as a sentence."""

import io
import subprocess
import sys

import pytest
from PIL import Image

from apps.attachments import photos, sanitiser
from apps.attachments.errors import NotAPhoto, PhotoDamaged, PhotoRefused, PhotoTooHeavy, PhotoTooLarge
from apps.attachments.photos import MAX_BYTES, sanitise
from tests.attachments.jpeg import assert_clean, segments
from tests.attachments.pictures import QUADRANTS, colours_of, encoded, png_header, quadrants, swapped_profile, upload
from tests.shared_data import shared, shared_files

HOSTILE = shared_files("images-bad", *{".jpg", ".png", ".webp", ".heif", ".avif", ".gif", ".bmp", ".ico", ".icns"})
HOSTILE += shared_files("images-bad", *{".tif", ".j2k", ".jp2", ".mpo", ".bin"})
REAL = shared_files("photos-exif", ".jpg", ".jpeg", ".heic", ".tiff")


def with_metadata():
    """Return a JPEG with a canary in every place where metadata can be."""
    exif = Image.Exif()
    exif[0x010E] = "CANARY description"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 27.0, 0.0), 3: "E", 4: (30.0, 31.0, 0.0), 29: "CANARY GPS"})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">CANARY</x:xmpmeta>'
    return encoded(quadrants(), exif=exif, xmp=xmp, comment=b"CANARY", icc_profile=swapped_profile())


MEASURE = """
import runpy, sys, time
try:
    runpy.run_path(sys.argv[1], run_name="__main__")
finally:
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
    print(peak, time.process_time(), file=sys.stderr)
"""


def measured(data):
    """Run the sanitiser on bytes; return (exit code, megabytes of memory at most, seconds of processor time)."""
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-c", MEASURE, sanitiser.__file__],
        input=data,
        capture_output=True,
        env={"MALLOC_ARENA_MAX": "1"},
        check=False,
    )
    kilobytes, seconds = done.stderr.split()[-2:]
    return done.returncode, int(kilobytes) / 1024, float(seconds)


@pytest.mark.parametrize("path", HOSTILE + REAL)
def test_sanitise_hostile_or_real_file_is_clean_or_refused_with_its_name(path):
    try:
        safe = sanitise(upload(path.read_bytes(), path.name))
    except PhotoRefused as refusal:
        assert path.name[:40] in refusal.message
        return
    for picture, side in ((safe.photo, 2560), (safe.thumbnail, 480)):
        assert_clean(picture)
        assert max(Image.open(io.BytesIO(picture)).size) <= side
    assert Image.open(io.BytesIO(safe.photo)).size == (safe.width, safe.height)


def test_sanitise_hostile_files_stay_below_400_megabytes_and_3_seconds():
    folder = shared("images-bad")
    for path in sorted(folder.iterdir()):
        code, megabytes, seconds = measured(path.read_bytes())
        assert code in (0, sanitiser.EXIT_TOO_MANY_PIXELS, sanitiser.EXIT_DAMAGED), path.name
        assert megabytes < 400, path.name
        assert seconds < 3, path.name


@pytest.mark.parametrize(
    ("mode", "kind", "size"),
    [
        ("RGB", "JPEG", (7300, 5470)),
        ("CMYK", "JPEG", (7300, 5470)),
        ("RGB", "PNG", (7300, 5470)),
        ("RGBA", "PNG", (7300, 5470)),
        ("P", "PNG", (7300, 5470)),
        ("RGBA", "PNG", (5119, 5119)),
        ("RGB", "WEBP", (4600, 3470)),
    ],
)
def test_sanitise_largest_pictures_stay_below_400_megabytes_and_3_seconds(mode, kind, size):
    data = encoded(Image.linear_gradient("L").resize(size).convert(mode), kind)
    code, megabytes, seconds = measured(data)
    assert code == 0
    assert megabytes < 400
    assert seconds < 3


def test_sanitise_removes_every_trace_of_metadata():
    original = with_metadata()
    assert original.count(b"CANARY") == 4
    safe = sanitise(upload(original + b"CANARY<html>PK\x03\x04"))
    assert_clean(safe.photo)
    assert_clean(safe.thumbnail)


def test_segments_finds_what_a_file_with_metadata_holds():
    # The judge of the tests above: it must see the metadata that we plant.
    assert {0xE1, 0xE2, 0xFE} <= {marker for marker, _payload in segments(with_metadata())}
    with pytest.raises(AssertionError, match="4 bytes follow"):
        segments(encoded(quadrants()) + b"tail")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_sanitise_turns_the_picture_upright(kind, orientation):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = quadrants() if orientation == 1 else quadrants().transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    safe = sanitise(upload(encoded(stored, kind, exif=exif)))
    assert (safe.width, safe.height) == (64, 48)
    assert colours_of(safe.photo) == colours_of(safe.thumbnail) == QUADRANTS


def test_sanitise_broken_orientation_keeps_the_picture_as_stored():
    data = encoded(quadrants(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    assert colours_of(sanitise(upload(data)).photo) == QUADRANTS


def test_sanitise_colour_profile_is_applied_before_it_is_dropped():
    safe = sanitise(upload(encoded(Image.new("RGB", (64, 48), "red"), icc_profile=swapped_profile())))
    red, green, _blue = Image.open(io.BytesIO(safe.photo)).getpixel((9, 9))
    assert green > 200
    assert red < 60


def test_sanitise_useless_colour_profile_is_left_aside():
    data = encoded(quadrants(), icc_profile=b"no profile at all")
    assert colours_of(sanitise(upload(data)).photo) == QUADRANTS


def test_sanitise_transparency_becomes_white():
    safe = sanitise(upload(encoded(Image.new("RGBA", (64, 48), (255, 0, 0, 0)), "PNG")))
    assert Image.open(io.BytesIO(safe.photo)).getpixel((30, 20)) == (255, 255, 255)


def test_sanitise_sixteen_bit_grey_keeps_its_brightness():
    grey = Image.frombytes("I;16", (64, 48), (0x8000).to_bytes(2, "little") * (64 * 48))
    safe = sanitise(upload(encoded(grey, "PNG")))
    assert abs(Image.open(io.BytesIO(safe.photo)).getpixel((30, 20)) - 128) <= 1


def test_sanitise_large_picture_is_scaled_down():
    safe = sanitise(upload(encoded(Image.new("RGB", (5000, 1000), "red"))))
    assert (safe.width, safe.height) == (2560, 512)
    assert Image.open(io.BytesIO(safe.thumbnail)).size == (480, 96)


def test_sanitise_small_picture_is_not_enlarged():
    safe = sanitise(upload(encoded(quadrants())))
    assert Image.open(io.BytesIO(safe.thumbnail)).size == (64, 48)


def test_sanitise_first_frame_of_an_animation_is_taken():
    frames = [quadrants(), Image.new("RGB", (64, 48), "black")]
    data = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert colours_of(sanitise(upload(data)).photo) == QUADRANTS


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"This is a shopping list.",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"GIF89a" + b"\0" * 90,
        b"II*\0" + b"\0" * 90,
        b"\0\0\0\x1cftypavif\0\0\0\0mif1heicavif",
        b"\0\0\0\x18ftypmp42\0\0\0\0isommp42",
    ],
)
def test_sanitise_other_kinds_named_jpg_are_refused_by_their_bytes(data):
    with pytest.raises(NotAPhoto) as refusal:
        sanitise(upload(data))
    assert str(refusal.value) == (
        "«IMG_0001.jpg» — не фотографія, яку ми можемо відкрити. Виберіть фото у форматі JPEG, PNG, WebP або HEIC."
    )


def test_sanitise_photo_with_another_extension_is_known_by_its_bytes():
    assert sanitise(upload(encoded(quadrants(), "PNG"), "notes.txt")).content_type == "image/jpeg"


def test_sanitise_too_many_bytes_is_refused_before_anything_is_read():
    heavy = upload(b"")
    heavy.size = 50 * 2**20
    with pytest.raises(PhotoTooHeavy, match="має 50 МБ, а фото може мати щонайбільше 15 МБ"):
        sanitise(heavy)
    assert heavy.size > MAX_BYTES


@pytest.mark.parametrize("size", [(60_000, 60_000), (8000, 5001)])
def test_sanitise_too_many_pixels_are_refused_before_decoding(size):
    with pytest.raises(PhotoTooLarge):
        sanitise(upload(png_header(*size)))


def test_sanitise_truncated_photo_is_refused():
    data = encoded(quadrants(640, 480))
    with pytest.raises(PhotoDamaged):
        sanitise(upload(data[: len(data) // 2]))


def test_sanitise_child_that_does_not_answer_is_killed(monkeypatch, tmp_path):
    stuck = tmp_path / "stuck.py"
    stuck.write_text("import signal\nsignal.pause()\n")
    monkeypatch.setattr(sanitiser, "__file__", str(stuck))
    monkeypatch.setattr(photos, "MAX_WAIT", 0.3)
    with pytest.raises(PhotoDamaged):
        sanitise(upload(encoded(quadrants())))


def test_sanitise_child_knows_no_key_of_ours(monkeypatch, tmp_path):
    curious = tmp_path / "curious.py"
    curious.write_text("import os, sys\nsys.stdin.buffer.read()\nprint(sorted(os.environ))\n")
    monkeypatch.setattr(sanitiser, "__file__", str(curious))
    _code, answer = photos._run(b"")
    assert b"KEY" not in answer
    assert b"DATABASE_URL" not in answer
    assert b"MALLOC_ARENA_MAX" in answer


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        ("bytearray(400 * 2**20)", b"MemoryError"),
        ("open('/tmp/sanitiser-wrote-this', 'wb', buffering=0).write(b'x')", b"File too large"),
    ],
)
def test_limit_takes_away_memory_and_files(attempt, refusal):
    program = f"import runpy\nrunpy.run_path({sanitiser.__file__!r})['limit']()\n{attempt}\n"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False)
    assert done.returncode == 1
    assert refusal in done.stderr


def test_limit_takes_away_time():
    program = f"import runpy\nrunpy.run_path({sanitiser.__file__!r})['limit']()\nwhile True: pass\n"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False)
    assert done.returncode == -9
