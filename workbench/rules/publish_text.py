"""A rules file written by the program: from nothing, or into a text whose comments a person wrote."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from workbench.rules.item import Item

WIDEST = 110


def dump(data: Mapping[str, Any]) -> str:
    """The data of a rules file as TOML in the order in which rules files are written."""
    order = [name for name in Item.model_fields if name in data]
    order += [name for name in data if name not in order]
    plain = [key for key in order if not _is_table(data[key])]
    lines = [f"{key} = {_value(data[key])}" for key in plain]
    for key in order:
        if isinstance(data[key], Mapping):
            lines += ["", f"[{key}]", *_pairs(data[key])]
        elif _is_table(data[key]):
            for record in data[key]:
                lines += ["", f"[[{key}]]", *_pairs(record)]
    return "\n".join(lines) + "\n"


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _pairs(record: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in record.items()]


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _text(key)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence):
        parts = [_value(one) for one in value]
        line = f"[{', '.join(parts)}]"
        if len(line) <= WIDEST and not any(isinstance(one, Mapping) for one in value):
            return line
        return "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
    return repr(value)


def merged(text: str, data: Mapping[str, Any]) -> str:
    """The text with the data put in: what did not change stays as it is written, comments included.

    Where that cannot be done faithfully, the data alone is written.
    """
    try:
        document = tomlkit.parse(text)
        _into(document, data)
        out = tomlkit.dumps(document)
        if out != text:
            out = out.rstrip("\n") + "\n"
        if tomllib.loads(out) == data:
            return out
    except (TOMLKitError, tomllib.TOMLDecodeError, ValueError, TypeError, KeyError):
        pass  # an unusual text: it is written anew below, and nothing but its comments is lost
    return dump(data)


def _into(table: Any, data: Mapping[str, Any]) -> None:
    for key in [key for key in table if key not in data]:
        table.remove(key)
    for key, value in data.items():
        known = table.get(key)
        if known is not None and _plain(known) == value:
            continue
        if isinstance(known, AoT) and _is_table(value):
            _into_list(table, key, known, value)
        elif known is not None and isinstance(known, Mapping) and isinstance(value, Mapping):
            _into(known, value)
        elif _is_table(value) and not isinstance(value, Mapping) and isinstance(table, tomlkit.TOMLDocument):
            _append_list(table, key, value)
        else:
            table[key] = _item(value)


def _plain(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item


def _item(value: Any) -> Any:
    return tomlkit.parse(f"x = {_value(value)}")["x"]


def _table(record: Mapping[str, Any]) -> Any:
    """A table of a list, with an empty line after it."""
    return tomlkit.parse("\n".join(["[[x]]", *_pairs(record), "", ""]))["x"][0]  # type: ignore[index]


def _into_list(table: Any, key: str, known: AoT, records: Sequence[Mapping[str, Any]]) -> None:
    """The records of a list of tables: each keeps the table that it was written in, found by its id, else its words."""
    old = list(known)
    free = list(range(len(old)))
    kept: list[Any] = []
    for record in records:
        match = next((n for n in free if _same(_plain(old[n]), record)), None)
        if match is None:
            kept.append(_table(record))
        else:
            free.remove(match)
            _into(old[match], record)
            kept.append(old[match])
    while len(known):
        known.pop()
    for before, one in zip([None, *kept], kept, strict=False):
        if before is not None and not before.as_string().endswith("\n\n") and one not in old:
            one.trivia.indent = "\n"
        known.append(one)


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two records are the same thing: by id; without ids, by the first key they are known by."""
    for key in ("id", "name", "text", "reason", "q", "law", "version", "item"):
        if key in old or key in new:
            return old.get(key) == new.get(key)
    return old == new


def _append_list(document: Any, key: str, records: Sequence[Mapping[str, Any]]) -> None:
    if key in document:
        document.remove(key)
    listed = tomlkit.aot()
    for record in records:
        listed.append(_table(record))
    document.append(key, listed)
