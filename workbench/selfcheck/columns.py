"""The Tables of a clerk's workbook, and how a record becomes cells. 备注 and 进展 are the clerk's own columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workbench.ledger.cellxml import Cell
from workbench.ledger.columns import REMOVED, Column, Sheet, field_value
from workbench.ledger.masking import cell_text
from workbench.ledger.plain import dumps
from workbench.selfcheck.forms import WHEN_WORDS, Form
from workbench.selfcheck.scores import score
from workbench.validation import Place

ID = Column("编号", "id", width=20, aside=True, note="由程序生成,请不要改动;手工新加的行留空即可")
NOTE = Column("备注", "note", "long", 24, supervisor=True)

PEER = Sheet(
    "peer",
    "同事互评",
    "先写三条优点,再写一条建议;署名可以不写",
    (
        Column("日期", "date", "date", 12),
        Column("评议人", "by", width=11),
        Column("优点一", "strength1", "long", 24),
        Column("优点二", "strength2", "long", 24),
        Column("优点三", "strength3", "long", 24),
        Column("建议", "suggestion", "long", 30),
        NOTE,
        ID,
    ),
    "日期",
    "备注",
)
RECORDING = Sheet(
    "recording",
    "录像复盘",
    "每月一次:看到的一个优势,一个改进项",
    (
        Column("日期", "date", "date", 12),
        Column("方式", "source", width=10, choices="方式"),
        Column("看到的优势", "strength", "long", 42),
        Column("改进项", "improve", "long", 42),
        NOTE,
        ID,
    ),
    "日期",
    "备注",
)
GROWTH = Sheet(
    "growth",
    "成长记录",
    "典型案例、表扬、投诉、新知识;目标写成可衡量、有期限的一句话",
    (
        Column("日期", "date", "date", 12),
        Column("类别", "kind", width=12, choices="类别"),
        Column("内容", "text", "long", 64),
        Column("期限", "due", "date", 12),
        Column("进展", "state", width=12, choices="进展", supervisor=True),
        NOTE,
        ID,
    ),
    "日期",
    "备注",
)


def daily(form: Form) -> Sheet:
    """The Table of the daily forms; at its right two columns for each weighted dimension, which 汇总 adds up."""
    pairs = [
        column
        for one in form.weighted
        for column in (
            Column(f"{one.name}是", f"yes:{one.id}", "count", 12, derived=True, aside=True),
            Column(f"{one.name}计", f"all:{one.id}", "count", 12, derived=True, aside=True),
        )
    ]
    columns = (
        Column("日期", "date", "date", 12),
        Column("时段", "when", width=10),
        Column("得分", "score", "number", 9, derived=True),
        Column("是", "yes", "count", 7, derived=True),
        Column("否", "no", "count", 7, derived=True),
        Column("不适用", "na", "count", 9, derived=True),
        Column("答“否”的项和原因", "noes", "long", 62, derived=True),
        NOTE,
        *pairs,
        Column("回答", "data", width=12, aside=True, hidden=True, derived=True, note="程序用来找回记录,请不要改动"),
        ID,
    )
    return Sheet("daily", "每日自检", "上岗前、下班后各一次,每次约一分钟;每行半天", columns, "日期", "备注")


def sheets(form: Form) -> tuple[Sheet, ...]:
    return (daily(form), PEER, RECORDING, GROWTH)


def heading(kind: str, form: Form) -> Callable[[Place], str]:
    """What the workbook calls a place in a record of that kind: `("strengths", 1)` is 优点二."""
    sheet = next(sheet for sheet in sheets(form) if sheet.kind == kind)
    found = {column.field: column.header for column in sheet.columns}

    def called(place: Place) -> str:
        match place:
            case ("strengths", int(number)):
                return found.get(f"strength{number + 1}", "")
            case (str(field), *_):
                return found.get(field, "")
        return ""

    return called


def cells(sheet: Sheet, record: Mapping[str, Any], form: Form, *, removed: bool = False) -> list[Cell]:
    """The cells of a record, in the order of the sheet's columns."""
    values = _daily_values(record, form) if sheet.kind == "daily" else dict(record)
    if sheet.kind == "peer":
        values |= {f"strength{number}": text for number, text in enumerate(record["strengths"], 1)}
    found = [_cell(column, values.get(column.field)) for column in sheet.columns]
    if removed:
        found[sheet.at(sheet.state)] = REMOVED
    return found


def _daily_values(record: Mapping[str, Any], form: Form) -> dict[str, Any]:
    whole = score(form, [record])
    answers = list(record["answers"].values())
    noes = [
        f"{form.by_id[item].text if item in form.by_id else item}:{record['reasons'].get(item, '')}"
        for item, answer in record["answers"].items()
        if answer == "否"
    ]
    values = {
        **record,
        "when": WHEN_WORDS[record["when"]],
        "score": None if whole.value is None else round(whole.value, 1),
        **{key: answers.count(word) for key, word in (("yes", "是"), ("no", "否"), ("na", "不适用"))},
        "noes": ";".join(noes),
        "data": dumps({"answers": record["answers"], "reasons": record["reasons"]}),
    }
    for part in whole.parts:
        values |= {f"yes:{part.id}": int(part.figure.n), f"all:{part.id}": part.figure.d}
    return values


def _cell(column: Column, value: Any) -> Cell:
    if value is None or value == "":
        return None
    if column.kind == "date":
        return date.fromisoformat(value)
    return cell_text(value) if isinstance(value, str) else value


def _kept(cell: Any) -> dict[str, Any]:
    """The answers and reasons that a daily row carries with it; nothing when somebody changed them."""
    try:
        found = json.loads(str(cell or "{}"))
    except json.JSONDecodeError:
        return {}
    return {key: found[key] for key in ("answers", "reasons") if key in found} if isinstance(found, dict) else {}


def typed_row(sheet: Sheet, found: Mapping[str, Any], clerk: str) -> dict[str, Any]:
    """What a person typed as a new row (header → cell), in the shape that `book.entry` checks."""
    values = {
        column.field: field_value(column, found[column.header])
        for column in sheet.columns
        if not column.derived and found.get(column.header) not in (None, "")
    }
    row: dict[str, Any] = {"clerk": clerk, **values}
    if sheet.kind == "daily":
        row["when"] = next((when for when, word in WHEN_WORDS.items() if word == row.get("when")), "")
        row |= _kept(found.get("回答"))
    if sheet.kind == "peer":
        row["strengths"] = [row.pop(f"strength{number}", "") for number in (1, 2, 3)]
    if sheet.kind == "growth":
        row["type"] = row.pop("kind", "")
    return {**row, "kind": sheet.kind}
