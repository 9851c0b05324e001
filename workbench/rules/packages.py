"""Rules and templates in one file for a USB stick: made in one office, checked and installed in another.

A package is a zip of `规则/*.toml`, `模板/*.docx` and `manifest.json`, which names every file with its checksum and
says who made it, when and why. Nothing in a package is trusted: names, sizes and checksums are checked before a byte
is used, and nothing is unpacked by its own name.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from workbench import files
from workbench.problems import InputProblems, Problem, UserError
from workbench.rules import library
from workbench.workspace import Workspace

FORMAT = "counter-workbench-rules"
MANIFEST = "manifest.json"
MOST_FILES, LARGEST_FILE, LARGEST = 1_000, 20_000_000, 100_000_000
SHARED = ("common.toml", "plain-words.toml")
_NAME = re.compile(r"(规则/[^/]+\.toml|模板/[^/]+\.docx)")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileLine(_Part):
    path: str
    sha256: str
    size: int


class ItemLine(_Part):
    id: str
    version: str


class Manifest(_Part):
    """What a package says of itself. `seal` is the checksum of all the rest."""

    format: Literal["counter-workbench-rules"]
    made: datetime
    who: str
    why: str
    office: str
    items: tuple[ItemLine, ...]
    files: tuple[FileLine, ...]
    seal: str = ""


@dataclass(frozen=True)
class Package:
    """A package whose names, sizes and checksums are in order."""

    manifest: Manifest
    contents: dict[str, bytes]

    @property
    def title(self) -> str:
        made = self.manifest
        return f"{made.office or '(未写单位)'} {made.who} {made.made:%Y-%m-%d %H:%M} 做的规则包"


def make(space: Workspace, path: Path, *, who: str, why: str, now: datetime) -> Manifest:
    """Writes all rules in effect and the office's templates as one file. Raises `InputProblems`, `CannotWrite`."""
    found = library.load(space)
    if found.problems:
        raise InputProblems(found.problems, "规则文件有误,没有打包:")
    contents: dict[str, bytes] = {}
    items = []
    starts: set[tuple[str, Any]] = set()
    for entry in sorted(found.entries, key=lambda one: one.source == "shipped"):
        start = (entry.item.id, entry.item.valid_from)
        if start not in starts:
            starts.add(start)
            contents[_free(f"规则/{entry.path.name}", contents)] = entry.path.read_bytes()
            items.append(ItemLine(id=entry.item.id, version=entry.item.version))
    for file in [*(space.rules / name for name in SHARED), *sorted(space.templates.glob("*.docx"))]:
        if file.is_file() and not file.name.startswith(("~$", ".")):
            contents[f"{file.parent.name}/{file.name}"] = file.read_bytes()
    lines = [FileLine(path=name, sha256=_sha(content), size=len(content)) for name, content in contents.items()]
    manifest = Manifest(
        format=FORMAT,
        made=now,
        who=who,
        why=why,
        office=space.settings().office,
        items=tuple(items),
        files=tuple(lines),
    )
    manifest = manifest.model_copy(update={"seal": _seal(manifest)})
    with files.replacing(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        for name, content in contents.items():
            package.writestr(name, content)
    return manifest


def _free(name: str, taken: dict[str, bytes]) -> str:
    stem, number, free = name.removesuffix(".toml"), 2, name
    while free in taken:
        free, number = f"{stem}-{number}.toml", number + 1
    return free


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _seal(manifest: Manifest) -> str:
    plain = manifest.model_dump(mode="json", exclude={"seal"})
    return _sha(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode("utf-8"))


def read(path: Path) -> Package:
    """A package from outside. Raises `InputProblems` that lists everything wrong with it; nothing is written."""
    try:
        with zipfile.ZipFile(path) as package:
            problems = list(_hostile(package.infolist()))
            if problems:
                raise _refused(path, problems)
            manifest = _manifest(package, path)
            contents = {line.path: _content(package, line.path) for line in manifest.files if _has(package, line.path)}
            names = {info.filename for info in package.infolist()} - {MANIFEST}
    except FileNotFoundError:
        raise UserError(f"找不到文件“{path}”。", exit_code=2) from None
    except OSError as error:
        raise UserError(f"读不了“{path}”:{error.strerror or error}。", exit_code=2) from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise _refused(path, ["文件坏了,或不是规则包。请重新复制一份"]) from None
    if problems := list(_damaged(manifest, contents, names)):
        raise _refused(path, problems)
    return Package(manifest, contents)


def _refused(path: Path, messages: list[str]) -> InputProblems:
    return InputProblems([Problem(one, "package", str(path)) for one in messages], "这个规则包不能用,什么都没有写入:")


def _has(package: zipfile.ZipFile, name: str) -> bool:
    return name in package.NameToInfo


def _hostile(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    """What an honest package never holds: odd names, links, encryption, doubles, too many or too large files."""
    if len(infos) > MOST_FILES:
        yield f"里面有 {len(infos)} 个文件,太多了"
    if sum(info.file_size for info in infos) > LARGEST:
        yield "解开后太大"
    seen: set[str] = set()
    for info in infos[:MOST_FILES]:
        name = info.filename
        shown = name if len(name) <= 60 else name[:60] + "…"
        if name != MANIFEST and not (_NAME.fullmatch(name) and files.safe_name(_last(name)) == _last(name)):
            yield f"文件名“{shown}”不许出现在规则包里"
        elif stat.S_ISLNK(info.external_attr >> 16):
            yield f"“{shown}”是一个链接"
        elif info.flag_bits & 1:
            yield f"“{shown}”加了密"
        elif info.file_size > LARGEST_FILE:
            yield f"“{shown}”太大"
        if name.casefold() in seen:
            yield f"“{shown}”出现了两次"
        seen.add(name.casefold())


def _last(name: str) -> str:
    return name.split("/")[-1]


def _content(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as inside:
        content = inside.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise zipfile.BadZipFile(name)
    return content


def _manifest(package: zipfile.ZipFile, path: Path) -> Manifest:
    if not _has(package, MANIFEST):
        raise _refused(path, ["里面没有清单(manifest.json),不是规则包"])
    try:
        return Manifest.model_validate_json(_content(package, MANIFEST))
    except ValidationError:
        raise _refused(path, ["清单(manifest.json)坏了,或是更新的程序做的。请重新复制一份,或先更新程序"]) from None


def _damaged(manifest: Manifest, contents: dict[str, bytes], names: set[str]) -> Iterator[str]:
    if manifest.seal != _seal(manifest):
        yield "清单被改过或损坏"
    listed = {line.path for line in manifest.files}
    for name in sorted(names - listed):
        yield f"“{name}”不在清单里"
    for line in manifest.files:
        content = contents.get(line.path)
        if content is None:
            yield f"清单里的“{line.path}”不见了"
        elif len(content) != line.size or _sha(content) != line.sha256:
            yield f"“{line.path}”的校验码不对,文件损坏或被改过"
        elif line.path.endswith(".docx") and not _sound_word(content):
            yield f"“{line.path}”不是正常的 Word 文件"


def _sound_word(content: bytes) -> bool:
    """A Word file that unpacks to a size that is possible."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "word/document.xml" in package.NameToInfo and (
                sum(info.file_size for info in package.infolist()) <= LARGEST
            )
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
