"""A value of a rules file as a cell, and a cell as a value."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from workbench.rules.answers import read_date
from workbench.rules.excel import oneline
from workbench.rules.excel.layout import Column


class CellError(ValueError):
    """A cell that cannot be read: a sentence with the cure."""


def to_cell(column: Column, value: Any) -> Any:
    """What stands in the cell for a value; None for a value that is not there."""
    if value is None:
        return None
    if column.kind == "bool":
        return column.words["true" if value else "false"]
    if column.words:
        return column.words.get(value, value)
    match column.kind:
        case "when":
            return oneline.write_condition(value)
        case "answers":
            return oneline.write_answers(value)
        case "ids":
            return ", ".join(value)
        case "lines":
            return _lines(value)
    return value


def _lines(values: list[str]) -> str:
    """One member a line; as a JSON list when a member would not come back from that."""
    text = "\n".join(values)
    return text if _from_lines(text) == list(values) else json.dumps(list(values), ensure_ascii=False)


def _from_lines(text: str) -> list[str]:
    if text.startswith('["'):
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            found = None
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return found
    return [line.strip() for line in text.split("\n") if line.strip()]


def from_cell(column: Column, value: Any, names: oneline.Names) -> Any:
    """The value of a cell; None when it is empty. Raises `CellError` with a sentence for the person who filled it."""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("_x000D_", "").strip().strip("\u200b\ufeff\u00a0").strip()
    if value is None or value == "":
        return None
    if column.words:
        return _word(column, value)
    match column.kind:
        case "int" | "number":
            return _number(column, value)
        case "date":
            return _date(value)
    text = _text(column, value)
    try:
        match column.kind:
            case "when":
                return oneline.read_condition(text, names) or None
            case "answers":
                return oneline.read_answers(text, names) or None
    except oneline.LineError as error:
        raise CellError(str(error)) from None
    match column.kind:
        case "ids":
            return [one for one in re.split(r"[\s,;、\uff0c\uff1b]+", text) if one] or None
        case "lines":
            return _from_lines(text) or None
    return text


def _word(column: Column, value: Any) -> Any:
    """One of the words of a column; what is not one of them is left for the check to name."""
    text = "是" if value is True else "否" if value is False else unicodedata.normalize("NFKC", str(value)).strip()
    file_word = next((key for key, word in column.words.items() if text in (word, key)), None)
    if column.kind == "bool":
        file_word = {"✓": "true", "√": "true", "1": "true", "0": "false"}.get(text, file_word)
    if file_word is None:
        raise CellError(f"不能写“{text}”,可以是:{'、'.join(column.words.values())}")
    return file_word == "true" if column.kind == "bool" else file_word


def _number(column: Column, value: Any) -> int | float:
    if isinstance(value, bool | date | time):
        raise CellError(f"应当是数字,现在是“{value}”。请把这一格的格式改成“常规”再填")
    if isinstance(value, str):  # a number kept as text
        try:
            value = float(unicodedata.normalize("NFKC", value).replace(",", ""))
        except ValueError:
            raise CellError(f"应当是数字,“{value}”不是数字") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise CellError("应当是数字")
    if float(value).is_integer():
        return int(value)
    if column.kind == "int":
        raise CellError(f"应当是整数,现在是 {value:g}")
    return value


def _date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return read_date(str(value))
    except ValueError as error:
        raise CellError(str(error)) from None


def _text(column: Column, value: Any) -> str:
    if isinstance(value, datetime | date | time):
        raise CellError(f"变成了日期({value})。请把这一格的格式改成“文本”,再重新填写")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and column.key == ("version",):
        raise CellError(f"版本变成了数字({value:g}),末尾的 0 会丢。请把这一格的格式改成“文本”,再重新填写")
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return str(value)
