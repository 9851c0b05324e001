"""Which rows the ledger page lists: one pass for the ids, then only rows on the screen are read. No tkinter here."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workbench.ledger import ledger
from workbench.ledger.check import Words
from workbench.workspace import Workspace


@dataclass(frozen=True)
class Shown:
    """A column of the screen: its heading, width at 100 %, and its text of a record."""

    name: str
    heading: str
    width: int
    text: Callable[[dict[str, Any], Words], str]
    stretch: bool = False
    rank: int = 0  # in a narrow window the highest rank is left out first; the form shows it still


def _plain(name: str) -> Callable[[dict[str, Any], Words], str]:
    return lambda record, _words: "" if record.get(name) is None else str(record[name])


def _item(record: dict[str, Any], words: Words) -> str:
    item = words.items.get(record.get("item", ""))
    return (item.short or item.name) if item else record.get("item", "")


def _material(record: dict[str, Any], words: Words) -> str:
    material = record.get("material", "")
    return words.material_name(record.get("item", ""), material) if material else ""


def _short_papers(record: dict[str, Any], words: Words) -> str:
    ticks = record.get("ticks") or {}
    return "、".join(words.material_name(record["item"], one) for one, tick in ticks.items() if tick != "present")


COLUMNS: dict[str, tuple[Shown, ...]] = {
    "rework": (
        Shown("date", "日期", 100, _plain("date")),
        Shown("item", "事项", 110, _item),
        Shown("cause", "原因", 84, _plain("cause"), rank=1),
        Shown("detail", "二级原因", 116, _plain("detail"), rank=2),
        Shown("material", "材料", 190, _material, stretch=True),
        Shown("side", "责任", 56, _plain("side"), rank=3),
        Shown("omission", "遗漏", 56, lambda record, _w: "是" if record.get("notice_omission") else "", rank=5),
        Shown("visits", "次数", 52, _plain("visits"), rank=4),
        Shown("state", "状态", 76, _plain("state")),
    ),
    "cases": (
        Shown("started", "到窗时间", 140, lambda record, _w: str(record["started"])[:16].replace("T", " ")),
        Shown("item", "事项", 130, _item),
        Shown("visit", "第几次", 64, _plain("visit"), rank=2),
        Shown("outcome", "结果", 64, _plain("outcome")),
        Shown("minutes", "分钟", 60, _plain("minutes"), rank=4),
        Shown("papers", "未齐的材料", 240, _short_papers, stretch=True, rank=3),
        Shown("note", "备注", 120, lambda record, _w: record.get("override") or record.get("note") or "", rank=5),
    ),
    "measures": (
        Shown("date", "提出日期", 100, _plain("date"), rank=2),
        Shown("cause", "原因", 84, _plain("cause"), rank=3),
        Shown("item", "事项", 110, _item, rank=4),
        Shown("action", "措施", 260, _plain("action"), stretch=True),
        Shown("owner", "责任人", 76, _plain("owner")),
        Shown("due", "期限", 100, _plain("due")),
        Shown("state", "状态", 76, _plain("state")),
    ),
}
TABLES = {"rework": "返工", "cases": "办件", "measures": "措施"}
WHY = {"workbook": "在 Excel 里删去", "撤销": "撤销登记", "desk": "", "conflict": ""}


def _of(text: Callable[[dict[str, Any], Words], str]) -> Callable[[dict[str, Any], Words], str]:
    """The same text of the record that was taken back."""
    return lambda removed, words: text(removed["of"], words)


def _what(record: dict[str, Any], words: Words) -> str:
    parts = [record.get(name) or "" for name in ("cause", "detail", "outcome", "action")]
    return " · ".join(part for part in (*parts, _material(record, words)) if part)


COLUMNS["removed"] = (
    Shown("table", "表", 60, lambda removed, _words: TABLES[removed["table"]]),
    Shown("day", "日期", 100, _of(lambda record, _w: str(record.get("date") or record.get("started", ""))[:10])),
    Shown("item", "事项", 110, _of(_item)),
    Shown("what", "内容", 240, _of(_what), stretch=True),
    Shown("at", "作废于", 140, lambda removed, _words: removed["at"][:16].replace("T", " "), rank=4),
    Shown("why", "为什么", 150, lambda removed, _words: str(WHY.get(removed["why"], removed["why"]))),
)
STATE_COLUMN = {"rework": "state", "cases": "outcome", "measures": "state"}


@dataclass(frozen=True)
class Filter:
    """What to list. Empty values do not narrow."""

    kind: str = "rework"
    text: str = ""
    start: date | None = None
    end: date | None = None
    item: str = ""
    cause: str = ""
    state: str = ""
    removed: bool = False
    meant: tuple[str, ...] = ()  # items that the text means in another way, such as by the initials of their pinyin


REMOVED = "removed AND kind IN ('rework', 'cases', 'measures')"


def ids(space: Workspace, wanted: Filter, words: Words) -> list[str]:
    """The ids that fit, newest first."""
    if not space.journal.exists():
        return []
    if wanted.removed:
        sql = f"SELECT id FROM current WHERE {REMOVED} AND payload LIKE ? ESCAPE '!' ORDER BY n DESC"
        return [row["id"] for row in ledger.query(space, sql, (f"%{_escaped(wanted.text.strip())}%",))]
    where, values = _conditions(wanted, words)
    sql = (
        f"SELECT t.id FROM {wanted.kind} t JOIN current c ON c.kind = '{wanted.kind}' AND c.id = t.id"
        f" WHERE {' AND '.join(where) or '1'} ORDER BY t.day DESC, c.first DESC"
    )
    return [row["id"] for row in ledger.query(space, sql, values)]


def _conditions(wanted: Filter, words: Words) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    values: list[Any] = []

    def add(condition: str, *more: Any) -> None:
        where.append(condition)
        values.extend(more)

    if wanted.start:
        add("t.day >= ?", wanted.start.isoformat())
    if wanted.end:
        add("t.day <= ?", wanted.end.isoformat())
    if wanted.item:
        add("t.item = ?", wanted.item)
    if wanted.cause and wanted.kind != "cases":
        add("t.cause = ?", wanted.cause)
    if wanted.state:
        add(f"t.{STATE_COLUMN[wanted.kind]} = ?", wanted.state)
    if wanted.text.strip():
        _add_text(wanted.text.strip(), wanted.meant, words, add)
    return where, values


def _add_text(text: str, meant: Sequence[str], words: Words, add: Callable[..., None]) -> None:
    """Text of the record itself, or the name of its item or paper."""
    items = [id for id, item in words.items.items() if text in item.name or text in item.short or id in meant]
    papers = {id for item in words.items.values() for id, name in item.materials.items() if text in name}
    parts, values = ["c.payload LIKE ? ESCAPE '!'"], [f"%{_escaped(text)}%"]
    if items:
        parts.append(f"t.item IN ({','.join('?' * len(items))})")
        values += items
    for paper in sorted(papers)[:40]:
        parts.append("c.payload LIKE ? ESCAPE '!'")
        values.append(f'%"{_escaped(paper)}"%')
    add(f"({' OR '.join(parts)})", *values)


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


@dataclass(frozen=True)
class Row:
    """One row of the screen. `waiting`: not yet in the workbook."""

    id: str
    record: dict[str, Any]
    waiting: bool


def rows(space: Workspace, kind: str, wanted: Sequence[str]) -> list[Row]:
    """The records of some ids, in that order."""
    if not wanted:
        return []
    marks = ",".join("?" * len(wanted))
    if kind == "removed":
        return _removed(space, wanted, marks)
    found = ledger.query(
        space,
        "SELECT c.id, c.payload, (f.n IS NULL AND NOT c.removed OR f.n < c.n) AS waiting FROM current c"
        f" LEFT JOIN folded f ON f.id = c.id WHERE c.kind = ? AND c.id IN ({marks})",
        (kind, *wanted),
    )
    by_id = {row["id"]: Row(row["id"], json.loads(row["payload"]), bool(row["waiting"])) for row in found}
    return [by_id[id] for id in wanted if id in by_id]


def _removed(space: Workspace, wanted: Sequence[str], marks: str) -> list[Row]:
    """Records that count no more: which table, when it was taken back and why."""
    found = ledger.query(
        space,
        "SELECT c.id, c.kind, c.payload, e.at, e.origin FROM current c JOIN events e USING (n)"
        f" WHERE c.{REMOVED.replace('kind', 'c.kind')} AND c.id IN ({marks})",
        wanted,
    )
    by_id = {
        row["id"]: Row(
            row["id"],
            {"table": row["kind"], "of": json.loads(row["payload"]), "at": row["at"], "why": row["origin"]},
            False,
        )
        for row in found
    }
    return [by_id[id] for id in wanted if id in by_id]


def about(space: Workspace, kind: str, id: str, words: Words) -> str:
    """A record in a few words: day, item, what."""
    found = rows(space, kind, [id])
    record = found[0].record if found else {}
    parts = (str(record.get("date") or record.get("started", ""))[:10], _item(record, words), _what(record, words))
    return " ".join(part for part in parts if part)


PERIODS = ("全部时间", "今天", "本周", "上周", "本月", "上月", "今年")


def period(name: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a period by its word."""
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    match name:
        case "今天":
            return today, today
        case "本周":
            return monday, monday + timedelta(days=6)
        case "上周":
            return monday - timedelta(days=7), monday - timedelta(days=1)
        case "本月":
            return first, None
        case "上月":
            last = first - timedelta(days=1)
            return last.replace(day=1), last
        case "今年":
            return date(today.year, 1, 1), None
    return None, None


def counts(space: Workspace) -> dict[str, int]:
    """How many rows each table has, removed ones apart, and how many conflicts wait."""
    if not space.journal.exists():
        return {}
    found = ledger.query(
        space,
        "SELECT (SELECT count(*) FROM rework) AS rework, (SELECT count(*) FROM cases) AS cases,"
        " (SELECT count(*) FROM measures) AS measures,"
        f" (SELECT count(*) FROM current WHERE {REMOVED}) AS removed,"
        " (SELECT count(*) FROM current WHERE kind = 'conflict' AND NOT removed) AS conflicts",
    )[0]
    return dict(found)
