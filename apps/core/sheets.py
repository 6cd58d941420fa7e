"""Tables as files for spreadsheets, sent as they are made: CSV and XLSX. No cell of them is ever a formula.

A row is a list of text, numbers, dates, datetimes (told in their own zone) and None for an empty cell.
"""

import csv
import re
from datetime import date, datetime
from io import StringIO
from itertools import chain, islice
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_XLSX_ROWS = 1_048_575  # below the header

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TOGETHER = 200  # rows sent at a time
_BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DAY_ZERO = date(1899, 12, 30)  # of spreadsheets


def plain_cell(text):
    """Return text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_chunks(header, rows):
    """Yield the text of a CSV file with a header."""
    yield _BYTE_ORDER_MARK
    for together in _batched(chain([header], rows)):
        lines = StringIO()
        csv.writer(lines).writerows([_csv_cell(value) for value in row] for row in together)
        yield lines.getvalue()


def xlsx_chunks(header, rows):
    """Yield the bytes of an XLSX file of one sheet, its header in bold and always in view."""
    sent = _Sent()
    with ZipFile(sent, "w", ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, _XML + text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((_XML + _SHEET_BEGINS + _xlsx_row(header, style=_BOLD)).encode())
            for together in _batched(rows):
                sheet.write("".join(map(_xlsx_row, together)).encode())
                if packed := sent.take():
                    yield packed
            sheet.write(_SHEET_ENDS.encode())
    yield sent.take()


def _batched(rows):
    rows = iter(rows)
    while together := list(islice(rows, _TOGETHER)):
        yield together


class _Sent:
    """A file that can only be written, and emptied as it grows."""

    def __init__(self):
        self.parts = []

    def write(self, data):
        self.parts.append(bytes(data))
        return len(data)

    def flush(self):
        """Nothing is held back."""

    def take(self):
        """Return what was written since the last time."""
        parts, self.parts = self.parts, []
        return b"".join(parts)


def _csv_cell(value):
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return plain_cell(value) if isinstance(value, str) else value


def _xlsx_row(row, style=0):
    return f"<row>{''.join(_xlsx_cell(value, style) for value in row)}</row>"


def _xlsx_cell(value, style):
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, datetime):
        part = (value.hour * 60 + value.minute) / (24 * 60)
        return f'<c s="{_MOMENT}"><v>{(value.date() - _DAY_ZERO).days + part:.9f}</v></c>'
    if isinstance(value, date):
        return f'<c s="{_DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
    if isinstance(value, str):
        text = escape(_NOT_XML.sub("", plain_cell(value)))
        return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c><v>{value}</v></c>"


# -- the parts of an XLSX file that are always the same (ECMA-376) ---------------------------------------------------

_BOLD, _DAY, _MOMENT = 1, 2, 3  # positions in cellXfs below; 14 and 22 are the formats of the reader's own country
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_DOCUMENT}/styles" Target="styles.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
        '<sheets><sheet name="CopPortal" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}
_SHEET_BEGINS = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="64" width="20" customWidth="1"/></cols><sheetData>'
)
_SHEET_ENDS = "</sheetData></worksheet>"
