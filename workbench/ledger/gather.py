"""What a worker process of `merge` does with one workbook: check it, read it, make its rows ready to be written.

A sheet that only our program has written is taken as it stands. Any other is read by python-calamine, which is fast,
and ends the whole process on a value in a far cell; so it works here alone, after a check of the sheet.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from workbench.ledger import columns, verbatim
from workbench.ledger.cellxml import NEEDS_CARE, Cell, moment, render
from workbench.ledger.masking import cell_text, clean
from workbench.ledger.package import Unusable, open_package
from workbench.ledger.tables import MARK, STAMP, Place, Workbook, custom_property
from workbench.ledger.verbatim import NUMBER, Look, Row

MOST_CELLS = 30_000_000  # of the rectangle that calamine would make of a sheet
_ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*["'](\d+)""")
_PLAIN_ROW = re.compile(rb'<row (?:[^>]*? )?r="(\d+)"')  # begins with a literal: far faster
_CELL = re.compile(rb"""\sr\s*=\s*["']([A-Z]+)(\d+)""")
_STAMP = re.compile(rf"{STAMP}\s*(\d+)".encode())


@dataclass
class Found:
    """The rows of one workbook: kind → (id, a checksum of its cells, row as XML). `problem`: why it has none."""

    file: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class Head:
    """What is seen of a workbook without reading its rows: which book it is, and how new its copy is."""

    path: Path
    mark: str = ""
    age: int = 0  # the number of the fold that wrote it
    problem: str = ""


def ready() -> None:
    """Does nothing: a worker that has done it has come up, and knows this module."""


def head(path: Path) -> Head:
    """Looks at one workbook. Its problem is a sentence; nothing is raised."""
    try:
        package = open_package(path)
        book = Workbook(package)
        if not any(sheet.name in book.places for sheet in columns.SHEETS):
            return Head(path, problem=f"“{path.name}”里没有台账的表,不是本程序的台账")
        return Head(path, custom_property(package, MARK), _age(book))
    except Unusable as error:
        return Head(path, problem=str(error))
    except OSError as error:
        return Head(path, problem=f"“{path.name}”读不了({error.strerror or error})")


def _age(book: Workbook) -> int:
    """The newest stamp of its sheets, looked for where it usually stands, without unpacking every row."""
    found = [0]
    for place in book.places.values():
        found += map(int, _STAMP.findall(book.package.beginning(place.sheet_part)))
    if max(found) == 0 and book.shared_part in book.package.infos:
        found += map(int, _STAMP.findall(book.package.read(book.shared_part)))
    return max(found)


def read(path: Path, looks: Mapping[str, Look]) -> Found:
    """Every row of one workbook, ready for the merged one, whose Tables look as `looks` says."""
    found = Found(str(path))
    try:
        book = Workbook(open_package(path))
        places = {sheet: book.places[sheet.name] for sheet in columns.SHEETS if sheet.name in book.places}
        others = {}
        for sheet, place in places.items():
            xml = book.package.read_xml(place.sheet_part)
            rows = verbatim.rows(xml, place, sheet.kind, looks[sheet.kind])
            if rows is None:
                refuse_far_cells(xml, path.name)
                others[sheet] = place
            else:
                found.rows[sheet.kind] = rows
        if others:
            found.rows |= dict(_values(path, book, others, looks))
    except Unusable as error:
        found.problem = str(error)
    except OSError as error:
        found.problem = f"“{path.name}”读不了({error.strerror or error})"
    except Exception as error:  # calamine's own, of many kinds; the file is named and the others go on
        found.problem = f"“{path.name}”读不了({type(error).__name__})"
    return found


