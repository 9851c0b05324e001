"""A worksheet part as bytes with places: rows are found, cells read, and rows written without touching the rest."""

from __future__ import annotations

import contextlib
import functools
import itertools
import operator
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from workbench.ledger.cellxml import Cell, column_letters, column_number, render
from workbench.ledger.package import Unusable

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\s*(/?)>")
_DIMENSION = re.compile(rb"""(<(?:\w+:)?dimension\s+ref\s*=\s*)("[^"]*"|'[^']*')""")
_DIMENSION_TAG = re.compile(rb"<(?:\w+:)?dimension\s[^>]*/>")
_PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Z]{1,3})(\d+)["']""")
_STYLE = re.compile(rb"""(?:^|\s)s\s*=\s*["'](\d+)["']""")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
AT_ONCE = 250_000  # bytes


@dataclass(frozen=True)
class RawCell:
    """A cell as it stands in the part: its column from 1, attributes, content (None when empty), and all its bytes."""

    column: int
    head: bytes
    inner: bytes | None
    whole: bytes

    @property
    def style(self) -> str:
        found = _STYLE.search(self.head)
        return found[1].decode() if found else ""


@dataclass
class NewRow:
    """What a row is to hold: column from 1 → (value, style or None to keep the cell's own)."""

    cells: dict[int, tuple[Cell, str | None]] = field(default_factory=dict)
    raw: dict[int, bytes] = field(default_factory=dict)  # whole cells as XML, such as a calculated column
    height: float = 0  # in points; 0 leaves it as it is


