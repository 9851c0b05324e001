"""Where the ledger's Tables stand in a workbook, whoever saved it last, and their rows as values.

Part names, style numbers and shared strings are renumbered by every program that saves a workbook, sheets are
renamed, columns moved and added. So a Table is found by its name and its columns by their headers, each time.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from workbench.ledger.cellxml import column_letters, column_number, parse, rich_text, unescape
from workbench.ledger.package import Package, Unusable, damaged, small_part
from workbench.ledger.sheet import LAST_ROW, RawCell, Sheet

_TABLE = re.compile(rb"""<(?:\w+:)?table(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_FILTER = re.compile(rb"""<(?:\w+:)?autoFilter(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_REF = re.compile(rb"""(\sref\s*=\s*)("[^"]*"|'[^']*')""")
_CORNERS = re.compile(r"^\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)$")
_STRINGS = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?si\s*>)", re.S)
_PROPERTIES = "docProps/custom.xml"
MARK = "窗口工作台"  # the document property by which a renamed workbook is still known
STAMP = "写入序号"  # beside its sheet's heading; it tells which fold a copy of the workbook comes from
HOW_BELOW = "如果是要登记的一条,请挪到紧接着表的下一行、写全,或者把表的右下角拖下来包住它"
STYLES_LOOKED_AT = 20  # rows above a new one whose commonest style it takes: one coloured row colours no other


@dataclass(frozen=True)
class Place:
    """A Table: its parts, its corner, its headers from left to right. Rows and columns count from 1."""

    name: str
    table_part: str
    sheet_part: str
    header_row: int
    last_row: int  # the last row of data, without a totals row
    first_column: int
    headers: tuple[str, ...]
    totals: bool = False
    stretched: bool = False  # reaches further than its part says, over rows that a person wrote below
    formulas: Mapping[str, str] = field(default_factory=dict)  # calculated columns that a person added

    @property
    def last_column(self) -> int:
        return self.first_column + len(self.headers) - 1

    def column(self, header: str) -> int | None:
        """The column of the sheet that has this header."""
        return self.first_column + self.headers.index(header) if header in self.headers else None


