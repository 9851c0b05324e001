"""The columns of the workbook's three Tables: header, field, kind, width, who owns them, how a record becomes cells.

A cell value is None, text, a number, a date or a datetime; the same values are compared in the three-way fold.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from workbench.ledger.cellxml import Cell
from workbench.ledger.masking import cell_text, clean
from workbench.ledger.plain import HAND_ADDED, dumps

if TYPE_CHECKING:  # the workers of a merge come up in a third of the time without models and rules
    from workbench.ledger.check import Words

Kind = Literal["text", "long", "date", "moment", "count", "number", "yes_no"]
REMOVED = "作废"
ROW_HEIGHT, LINE_HEIGHT, MOST_LINES = 18.0, 14.0, 8  # points


@dataclass(frozen=True)
class Column:
    """One column. `supervisor`: in a conflict the workbook wins. `derived`: computed, not read back."""

    header: str
    field: str
    kind: Kind = "text"
    width: float = 10
    supervisor: bool = False
    derived: bool = False
    hidden: bool = False
    aside: bool = False  # at the right, not printed
    choices: str = ""  # the list of the dictionary sheet that the dropdown shows
    note: str = ""

    @property
    def wraps(self) -> bool:
        return self.kind == "long" or self.field in ("item", "material")


@dataclass(frozen=True)
class Sheet:
    """One Table, which has the name of its sheet."""

    kind: str
    name: str
    title: str
    columns: tuple[Column, ...]
    day: str  # header of the column that dates a row
    state: str  # header of the column that says 作废 for a record taken back

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @functools.cached_property
    def wrapping(self) -> tuple[tuple[int, float], ...]:
        """The columns whose text wraps, and their room in digits of our font; a Chinese sign takes two."""
        return tuple((at, c.width * 1.05 - 1.5) for at, c in enumerate(self.columns) if c.wraps and not c.aside)

    def at(self, header: str) -> int:
        """The place of a column, from 0."""
        return self.headers.index(header)


ID = Column("编号", "id", width=22, aside=True, note="由程序生成,请不要改动;手工新加的行留空即可")

REWORK = Sheet(
    "rework",
    "返工台账",
    "每一次退回补正记一行:为什么、缺哪份、怎么改",
    (
        Column("日期", "date", "date", 11.5),
        Column("窗口", "window", width=7),
        Column("人员", "clerk", width=8, choices="人员"),
        Column("事项", "item", width=30, choices="事项"),
        Column("原因大类", "cause", width=10, choices="原因大类"),
        Column("二级原因", "detail", width=14, choices="二级原因"),
        Column("缺的材料", "material", width=28, choices="材料", note="清单以外的材料写成“手工:材料名称”"),
        Column("责任环节", "side", width=9, choices="责任环节"),
        Column("告知遗漏", "notice_omission", "yes_no", 9, choices="是否", note="我们的清单没有写这一份,就选“是”"),
        Column("往返次数", "visits", "count", 9),
        Column("处置", "handling", "long", 16),
        Column("整改措施", "measure", "long", 20, supervisor=True),
        Column("责任人", "owner", width=10, supervisor=True),
        Column("完成期限", "due", "date", 12, supervisor=True),
        Column("状态", "state", width=10, supervisor=True, choices="返工状态"),
        Column("复核意见", "review", "long", 20, supervisor=True),
        Column("备注", "note", "long", 16, supervisor=True),
        Column("规则版本", "version", width=10, aside=True),
        Column("办件编号", "case", width=22, aside=True),
        ID,
    ),
    "日期",
    "状态",
)
CASES = Sheet(
    "cases",
    "办件登记",
    "每一次到窗记一行:办什么、第几次来、结果怎样",
    (
        Column("到窗时间", "started", "moment", 17),
        Column("窗口", "window", width=8),
        Column("人员", "clerk", width=9, choices="人员"),
        Column("事项", "item", width=36, choices="事项"),
        Column("第几次到窗", "visit", "count", 11),
        Column("结果", "outcome", width=9, choices="结果"),
        Column("用时分钟", "minutes", "number", 10),
        Column("材料齐全", "complete", "yes_no", 10, derived=True, choices="是否"),
        Column("未齐的材料", "papers", "long", 32, derived=True),
        Column("备注", "note", "long", 22),
        Column("规则版本", "version", width=10, aside=True),
        Column("事号", "matter", width=22, aside=True, note="同一件事的几次到窗用同一个事号"),
        ID,
        Column("回答与勾选", "data", width=12, hidden=True, note="程序用来找回记录,请不要改动"),
    ),
    "到窗时间",
    "结果",
)
MEASURES = Sheet(
    "measures",
    "整改措施",
    "针对原因定措施:谁、做什么、何时完成、有没有用",
    (
        Column("提出日期", "date", "date", 12),
        Column("窗口", "window", width=8),
        Column("原因大类", "cause", width=11, choices="原因大类"),
        Column("二级原因", "detail", width=15, choices="二级原因"),
        Column("事项", "item", width=26, choices="事项"),
        Column("材料", "material", width=24, choices="材料"),
        Column("措施", "action", "long", 34),
        Column("责任人", "owner", width=10, supervisor=True),
        Column("完成期限", "due", "date", 12, supervisor=True),
        Column("状态", "state", width=10, supervisor=True, choices="措施状态"),
        Column("完成日期", "done", "date", 12, supervisor=True),
        Column("效果", "effect", "long", 24),
        Column("复核意见", "review", "long", 22, supervisor=True),
        Column("备注", "note", "long", 18, supervisor=True),
        ID,
    ),
    "提出日期",
    "状态",
)
SHEETS = (REWORK, CASES, MEASURES)
BY_KIND = {sheet.kind: sheet for sheet in SHEETS}


def cells(sheet: Sheet, record: Mapping[str, Any], words: Words, *, removed: bool = False) -> list[Cell]:
    """The cells of a record (JSON shape), in the order of the sheet's columns."""
    found = [make(record, words) for make in _makers(sheet.kind)]
    if removed:
        found[sheet.at(sheet.state)] = REMOVED
        if sheet is CASES:  # the only place where its outcome is still seen
            found[sheet.at("回答与勾选")] = dumps(_kept(record) | {"outcome": record["outcome"]})
    return found


