"""The snapshot file: a header, then one array a column, all sorted by (key, reference)."""

import tempfile
import zlib
from datetime import date, timedelta

import numpy as np

MAGIC = b"COPMAP1\n"
HEADER = np.dtype([("magic", "S8"), ("rows", "<u8"), ("checksum", "<u4"), ("spare", "V44")])
# 22 bytes a row. A reference is 40 bits: 33 that are needed, in 32 and 8.
COLUMNS = {"key": "<i8", "category": "<u2", "state": "u1", "day": "<u2", "area": "<u4", "high": "<u4", "low": "u1"}
ROW_BYTES = sum(np.dtype(kind).itemsize for kind in COLUMNS.values())
FIRST_DAY, LAST_DAY = date(2000, 1, 1), 65_535  # a date, and the highest number of a day
PIECE = 1 << 20

# `state` is one of the four groups, plus LATE for what is open beyond its promised day.
GROUPS = ("open", "waiting", "solved", "ended")
LATE = 4
GONE = 7  # in a working copy: filtered out or masked


class Unreadable(Exception):
    """The file is missing, cut short or damaged."""


def write(target, columns):
    """Write {name: array} of equal length, already sorted, to a binary file object."""
    rows = len(columns["key"])
    arrays = [np.ascontiguousarray(columns[name], dtype=kind) for name, kind in COLUMNS.items()]
    checksum = 0
    for array in arrays:
        checksum = zlib.crc32(array.data.cast("B") if rows else b"", checksum)
    target.write(np.array([(MAGIC, rows, checksum, b"")], dtype=HEADER).tobytes())
    for array in arrays:
        target.write(array.tobytes())


def read(source):
    """Copy a binary file object to a nameless file of this machine; return {name: array} mapped from there.

    The copy vanishes with its last reader. Raises Unreadable.
    """
    head = source.read(HEADER.itemsize)
    if len(head) != HEADER.itemsize or not head.startswith(MAGIC):
        raise Unreadable("no header")
    header = np.frombuffer(head, dtype=HEADER)[0]
    rows, checksum, length = int(header["rows"]), 0, 0
    with tempfile.TemporaryFile(prefix="copportal-map-") as copy:
        while piece := source.read(PIECE):
            checksum = zlib.crc32(piece, checksum)
            length += len(piece)
            copy.write(piece)
        if length != rows * ROW_BYTES or checksum != int(header["checksum"]):
            raise Unreadable("cut short or damaged")
        copy.flush()
        columns, at = {}, 0
        for name, kind in COLUMNS.items():
            mapped = np.memmap(copy, dtype=kind, mode="r", offset=at, shape=(rows,)) if rows else np.empty(0, kind)
            columns[name] = mapped.view(np.ndarray)
            at += mapped.nbytes
    return columns


def day_number(day):
    """Return the days since 2000 of a date, cut to what the column holds."""
    return min(max((day - FIRST_DAY).days, 0), LAST_DAY)


def day_of(number):
    """Undo `day_number`."""
    return FIRST_DAY + timedelta(days=number)


def number_of(reference):
    """Return the 40-bit number of a reference such as KV47-RM93; the order of numbers is that of the texts."""
    number = 0
    for character in reference.replace("-", ""):
        number = number * (10 if character.isdigit() else 26) + int(character, 36) - (0 if character.isdigit() else 10)
    return number


def numbers_of(texts):
    """Return the 40-bit numbers of an array of references (dtype S9)."""
    letters = np.frombuffer(texts.tobytes(), dtype="u1").reshape(-1, 9)
    numbers = np.zeros(len(texts), dtype=np.int64)
    for place in (0, 1, 2, 3, 5, 6, 7, 8):
        base, first = (26, 65) if place in (0, 1, 5, 6) else (10, 48)
        numbers = numbers * base + (letters[:, place].astype(np.int64) - first)
    return numbers


def reference_of(number):
    """Undo `number_of`."""
    characters = []
    for base in (10, 10, 26, 26, 10, 10, 26, 26):
        number, digit = divmod(number, base)
        characters.append(chr((48 if base == 10 else 65) + digit))
    bare = "".join(reversed(characters))
    return f"{bare[:4]}-{bare[4:]}"