class Workbook:
    """A package with its Tables found. Raises `Unusable`."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.shared_part = ""
        self.places: dict[str, Place] = {}
        book = self._office_document()
        tree = package.tree(book)
        properties = _child(tree, "workbookPr")
        self.since_1904 = properties is not None and _true(properties.get("date1904"))
        relations = self._relations(book)
        for target, kind in relations.values():
            if kind == "sharedStrings":
                self.shared_part = target
        self.sheet_names: dict[str, str] = {}
        for sheet in _children(_child(tree, "sheets"), "sheet"):
            target, kind = relations.get(_local_attribute(sheet, "id"), ("", ""))
            if kind == "worksheet" and target in package.infos:
                self.sheet_names[target] = sheet.get("name", "")
                for part, kind in self._relations(target).values():
                    if kind == "table" and (place := self._place(part, target)) is not None:
                        self.places[place.name] = place
        self._sheets: dict[str, Sheet] = {}
        self._shared: list[str] | None = None

    def _office_document(self) -> str:
        for target, kind in self._relations("").values():
            if kind == "officeDocument":
                return target
        raise Unusable(f"“{self.package.name}”不是 Excel 工作簿(.xlsx),没有动它。")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id → (target part, last word of its type) of a part; `""` is the package."""
        folder, _, name = part.rpartition("/")
        source = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if source not in self.package.infos:
            return {}
        found = {}
        for one in self.package.tree(source):
            if one.get("TargetMode") == "External":
                continue
            target = unquote(one.get("Target", ""))
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[one.get("Id", "")] = (target, one.get("Type", "").rpartition("/")[2])
        return found

    def _place(self, part: str, sheet_part: str) -> Place | None:
        tree = self.package.tree(part)
        corners = _CORNERS.match(tree.get("ref", ""))
        if corners is None or not _true(tree.get("headerRowCount", "1")):
            return None
        columns = _children(_child(tree, "tableColumns"), "tableColumn")
        totals = int(tree.get("totalsRowCount", "0") or 0)
        formulas = {
            _header(column.get("name", "")): formula.text
            for column in columns
            if (formula := _child(column, "calculatedColumnFormula")) is not None and formula.text
        }
        return Place(
            name=tree.get("displayName") or tree.get("name", ""),
            table_part=part,
            sheet_part=sheet_part,
            header_row=int(corners[2]),
            last_row=int(corners[4]) - totals,
            first_column=column_number(corners[1]),
            headers=tuple(_header(column.get("name", "")) for column in columns),
            totals=totals > 0,
            formulas=formulas,
        )

    @property
    def shared(self) -> list[str]:
        """The shared strings, read when first needed."""
        if self._shared is None:
            has = self.shared_part in self.package.infos
            xml = self.package.read_xml(self.shared_part) if has else b""
            self._shared = [rich_text(found[1] or b"") for found in _STRINGS.finditer(xml)]
        return self._shared

    def sheet(self, place: Place) -> Sheet:
        """The sheet that a Table stands on."""
        if place.sheet_part not in self._sheets:
            xml = self.package.read_xml(place.sheet_part)
            self._sheets[place.sheet_part] = Sheet(
                xml, self.package.name, plain=place.sheet_part not in self.package.marked
            )
        return self._sheets[place.sheet_part]

    def forget(self) -> None:
        """Lets go of the sheets that were read; they are read again when asked for."""
        self._sheets.clear()

    def value(self, cell: RawCell, *, dated: bool = False) -> Any:
        return parse(
            cell.head, cell.inner, self.shared if b"t=" in cell.head else [], since_1904=self.since_1904, dated=dated
        )

    def rows(self, place: Place, dated: frozenset[str]) -> Iterator[tuple[int, dict[str, Any]]]:
        """`(row, header → value)` of every row of data that is not blank; numbers under `dated` headers are dates."""
        sheet = self.sheet(place)
        headers = dict(enumerate(place.headers, place.first_column))
        for at, number in enumerate(sheet.numbers):
            if not place.header_row < number <= place.last_row:
                continue
            values = {}
            for cell in sheet.cells_at(at):
                if (header := headers.get(cell.column)) is not None and cell.inner:
                    value = self.value(cell, dated=header in dated)
                    if value is not None and value != "":
                        values[header] = value
            if values:
                yield number, values

    def last_filled(self, place: Place) -> int:
        """The last row of the Table that holds anything in its columns; the header's row when none does."""
        sheet = self.sheet(place)
        for at in range(len(sheet.numbers) - 1, -1, -1):
            number = sheet.numbers[at]
            if place.header_row < number <= place.last_row and any(
                cell.inner and place.first_column <= cell.column <= place.last_column for cell in sheet.cells_at(at)
            ):
                return number
            if number <= place.header_row:
                break
        return place.header_row

    def styles(self, place: Place, row: int) -> dict[int, str]:
        """Column → style for a new row: the commonest among the rows down to `row`, the nearest when there is a tie."""
        sheet = self.sheet(place)
        counts: dict[int, Counter[str]] = {}
        for number in range(row, max(place.header_row, row - STYLES_LOOKED_AT), -1):
            for cell in sheet.row(number):
                if place.first_column <= cell.column <= place.last_column and cell.style:
                    counts.setdefault(cell.column, Counter())[cell.style] += 1
        return {column: found.most_common(1)[0][0] for column, found in counts.items()}

    def in_the_way(self, place: Place, first: int, last: int) -> int | None:
        """The first row from `first` to `last` that holds something under the Table's columns, or None."""
        sheet = self.sheet(place)
        for number in sheet.rows_after(first - 1):
            if number > last:
                break
            if any(c.inner and place.first_column <= c.column <= place.last_column for c in sheet.row(number)):
                return number
        return self.merged(place, first, last)

    def merged(self, place: Place, first: int, last: int) -> int | None:
        """The first row from `first` to `last` that merged cells cover under the Table's columns, or None."""
        sheet = self.sheet(place)
        tail = sheet.xml[sheet.end :]
        for found in re.finditer(rb"""<(?:\w+:)?mergeCell\s+ref\s*=\s*["']([A-Z]+)(\d+):([A-Z]+)(\d+)""", tail):
            left, top, right, bottom = (column_number(g.decode()) if g.isalpha() else int(g) for g in found.groups())
            if top <= last and bottom >= first and left <= place.last_column and right >= place.first_column:
                return max(top, first)
        return None

    def extended(self, place: Place, last_row: int) -> bytes:
        """The Table's part with its range, and that of its filter, down to `last_row`."""
        area = f"{column_letters(place.first_column)}{place.header_row}:{column_letters(place.last_column)}{last_row}"
        xml = self.package.read_xml(place.table_part)
        quoted = f'"{area}"'.encode()
        for tag in (_TABLE, _FILTER):
            if (found := tag.search(xml)) is not None:
                changed = _REF.sub(lambda part: part[1] + quoted, found[0], count=1)
                xml = xml[: found.start()] + changed + xml[found.end() :]
        return xml


def check_room(place: Place, last_row: int, name: str) -> None:
    """Raises `Unusable` when the Table cannot reach down to `last_row`."""
    if last_row > LAST_ROW:
        raise Unusable(f"“{name}”的表“{place.name}”满了({LAST_ROW} 行)。请把旧的行移到另一个文件。")


def _header(text: str) -> str:
    """A header as people read it: line breaks and spaces around it do not count."""
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    return "".join(text.split())


def _true(text: str | None) -> bool:
    return text is not None and text not in ("0", "false", "off")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _children(tree: Any, name: str) -> list[Any]:
    return [] if tree is None else [child for child in tree if _local(child.tag) == name]


def _child(tree: Any, name: str) -> Any:
    return next(iter(_children(tree, name)), None)


def _local_attribute(element: Any, name: str) -> str:
    """An attribute that has a namespace (`r:id`), whichever that is."""
    return next((value for key, value in element.attrib.items() if _local(key) == name and key != name), "")


def custom_property(package: Package, name: str) -> str:
    """The text of a property of the document, by which a renamed workbook is still known; empty when it has none."""
    return _property(package.tree(_PROPERTIES), name) if _PROPERTIES in package.infos else ""


def mark_of(path: Path) -> str:
    """Our property of a file, of which nothing else is read. Raises `Unusable`, or OSError when it cannot be read."""
    try:
        xml = small_part(path, _PROPERTIES)
        return _property(ElementTree.fromstring(xml), MARK) if xml else ""
    except ElementTree.ParseError as error:
        raise damaged(path.name) from error


def _property(tree: ElementTree.Element, name: str) -> str:
    return next(("".join(one.itertext()).strip() for one in tree if one.get("name") == name), "")


__all__ = ["Place", "Workbook", "check_room", "custom_property", "mark_of", "unescape"]