def _kept(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: record[key] for key in ("answers", "ticks", "override") if record.get(key)}


Maker = Callable[[Mapping[str, Any], "Words"], Cell]


@functools.cache
def _makers(kind: str) -> list[Maker]:
    return [_SPECIAL.get(column.field) or _plain_maker(column) for column in BY_KIND[kind].columns]


def _plain_maker(column: Column) -> Maker:
    field = column.field
    convert: Callable[[Any], Cell] = {
        "date": date.fromisoformat,
        "moment": datetime.fromisoformat,
        "long": cell_text,
        "text": cell_text,
    }.get(column.kind, lambda value: value)
    if column.kind == "yes_no":
        return lambda record, words: "是" if record.get(field) else "否"

    def make(record: Mapping[str, Any], words: Words) -> Cell:
        value = record.get(field)
        return None if value is None or value == "" else convert(value)

    return make


def _item(record: Mapping[str, Any], words: Words) -> Cell:
    value = record.get("item")
    return words.item_name(value) if value else None


def _material(record: Mapping[str, Any], words: Words) -> Cell:
    value = record.get("material")
    return words.material_name(record.get("item", ""), value) if value else None


def _complete(record: Mapping[str, Any], words: Words) -> Cell:
    if ticks := record["ticks"]:
        return "是" if all(tick == "present" for tick in ticks.values()) else "否"
    return "否" if record["outcome"] in ("补正", "退回", "容缺", "承诺") else "是"


def _papers(record: Mapping[str, Any], words: Words) -> Cell:
    short = [paper for paper, tick in record["ticks"].items() if tick != "present"]
    return cell_text("、".join(words.material_name(record["item"], paper) for paper in short)) or None


def _data_cell(record: Mapping[str, Any], words: Words) -> Cell:
    text = dumps(kept) if (kept := _kept(record)) else None
    return text if text is None or len(text) <= 30_000 else None  # a cut JSON would be of no use


_SPECIAL: dict[str, Maker] = {
    "item": _item,
    "material": _material,
    "complete": _complete,
    "papers": _papers,
    "data": _data_cell,
}


