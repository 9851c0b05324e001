"""What a worker process of `merge` does with one workbook: check it, read it, make its rows ready to be written.

python-calamine reads fast, and ends the whole process on a value in a far cell; so it works here alone, after a
check of the sheet.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench.ledger import columns
from workbench.ledger.cellxml import Cell, moment
from workbench.ledger.masking import cell_text, clean
from workbench.ledger.package import Unusable, open_package
from workbench.ledger.tables import Place, Workbook, custom_property
from workbench.ledger.workbook import MARK
from workbench.ledger.writing import Template, stamp

MOST_CELLS = 30_000_000  # of the rectangle that calamine would make of a sheet
ROW = "\0"  # stands for the row number in a row made ready
_FAR = re.compile(rb"""\br\s*=\s*["']([A-Z]{3}\d+|[A-Z]{1,2}\d{6,})["']""")
_CORNER = re.compile(rb"([A-Z]+)(\d+)")


@dataclass
class Found:
    """The rows of one workbook: kind → (id, what they say as a short hash, row as XML). `problem`: why it has none."""

    file: str
    rows: dict[str, list[tuple[str, bytes, str]]] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class Head:
    """What is seen of a workbook without reading its rows: which book it is, and how new its copy is."""

    path: Path
    mark: str = ""
    age: int = 0  # the number of the fold that wrote it
    problem: str = ""


def head(path: Path) -> Head:
    """Looks at one workbook. Its problem is a sentence; nothing is raised."""
    try:
        package = open_package(path)
        book = Workbook(package)
        if not any(sheet.name in book.places for sheet in columns.SHEETS):
            return Head(path, problem=f"“{path.name}”里没有台账的表,不是本程序的台账")
        stamps = [stamp(book, book.places[s.name]) or 0 for s in columns.SHEETS if s.name in book.places]
        return Head(path, custom_property(package, MARK), max(stamps))
    except Unusable as error:
        return Head(path, problem=str(error))
    except OSError as error:
        return Head(path, problem=f"“{path.name}”读不了({error.strerror or error})")


def read(path: Path, templates: dict[str, Template]) -> Found:
    """Every row of one workbook, ready for the merged one."""
    found = Found(str(path))
    try:
        book = Workbook(open_package(path))
        for sheet in columns.SHEETS:
            if (place := book.places.get(sheet.name)) is not None:
                found.rows[sheet.kind] = list(_rows(path, book, place, sheet, templates[sheet.kind]))
    except Unusable as error:
        found.problem = str(error)
    except OSError as error:
        found.problem = f"“{path.name}”读不了({error.strerror or error})"
    except Exception as error:  # calamine's own, of many kinds; the file is named and the others go on
        found.problem = f"“{path.name}”读不了({type(error).__name__})"
    return found


def _rows(path: Path, book: Workbook, place: Place, sheet: columns.Sheet, template: Template) -> Any:
    from python_calamine import CalamineWorkbook

    refuse_far_cells(book.sheet(place).xml, path.name)
    with CalamineWorkbook.from_path(str(path)) as opened:
        table = opened.get_sheet_by_name(book.sheet_names[place.sheet_part]).to_python(skip_empty_area=False)
    at = [place.column(header) for header in sheet.headers]
    readers = [_READERS[column.kind] for column in sheet.columns]
    plan = [(None if n is None else n - 1, reader) for n, reader in zip(at, readers, strict=True)]
    id_at = sheet.at("编号")
    for row in table[place.header_row : place.last_row]:
        width = len(row)
        cells = [None if n is None or n >= width or row[n] == "" else reader(row[n]) for n, reader in plan]
        if any(cell is not None for cell in cells):
            text = repr(cells).encode("utf-8", "replace")
            if not cells[id_at]:  # typed by hand and not yet taken in: the same row is the same row
                cells[id_at] = f"{sheet.kind[0].upper()}-{hashlib.blake2b(text, digest_size=8).hexdigest()}"
            digest = hashlib.blake2b(text, digest_size=8).digest()
            yield str(cells[id_at]), digest, template.text(ROW, cells)


def refuse_far_cells(xml: bytes, name: str) -> None:
    """Raises `Unusable` for a sheet whose rectangle would not fit into memory."""
    rows = columns_ = 1
    for found in _FAR.finditer(xml):
        corner = _CORNER.match(found[1])
        assert corner is not None
        rows, columns_ = max(rows, int(corner[2])), max(columns_, _number(corner[1]))
    if rows * max(columns_, 60) > MOST_CELLS or columns_ > 2_000:
        raise Unusable(f"“{name}”在很远的单元格里有内容(第 {rows} 行、第 {columns_} 列),没有读。请删去它再试。")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value: Any) -> Cell:
    if isinstance(value, str):
        return cell_text(clean(value)) or None
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
    return int(value) if isinstance(value, float) and value.is_integer() else value


_READERS: dict[str, Callable[[Any], Cell]] = {
    "text": _text,
    "long": _text,
    "yes_no": _text,
    "date": _date,
    "moment": _moment,
    "count": _count,
    "number": _count,
}
Rows = Sequence[tuple[str, bytes, str]]
