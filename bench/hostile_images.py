"""Mutations of hostile and real photos: no crash, no metadata, at most 400 MB and 3 seconds each.

Each is cleaned in a process of its own under the sanitiser's limits, forked instead of started, to save the start.
Usage: python -m bench.hostile_images [COUNT] (20000 takes about a quarter of an hour)
"""

import os
import random
import sys
import time
import warnings
from collections import Counter

from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401 (loaded before forking)

from apps.attachments import sanitiser
from bench._table import Table
from tests.attachments.jpeg import assert_clean
from tests.shared_data import SHARED

COUNT = 4_000
MOST_MEGABYTES, MOST_SECONDS = 400, 3
LARGEST = 400_000  # bytes of an original: what is larger costs time and finds nothing that a smaller one does not
JUNK = (b"\xff\xe1\x00\x10Exif\0\0CANARY", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"<html>CANARY")


def mutated(data, chance):
    """Return a copy of the bytes with some flipped, cut out, doubled, overwritten or appended."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data)) if chance.random() < 0.5 else chance.randrange(min(len(data), 600))
        kind = chance.randrange(6)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            junk = chance.choice(JUNK)
            data[at : at + len(junk)] = junk
        elif kind == 3:
            data[at:at] = chance.choice(JUNK)
        elif kind == 4 and len(data) > 100:
            del data[at : at + chance.randint(1, 50)]
        elif kind == 5:
            data += data[at : at + 200]
    return bytes(data)


def cleaned(original):
    """Clean bytes in a child; return (exit code, negative for a signal, megabytes, seconds, what it answered)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = sanitiser.EXIT_DAMAGED
        try:
            sanitiser.limit()
            photo, thumbnail, _size = sanitiser.clean(original)
            with os.fdopen(writing, "wb") as output:
                output.write(len(photo).to_bytes(4, "big") + photo + thumbnail)
            code = 0
        except (sanitiser.TooManyPixels, MemoryError):
            code = sanitiser.EXIT_TOO_MANY_PIXELS
        except Exception:
            pass  # damaged, as the sanitiser's own main says
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        pictures = answer.read()
    _pid, status, usage = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, pictures


def main(count):
    """Mutate, clean, judge, print the table; return whether anything went wrong."""
    table, what = Table(), f"{count:,} hostile pictures cleaned"
    target = f"no crash, < {MOST_MEGABYTES} MB and < {MOST_SECONDS} s each"
    originals = [
        path.read_bytes()
        for folder in ("images-bad", "photos-exif")
        for path in sorted((SHARED / folder).rglob("*"))
        if path.is_file() and sanitiser.kind_of(path.read_bytes()[:64]) and path.stat().st_size <= LARGEST
    ]
    if not originals:
        table.not_measured(what, f"{SHARED} is not there", target)
        table.print()
        return False
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    warnings.simplefilter("ignore")  # of decoders, over what is broken
    chance, codes, worst_memory, worst_time = random.Random(20260421), Counter(), 0, 0
    started = time.monotonic()
    for _ in range(count):
        code, megabytes, seconds, pictures = cleaned(mutated(chance.choice(originals), chance))
        codes[code] += 1
        worst_memory, worst_time = max(worst_memory, megabytes), max(worst_time, seconds)
        if code == 0:
            middle = 4 + int.from_bytes(pictures[:4], "big")
            assert_clean(pictures[4:middle])
            assert_clean(pictures[middle:])
    crashes = sum(number for code, number in codes.items() if code not in (0, 3, 4))
    print(
        f"{count} mutations of {len(originals)} files in {time.monotonic() - started:.0f} s: "
        f"{codes[0]} clean pictures, {codes[4]} damaged, {codes[3]} too large"
    )
    measured = f"{crashes} crashes, at most {worst_memory:.0f} MB and {worst_time:.2f} s"
    table.row(what, measured, target, not crashes and worst_memory < MOST_MEGABYTES and worst_time < MOST_SECONDS)
    table.print()
    return table.missed


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