def values(sheet: Sheet, found: Mapping[str, Cell], words: Words) -> dict[str, Any]:
    """The JSON shape of a row that a person typed (header → cell), ready for `check.record`.

    What cannot be read as its kind stays as it is, so that the check names it.
    """
    record: dict[str, Any] = {}
    for column in sheet.columns:
        cell = found.get(column.header)
        if column.derived or cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        if column.field == "data":
            kept = _data(cell)
            if found.get(sheet.state) != REMOVED:
                kept.pop("outcome", None)
            record.update(kept)
        else:
            record[column.field] = field_value(column, cell)
    if "item" in record:
        record["item"] = _item_id(str(record["item"]), words)
    if "material" in record:
        record["material"] = _material_id(record.get("item", ""), str(record["material"]), words)
    if sheet.kind == "cases" and "ticks" not in record and (papers := found.get("未齐的材料")):
        names = [name for name in str(papers).split("、") if name]
        record["ticks"] = {_material_id(record.get("item", ""), name, words): "missing" for name in names}
    return record


def shown(column: Column, cell: Cell) -> Any:
    """A cell as a person is shown it in a list."""
    value = field_value(column, cell)
    return ("是" if value else "否") if column.kind == "yes_no" else value


def field_value(column: Column, cell: Cell) -> Any:
    """The JSON value of one cell."""
    if column.kind == "yes_no":
        return str(cell).strip() in ("是", "√", "✓", "对", "TRUE", "True", "1", "1.0", "有")
    if cell is None:
        return None if column.kind in ("date", "moment", "number") or column.field == "case" else ""
    if column.kind in ("date", "moment"):
        return _date_text(cell, with_time=column.kind == "moment")
    if column.kind in ("count", "number"):
        return _number(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = clean(_date_text(cell) if isinstance(cell, date) else str(cell))
    return text if column.kind == "long" else text.strip()


def height(sheet: Sheet, found: Sequence[Cell]) -> float:
    """The height in points that a row needs for its wrapped texts; 0 when the usual one does."""
    return height_of(max((lines(found[at], room) for at, room in sheet.wrapping), default=1))


def height_of(most: int) -> float:
    """The same of the most lines that one of its cells has."""
    return 0 if most == 1 else ROW_HEIGHT + (min(most, MOST_LINES) - 1) * LINE_HEIGHT


def lines(cell: Any, room: float) -> int:
    """The lines that a text takes in a column with this room."""
    if not isinstance(cell, str) or len(cell) * 2 <= room:
        return 1
    taken = (-(-(len(text.encode("utf-8", "replace")) + len(text)) // 2) for text in cell.split("\n")[:MOST_LINES])
    return int(sum(max(1, -(-width // room)) for width in taken))


def plain(sheet: Sheet, found: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a row (header → cell) in the form in which they are compared and kept in the journal."""
    return {c.header: field_value(c, found.get(c.header)) for c in sheet.columns}


def _number(cell: Cell) -> Any:
    if isinstance(cell, str):
        try:
            cell = float(cell.strip())
        except ValueError:
            return cell
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _date_text(cell: Cell, *, with_time: bool = False) -> str:
    """An ISO date (or moment) of a date cell, or of text as people write it: 2026/3/2, 2026.3.2, 2026年3月2日."""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="minutes") if with_time else cell.date().isoformat()
    if isinstance(cell, date):
        return f"{cell.isoformat()}T00:00" if with_time else cell.isoformat()
    text = str(cell).strip().translate(str.maketrans({"年": "-", "月": "-", "日": " ", "/": "-", ".": "-", ":": ":"}))
    day, _, time = text.replace("T", " ").partition(" ")
    parts = day.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        day = f"{int(parts[0]):04d}-{int(parts[1]):02d}-{int(parts[2]):02d}"
        clock = time.strip()
        return f"{day}T{clock.zfill(5) or '00:00'}" if with_time else day
    return str(cell)


def _data(cell: Cell) -> dict[str, Any]:
    try:
        found = json.loads(str(cell))
    except json.JSONDecodeError:
        return {}
    return (
        {key: found[key] for key in ("answers", "ticks", "override") if key in found} if isinstance(found, dict) else {}
    )


def _item_id(text: str, words: Words) -> str:
    if text in words.items:
        return text
    found = [id for id, item in words.items.items() if text in (item.name, item.short)]
    return found[0] if len(found) == 1 else text


def _material_id(item: str, text: str, words: Words) -> str:
    papers = words.items[item].materials if item in words.items else {}
    if text in papers or text.startswith(HAND_ADDED) or not text:
        return text
    found = [id for id, name in papers.items() if name == text]
    return found[0] if found else f"{HAND_ADDED}{text}"
