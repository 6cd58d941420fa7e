"""Tables as files for spreadsheets."""

import csv
import io
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

import pytest

from apps.core.sheets import csv_chunks, plain_cell, xlsx_chunks

ROWS = [["=1+1", 3, None], ["a <b> & ґ\x0b", -1.5, datetime(2026, 4, 17, 12, 30)], ["", 0, date(2026, 4, 17)]]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_cell_that_begins_like_a_formula_is_text(text, cell):
    assert plain_cell(text) == cell


def test_csv_begins_with_the_mark_and_keeps_numbers():
    text = "".join(csv_chunks(["Name", "Number", "Day"], ROWS))

    assert text.startswith("\ufeffName,")
    assert list(csv.reader(io.StringIO(text)))[1:] == [
        ["'=1+1", "3", ""],
        ["a <b> & ґ\x0b", "-1.5", "2026-04-17 12:30"],
        ["", "0", "2026-04-17"],
    ]


def test_xlsx_holds_text_numbers_and_days_as_what_they_are():
    archive = zipfile.ZipFile(io.BytesIO(b"".join(xlsx_chunks(["Name", "Number", "Day"], ROWS))))
    assert archive.testzip() is None
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))

    rows = [
        [(cell.get("t"), "".join(cell.itertext())) for cell in row]
        for row in ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml")).iter(f"{MAIN}row")
    ]

    assert rows == [
        [("inlineStr", "Name"), ("inlineStr", "Number"), ("inlineStr", "Day")],
        [("inlineStr", "'=1+1"), (None, "3"), (None, "")],
        [("inlineStr", "a <b> & ґ"), (None, "-1.5"), (None, "46129.520833333")],
        [(None, ""), (None, "0"), (None, "46129")],
    ]


@pytest.mark.parametrize("chunks", [csv_chunks, xlsx_chunks])
def test_file_is_sent_before_its_last_row_is_known(chunks):
    def endless():
        while True:
            yield ["a", 1]

    file = chunks(["Name", "Number"], endless())

    assert all([next(file), next(file), next(file)])
