"""The field table of the templates as Markdown, from the one list the program itself checks templates with."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

LIST = Path(__file__).resolve().parents[1] / "workbench" / "documents" / "fields.toml"


def tables() -> str:
    """Which template may use which fields, then every field, then what stands inside the repeated ones."""
    found = tomllib.loads(LIST.read_text("utf-8"))
    return "\n\n".join([*_kinds(found), *_groups(found["groups"]), *_lists(found["lists"])])


def _kinds(found: dict[str, Any]) -> list[str]:
    rows = [
        f"| {name} | {'、'.join(kind['groups'])} | {'、'.join(kind.get('needed', []))} |"
        for name, kind in found["kinds"].items()
    ]
    return ["### 哪份模板用哪几类", "\n".join(["| 模板 | 可以用的几类 | ★ 不能删的 |", "|---|---|---|", *rows])]


def _groups(groups: dict[str, Any]) -> list[str]:
    made = []
    for name, group in groups.items():
        made += [f"### 一类:{name}", _table([_field(field, note) for field, note in group.items()])]
    return made


def _lists(lists: dict[str, Any]) -> list[str]:
    made = []
    for name, group in lists.items():
        rows = [_field(f"{name}.{field}", note) for field, note in group.items()]
        made += [f"### 一组里的一样:{name}", _table(rows)]
    return made


def _field(name: str, note: Any) -> tuple[str, str]:
    """A tag as it is written into the template, and what comes in its place."""
    if isinstance(note, str):
        return f"`{{{{ {name} }}}}`", note
    if "words" in note:
        return f"`{{{{ {name}.词语 }}}}`", note["note"]
    return f"`{{%tr for {note['each']} in {name} %}}`", f"{note['note']}(一组)"


def _table(rows: list[tuple[str, str]]) -> str:
    return "\n".join(["| 标签 | 内容 |", "|---|---|", *(f"| {tag} | {note} |" for tag, note in rows)])
