"""Reads JPEG files by hand, so that what we write is judged by something that did not write it."""

# What a picture needs: tables, frame, scan, end. JFIF's APP0 is the only application segment among them.
NEEDED = {0xD8, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xD9}
TRACES = (
    b"Exif\0\0",
    b"http://ns.adobe.com/",
    b"<x:xmpmeta",
    b"ICC_PROFILE",
    b"Photoshop 3.0",
    b"<html",
    b"<script",
    b"CANARY",
)


def segments(data):
    """Return [(marker, payload)] of a JPEG; asserts that it begins with SOI and that nothing follows its EOI."""
    assert data[:2] == b"\xff\xd8", "no start of image"
    found, at = [(0xD8, b"")], 2
    while True:
        assert data[at] == 0xFF, f"no marker at byte {at}"
        marker = data[at + 1]
        if marker == 0xD9:
            assert at + 2 == len(data), f"{len(data) - at - 2} bytes follow the picture"
            return [*found, (marker, b"")]
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        found.append((marker, data[at + 4 : at + 2 + length]))
        at += 2 + length
        if marker == 0xDA:  # entropy-coded data last until a marker that is neither a stuffed FF00 nor a restart
            while not (data[at] == 0xFF and data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7):
                at += 1


def assert_clean(data):
    """Assert that a JPEG holds a picture and nothing else."""
    found = segments(data)
    assert {marker for marker, _payload in found} <= NEEDED
    application = [payload for marker, payload in found if marker == 0xE0]
    assert len(application) == 1
    assert len(application[0]) == 14, "a JFIF thumbnail"
    assert application[0].startswith(b"JFIF\0")
    for trace in TRACES:
        assert trace not in data
