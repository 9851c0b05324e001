"""The rows of a sheet that nobody but this program has written, taken as they stand.

Such a row is already what the merged workbook is to hold, but for its number. A pattern made of the Table's columns
checks all of it: every cell in its place, in the style that the column has in the merged workbook, with a content
that would be written as the same bytes again. Where one row is otherwise, nothing is taken.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Iterator

from workbench.ledger.columns import BY_KIND
from workbench.ledger.tables import Place

NUMBER = b"\0"  # stands for the row number in a row made ready
LONGEST = 30_000  # bytes of a row; so no cell in it has more text than a cell can hold

Row = tuple[str, int, bytes]  # id, a checksum of its cells, row as XML
Look = tuple[tuple[str, str], ...]  # letters and style of each column of a Table of the merged workbook

_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_SIGNS = rb"[^<>&\x00-\x08\x0a-\x1f\x7f]*(?:&(?:amp|lt|gt);[^<>&\x00-\x08\x0a-\x1f\x7f]*)*"
_TEXT = rb' t="inlineStr"><is><t(?:>(?![\s<])%b(?<!\s)| xml:space="preserve">%b)</t></is></c>' % (
    _SIGNS,
    _SIGNS.replace(rb"\x0a", rb"\x0b"),  # a line feed too
)
_CONTENTS = {
    "date": rb"><v>[1-9]\d{4,5}</v></c>",
    "moment": rb"><v>[1-9]\d{4,5}(?:\.\d{0,9}[1-9])?</v></c>",
    "count": rb"><v>(?:0|[1-9]\d{0,8})</v></c>",
    "number": rb"><v>(?:0|[1-9]\d{0,3})(?:\.\d{0,9}[1-9])?</v></c>",
}
_CONTENT = re.compile(rb"<(?:v|is)>").search
_EMPTY = rb'(?: t="n")?(?: ?/>|></c>)'  # as we write it, and as openpyxl did in the first row
_ID = rb' t="inlineStr"><is><t>([0-9A-Za-z_.-]+)</t></is></c>'


def rows(xml: bytes, place: Place, kind: str, look: Look) -> list[Row] | None:
    """The rows of a Table on the sheet `xml`; None when one of them is not as this program would write it."""
    start = xml.find(b'<row r="%d"' % (place.header_row + 1))
    end = xml.rfind(b"</sheetData>", max(start, 0))
    ours = place.first_column == 1 and place.headers == BY_KIND[kind].headers
    if not ours or start < 0 or end < 0 or b"<!" in xml[:start] or _ESCAPED.search(xml):
        return None
    try:
        text = xml.decode("utf-8")
        if "\ufffe" in text or "\uffff" in text:
            return None
        return [row for row in _rows(xml, start, end, place, kind, look) if row[0]]
    except ValueError:
        return None


def _rows(xml: bytes, start: int, end: int, place: Place, kind: str, look: Look) -> Iterator[Row]:
    """The same with blank rows, which have no id. Raises ValueError for what is not as we write it."""
    match, expected, cells = _pattern(kind, look).match, place.header_row, len(look)
    while start < end:
        found = match(xml, start, end)
        if found is None or found.end() - start > LONGEST:
            raise ValueError(start)
        number, tag, id = found.groups()
        body = xml[found.end(2) : found.end()]
        at, expected, start = number + b'" s="', expected + 1, found.end()
        if int(number) != expected or body.count(at) != cells or (id is None and _CONTENT(body)):
            raise ValueError(start)
        body = body.replace(at, NUMBER + b'" s="')
        yield id.decode() if id else "", zlib.crc32(body), b'<row r="%b"%b%b' % (NUMBER, tag, body)
    if expected != place.last_row:
        raise ValueError(start)


@functools.cache
def _pattern(kind: str, look: Look) -> re.Pattern[bytes]:
    """Matches one row that this program wrote; its groups are the row number, the end of its tag, and the id."""
    made = [rb'<row r="(\d+)"((?: ht="[\d.]+" customHeight="1")?>)']
    for (letters, style), column in zip(look, BY_KIND[kind].columns, strict=True):
        content = _ID if column.field == "id" else _CONTENTS.get(column.kind, _TEXT)
        made.append(rb'<c r="%b\1" s="%b"(?:%b|%b)' % (letters.encode(), style.encode(), _EMPTY, content))
    return re.compile(b"".join([*made, b"</row>"]))
