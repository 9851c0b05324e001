"""Files of the office replaced together, with the old ones kept and every step restorable.

`规则/旧版本` holds a copy of each file that was replaced and `发布记录.jsonl`, one line a publication. The record is
written before the files are: after a power cut an undo finds either the old or the new file, and both are known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench import files
from workbench.problems import CannotWrite, NotFound, UserError
from workbench.workspace import Workspace

OLD = "旧版本"
RECORD = "发布记录.jsonl"


class ChangedSince(UserError):
    """A file was changed after the publication that is to be taken back."""


@dataclass(frozen=True)
class Replaced:
    """One file: its path in the workspace, the copy of what was there (empty: nothing was), and both checksums."""

    path: str
    before: str
    sha_before: str
    sha_after: str


@dataclass(frozen=True)
class Record:
    """One publication. `action`: 导入, 修改, 安装 or 撤销; `undoes` names the record that it takes back."""

    id: str
    at: str
    action: str
    who: str
    why: str
    items: tuple[str, ...]
    files: tuple[Replaced, ...]
    undoes: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def history(space: Workspace) -> list[Record]:
    """Every publication of this office, oldest first. Raises `UserError` when the record is damaged."""
    path = space.rules / OLD / RECORD
    if not path.exists():
        return []
    try:
        lines = [json.loads(line) for line in files.read_text(path).splitlines() if line.strip()]
        return [
            Record(**{**one, "items": tuple(one["items"]), "files": tuple(Replaced(**f) for f in one["files"])})
            for one in lines
        ]
    except (ValueError, TypeError, KeyError):
        raise UserError(f"发布记录“{path}”坏了,不能撤销。旧版本的文件还在“{path.parent}”里。") from None


def replace_all(
    space: Workspace,
    contents: Mapping[Path, bytes | None],
    *,
    action: str,
    who: str,
    why: str,
    now: datetime,
    items: Sequence[str] = (),
    undoes: str = "",
) -> Record:
    """Puts the contents in place, all or none; None takes a file away. Raises `CannotWrite`; then nothing changed."""
    done = history(space)
    name = _free_id(now, {record.id for record in done})
    before = {path: path.read_bytes() if path.exists() else None for path in contents}
    replaced = tuple(_keep(space, path, name, before[path], contents[path]) for path in contents)
    at = now.isoformat(timespec="seconds")
    record = Record(name, at, action, who, why, tuple(items), replaced, undoes)
    _write_records(space, [*done, record])
    written: list[Path] = []
    try:
        for path, content in contents.items():
            _put(path, content)
            written.append(path)
    except CannotWrite:
        for path in written:
            _put(path, before[path])
        _write_records(space, done)
        raise
    return record


def undo(space: Workspace, *, who: str, now: datetime, item: str = "", anyway: bool = False) -> Record:
    """Takes back the last publication (of an item): its files become what they were.

    Raises `NotFound` when there is nothing to take back, and `ChangedSince` when a file was changed since, unless
    `anyway`; that change is then kept among the old versions.
    """
    done = history(space)
    undone = {record.undoes for record in done}
    open_ones = [r for r in done if not r.undoes and r.id not in undone and (not item or item in r.items)]
    if not open_ones:
        raise NotFound(f"没有可以撤销的发布{f'(事项“{item}”)' if item else ''}。")
    last = open_ones[-1]
    contents: dict[Path, bytes | None] = {}
    for one in last.files:
        path = space.root / one.path
        now_there = sha(path.read_bytes() if path.exists() else None)
        if now_there not in (one.sha_after, one.sha_before) and not anyway:
            raise ChangedSince(f"“{path.name}”在这次发布以后又改过,没有撤销。请先撤销后来的发布。")
        contents[path] = _kept(space, one)
    at = datetime.fromisoformat(last.at)
    why = f"撤销 {at.month}月{at.day}日 {at:%H:%M} 的{last.action}"
    return replace_all(space, contents, action="撤销", who=who, why=why, now=now, items=last.items, undoes=last.id)


def taken_back(space: Workspace, item: str) -> list[bytes]:
    """What the files of an item were when their publication was undone; visits were recorded by them."""
    copies = [one.before for record in history(space) if record.undoes and item in record.items for one in record.files]
    paths = [space.rules / OLD / copy for copy in copies if copy]
    return [path.read_bytes() for path in paths if path.exists()]


def sha(content: bytes | None) -> str:
    """The checksum of a file; empty for a file that is not there."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _kept(space: Workspace, one: Replaced) -> bytes | None:
    if not one.before:
        return None
    path = space.rules / OLD / one.before
    content = path.read_bytes() if path.exists() else None
    if sha(content) != one.sha_before:
        raise UserError(f"旧版本“{path}”不见了或被改过,没有撤销。")
    return content


def _keep(space: Workspace, path: Path, name: str, before: bytes | None, after: bytes | None) -> Replaced:
    copy = ""
    if before is not None:
        copy = files.free_name(space.rules / OLD / f"{path.stem}-{name}{path.suffix}").name
        with files.replacing(space.rules / OLD / copy) as out:
            out.write(before)
    return Replaced(path.relative_to(space.root).as_posix(), copy, sha(before), sha(after))


def _put(path: Path, content: bytes | None) -> None:
    if content is not None:
        with files.replacing(path) as out:
            out.write(content)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise files.why_not_written(path, error) from error


def _write_records(space: Workspace, records: Sequence[Record]) -> None:
    lines = [json.dumps(record.as_dict(), ensure_ascii=False) for record in records]
    files.write_text(space.rules / OLD / RECORD, "".join(f"{line}\n" for line in lines))


def _free_id(now: datetime, taken: set[str]) -> str:
    first = now.strftime("%Y%m%d-%H%M%S")
    return next(name for name in (first, *(f"{first}-{n}" for n in range(2, 10_000))) if name not in taken)