class Sheet:
    """The rows of one worksheet part, found by one pass over its bytes. Raises `Unusable` when it is unlike a sheet."""

    def __init__(self, xml: bytes, name: str, *, plain: bool = False) -> None:
        self.xml, self.name = xml, name
        if not plain and b"<!" in xml:
            raise Unusable(f"“{name}”里有本程序不认识的写法(注释或 CDATA)。请用 Excel 或 WPS 另存一次。")
        data = _DATA.search(xml)
        if data is None:
            raise Unusable(f"“{name}”里找不到表格内容。请用 Excel 或 WPS 另存一次。")
        self.prefix = data[1].decode()
        self.empty = bool(data[2])
        self.data_tag, self.start = data.span()[0], data.end()
        self.end = self.start if self.empty else xml.rfind(f"</{self.prefix}sheetData".encode(), self.start)
        if self.end < 0:
            raise Unusable(f"“{name}”的表格内容不完整。请从备份恢复。")
        self._cell = re.compile(rb"<%bc(?=[\s/>])([^>]*?)(?:/>|>(.*?)</%bc\s*>)" % (data[1], data[1]), re.S)

    @property
    def numbers(self) -> list[int]:
        """The row numbers, ascending."""
        return self._rows[0]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each row starts and ends in `xml`."""
        return self._rows[1]

    @functools.cached_property
    def _rows(self) -> tuple[list[int], list[tuple[int, int]]]:
        """A row reaches from its tag to the next row's; what stands between them is white space."""
        numbers, starts = self._tags()
        if not numbers:
            return [], []
        last = self.xml.find(b">", starts[-1]) + 1
        if self.xml[last - 2 : last] != b"/>":
            closing = self.xml.rfind(b"</%brow" % self.prefix.encode(), last, self.end)
            last = self.xml.find(b">", closing) + 1 if closing >= 0 else 0
        ordered = all(map(operator.lt, numbers, numbers[1:]))
        if not ordered or not last or numbers[-1] > LAST_ROW:
            raise Unusable(f"“{self.name}”的行次序不正常。请用 Excel 或 WPS 另存一次。")
        return numbers, list(zip(starts, [*starts[1:], last], strict=True))

    def _tags(self) -> tuple[list[int], list[int]]:
        """The number of each row, and where its tag starts; quickly where every tag is written as ours are."""
        numbers: list[int] = []
        starts: list[int] = []
        with contextlib.suppress(ValueError):
            for at, pieces in self._pieces():
                if self.prefix or any(piece[:4] != b' r="' for piece in pieces[1:]):
                    raise ValueError
                numbers += [int(piece[4 : piece.index(b'"', 4)]) for piece in pieces[1:]]
                starts += list(itertools.accumulate((len(piece) + 4 for piece in pieces), initial=at - 4))[1:-1]
            return numbers, starts
        return self._tags_of_others()

    def _pieces(self) -> Iterator[tuple[int, list[bytes]]]:
        """The rows cut at their tags, some at a time: all at once would need the memory of two more sheets."""
        at = self.start
        while at < self.end:
            stop = self.xml.find(b"<row", at + AT_ONCE, self.end)
            stop = self.end if stop < 0 else stop
            yield at, self.xml[at:stop].split(b"<row")
            at = stop

    def _tags_of_others(self) -> tuple[list[int], list[int]]:
        opening = re.compile(rb"""<%brow(?=[\s/>])(?:[^>]*?\sr\s*=\s*["'](\d+)["'])?[^>]*>""" % self.prefix.encode())
        numbers: list[int] = []
        starts: list[int] = []
        number = 0
        for found in opening.finditer(self.xml, self.start, self.end):
            given = found[1]
            number = int(given) if given else number + 1
            numbers.append(number)
            starts.append(found.start())
        return numbers, starts

    def position(self, number: int) -> int | None:
        """The index of a row in `numbers`, or None when the sheet has no such row."""
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def row(self, number: int) -> list[RawCell]:
        """The cells of a row, left to right; empty when there is no such row."""
        at = self.position(number)
        return [] if at is None else self.cells_at(at)

    def row_xml(self, number: int) -> bytes:
        """The bytes of a row; empty when there is no such row."""
        at = self.position(number)
        return b"" if at is None else self.xml[slice(*self.spans[at])].strip()

    def written(self, number: int) -> tuple[bytes, list[RawCell]]:
        """The bytes and the cells of one row, where it may be without a pass over all others."""
        start = self.xml.rfind(b'<row r="%d"' % number, self.start, self.end)
        inside = self.xml.find(b">", start) + 1
        end = self.xml.find(b"</row>", inside, self.end) + len(b"</row>")
        if start < 0 or end < inside or self.xml[inside - 2 : inside] == b"/>":
            return self.row_xml(number), self.row(number)
        return self.xml[start:end], self._cells(inside, end)

    def cells_at(self, at: int) -> list[RawCell]:
        """The cells of the row at index `at`."""
        start, end = self.spans[at]
        return self._cells(self.xml.find(b">", start) + 1, end)

    def _cells(self, start: int, end: int) -> list[RawCell]:
        found, column = [], 0
        for cell in self._cell.finditer(self.xml, start, end):
            place = _PLACE.search(cell[1])
            column = column_number(place[1].decode()) if place else column + 1
            found.append(RawCell(column, cell[1], cell[2], cell[0]))
        return found

    def rows_after(self, number: int) -> Iterator[int]:
        """The numbers of the rows below `number`."""
        return iter(self.numbers[bisect_left(self.numbers, number + 1) :])

    def patched(
        self,
        rows: Mapping[int, NewRow],
        appended: Iterable[str] = (),
        *,
        last_row: int = 0,
        last_column: int = 0,
        since_1904: bool = False,
    ) -> Iterator[bytes]:
        """The part with `rows` written and ready rows `appended` below them all, piece by piece.

        `last_row` and `last_column` say how far the sheet then reaches (for its dimension).
        """
        yield self._head(last_row, last_column)
        at = self.start
        for number in sorted(rows):
            index = bisect_left(self.numbers, number)
            exists = index < len(self.numbers) and self.numbers[index] == number
            stop = self.spans[index][0] if index < len(self.numbers) else self.end
            yield self.xml[at:stop]
            yield self._row(number, rows[number], index if exists else None, since_1904)
            at = self.spans[index][1] if exists else stop
        yield self.xml[at : self.end]
        gathered: list[str] = []
        for text in appended:
            gathered.append(text)
            if len(gathered) == 500:
                yield "".join(gathered).encode("utf-8")
                gathered.clear()
        yield "".join(gathered).encode("utf-8")
        yield f"</{self.prefix}sheetData>".encode() if self.empty else b""
        yield self.xml[self.end :]

    def without_rows(self, from_row: int) -> tuple[bytes, bytes]:
        """The part before and after the rows from `from_row` on, without its dimension (which is optional)."""
        at = bisect_left(self.numbers, from_row)
        stop = self.spans[at][0] if at < len(self.numbers) else self.end
        return _DIMENSION_TAG.sub(b"", self.xml[:stop], count=1), self.xml[self.end :]

    def _head(self, last_row: int, last_column: int) -> bytes:
        head = self.xml[: self.start]
        if self.empty:
            head = head[: self.data_tag] + f"<{self.prefix}sheetData>".encode()
        if not last_row:
            return head

        def grown(found: re.Match[bytes]) -> bytes:
            corners = re.findall(rb"([A-Z]+)(\d+)", found[2])
            columns = [column_number(letters.decode()) for letters, _ in corners] or [1]
            numbers = [int(number) for _, number in corners] or [1]
            last = f"{column_letters(max(*columns, last_column, 1))}{max(*numbers, last_row, 1)}"
            first = f"{column_letters(min(columns))}{min(numbers)}"
            return found[1] + f'"{first}:{last}"'.encode()

        return _DIMENSION.sub(grown, head, count=1)

    def _row(self, number: int, row: NewRow, index: int | None, since_1904: bool) -> bytes:
        old = [] if index is None else self.cells_at(index)
        cells = {cell.column: cell.whole for cell in old}
        styles = {cell.column: cell.style for cell in old}
        for column, (value, style) in row.cells.items():
            chosen = styles.get(column, "") if style is None else style
            text = render(f"{column_letters(column)}{number}", chosen, value, since_1904=since_1904)
            cells[column] = self.named(text).encode("utf-8")
        cells |= row.raw
        tag = f'<{self.prefix}row r="{number}">'.encode()
        if index is not None:
            start = self.spans[index][0]
            tag = self.xml[start : self.xml.find(b">", start) + 1]
            tag = tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag
            tag = re.sub(rb"""\sspans\s*=\s*("[^"]*"|'[^']*')""", b"", tag)
        if row.height and b" ht=" not in tag:
            tag = tag[:-1] + f' ht="{row.height:g}" customHeight="1">'.encode()
        return tag + b"".join(cells[column] for column in sorted(cells)) + f"</{self.prefix}row>".encode()

    def named(self, text: str) -> str:
        """Cells as `cellxml` renders them, under this part's namespace prefix."""
        return re.sub(r"<(/?)(row|c|is|t|v|f)(?=[\s/>])", rf"<\1{self.prefix}\2", text) if self.prefix else text