def _values(
    path: Path, book: Workbook, places: Mapping[columns.Sheet, Place], looks: Mapping[str, Look]
) -> Iterator[tuple[str, list[Row]]]:
    """Kind → rows of the Tables that calamine is to read."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(str(path)) as opened:
        for sheet, place in places.items():
            table = opened.get_sheet_by_name(book.sheet_names[place.sheet_part]).to_python(skip_empty_area=False)
            lines = table[place.header_row : place.last_row]
            yield sheet.kind, list(_rows(lines, place, sheet, looks[sheet.kind]))


def _rows(lines: Iterable[list[Any]], place: Place, sheet: columns.Sheet, look: Look) -> Iterator[Row]:
    """The rows of a Table as XML for the merged one. Most values come again and again: each is rendered once."""
    makers = _makers(place, sheet, look)
    id_column = place.column("编号")
    id_at = -1 if id_column is None else id_column - 1
    width = max((at for at, _ in makers), default=0) + 1
    day_at = max(0, makers[sheet.at(sheet.day)][0])
    wrapping = [(makers[at][0], _Lines(room)) for at, room in sheet.wrapping if makers[at][0] >= 0]
    for row in lines:
        if len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        if row[day_at] == "" and not any(row[at] != "" for at, _ in makers if at >= 0):
            continue
        text = "".join([made[row[at]] for at, made in makers])
        packed = b"%b</row>" % text.encode("utf-8")
        digest = zlib.crc32(packed)
        id = _text(row[id_at]) if id_at >= 0 and row[id_at] != "" else None
        if id is None:  # typed by hand and not yet taken in: the same row is the same row
            id = f"{sheet.kind[0].upper()}-{hashlib.blake2b(packed, digest_size=8).hexdigest()}"
            packed = packed.replace(_EMPTY_ID.encode(), makers[sheet.at("编号")][1].render(id).encode(), 1)
        height = columns.height_of(max([taken[row[at]] for at, taken in wrapping], default=1))
        tag = b'<row r="%b" ht="%b" customHeight="1">' % (NUMBER, f"{height:g}".encode()) if height else _ROW_TAG
        yield str(id), digest, tag + packed


_ROW_TAG = b'<row r="%b">' % NUMBER
_EMPTY_ID = "\1"  # stands for the id of a row that has none, until it gets one


class _Lines(dict[Any, int]):
    """Value → the lines it takes in one column."""

    def __init__(self, room: float) -> None:
        self.room = room

    def __missing__(self, value: Any) -> int:
        found = columns.lines(value, self.room)
        if len(self) < 20_000:
            self[value] = found
        return found


_EACH_ITS_OWN = {"id", "matter", "case", "data", "started"}


class _Made(dict[Any, str]):
    """Value → cell as XML, for one column of the merged Table; made when first met."""

    def __init__(self, head: str, style: str, reader: Callable[[Any], Cell], column: columns.Column) -> None:
        self.head, self.style, self.reader = head, style, reader
        self.is_id, self.again = column.field == "id", column.field not in _EACH_ITS_OWN
        self.before = f'<c r="{head}\0" s="{style}" t="inlineStr"><is><t>'

    def __missing__(self, value: Any) -> str:
        plain = value.__class__ is str and self.reader is _text and self.style
        if (
            plain
            and value.isprintable()
            and 0 < len(value) < 10_000
            and not NEEDS_CARE(value)
            and value == value.strip()
        ):
            text = f"{self.before}{value}</t></is></c>"
        else:
            found = None if value == "" else self.reader(value)
            text = _EMPTY_ID if found is None and self.is_id else self.render(found)
        if self.again and len(self) < 20_000:
            self[value] = text
        return text

    def render(self, value: Cell) -> str:
        return render(f"{self.head}\0", self.style, value)


def _makers(place: Place, sheet: columns.Sheet, look: Look) -> list[tuple[int, _Made]]:
    """For each column of the merged Table: where it stands in the rows of this one (-1: nowhere), and its cells."""
    found = []
    for (head, style), column in zip(look, sheet.columns, strict=True):
        at = place.column(column.header)
        made = _Made(head, style, _READERS[column.kind], column)
        if at is None:
            made = _Made(head, style, lambda _: None, column)
        found.append((-1 if at is None else at - 1, made))
    return found


def refuse_far_cells(xml: bytes, name: str) -> None:
    """Raises `Unusable` for a sheet whose rectangle would not fit into memory.

    Looks at the last cell of each row; what hides better still ends only the worker that reads it.
    """
    starts = [(found.start(), int(found[1])) for found in (_PLAIN_ROW if b"<row " in xml else _ROW).finditer(xml)]
    rows = max((number for _, number in starts), default=1)
    wide = 1
    for (_, _), (start, _) in pairwise([*starts, (len(xml), 0)]):
        at = xml.rfind(b' r="', 0, start)
        found = _CELL.match(xml, at) if at >= 0 else None
        if found is not None:
            wide, rows = max(wide, _number(found[1])), max(rows, int(found[2]))
    if rows * max(wide, 60) > MOST_CELLS or wide > 2_000:
        raise Unusable(f"“{name}”在很远的单元格里有内容(第 {rows} 行、第 {wide} 列),没有读。请删去它再试。")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value: Any) -> Cell:
    if isinstance(value, str):
        return value if len(value) < 10_000 and value.isprintable() else cell_text(clean(value)) or None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _date(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and (found := moment(value)) is not None:
        return found.date()
    return _text(value)


def _moment(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, int | float) and (found := moment(value)) is not None:
        return found
    return _text(value)


def _count(value: Any) -> Cell:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _text(value)
    value = float(f"{value:.15g}")  # as other programs keep it
    return int(value) if value.is_integer() else value


_READERS: dict[str, Callable[[Any], Cell]] = {
    "text": _text,
    "long": _text,
    "yes_no": _text,
    "date": _date,
    "moment": _moment,
    "count": _count,
    "number": _count,
}
