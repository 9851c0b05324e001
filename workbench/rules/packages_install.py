"""Installing a package: what it would change, and the change as one step that can be taken back."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench.problems import InputProblems, Problem, UserError
from workbench.rules import diff, library, lint
from workbench.rules.examples import run_examples
from workbench.rules.library import Entry, Library
from workbench.rules.packages import SHARED, Package
from workbench.rules.publish_store import Record, replace_all
from workbench.rules.reading import parse
from workbench.workspace import Workspace


@dataclass
class Plan:
    """What installing would do. `older` names what is newer here; `warnings` do not stand in the way."""

    package: Package
    difference: diff.RulesDiff
    contents: dict[Path, bytes] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not self.contents


def plan(space: Workspace, package: Package, today: date) -> Plan:
    """What a package would change here; rules that are in effect already are left out.

    Raises `InputProblems` when its rules cannot be read here or their examples fail.
    """
    here = library.load(space)
    with tempfile.TemporaryDirectory() as folder:
        theirs = _unpacked(package, Path(folder), space)
        result = Plan(package, diff.libraries(*_sides(here, theirs), today))
        for entry in theirs.entries:
            _consider(entry, here, space, result)
        for name, content in package.contents.items():
            _consider_shared(name, content, space, result)
        _refuse_clashes(result, here, space, Path(folder))
        touched = Library([e for e in theirs.entries if e.item.id in result.items], [], theirs.packs, theirs.pack_files)
        _refuse_failing(touched, today)
        report = lint.check(touched, space, today)
        result.warnings = [problem for problem in report.errors if problem.code != "unknown_item"]
    return result


def install(space: Workspace, found: Plan, *, who: str, now: datetime, older: bool = False) -> Record:
    """Writes what the plan says, all or nothing. Raises `UserError` when something here is newer, unless `older`."""
    if found.older and not older:
        raise UserError("\n".join(["规则包比现在的规则旧,没有安装(确实要装,加 --older):", *found.older]))
    why = found.package.title + (f":{found.package.manifest.why}" if found.package.manifest.why else "")
    return replace_all(space, found.contents, action="安装", who=who, why=why, now=now, items=found.items)


def _unpacked(package: Package, folder: Path, space: Workspace) -> Library:
    """The rules of the package, read in a folder of their own. Raises `InputProblems`."""
    place = folder / "包"
    place.mkdir()
    for name, content in package.contents.items():
        if name.endswith(".toml"):
            (place / name.split("/")[-1]).write_bytes(content)
    found = library.load_paths([place], space)
    if found.problems:
        raise InputProblems([_named(problem) for problem in found.problems], "规则包里的规则读不了,没有安装:")
    return found


def _named(problem: Problem) -> Problem:
    """The problem without the temporary folder in its place."""
    return Problem(problem.message, problem.code, Path(problem.file).name, problem.line, problem.where)


def _start(entry: Entry) -> tuple[str, date]:
    return entry.item.id, entry.item.valid_from


def _sides(here: Library, theirs: Library) -> tuple[Library, Library]:
    """Both libraries, ours without what the package does not speak of: installing takes nothing away."""
    starts = {_start(entry) for entry in theirs.entries}
    return Library([entry for entry in here.entries if _start(entry) in starts]), theirs


def _consider(entry: Entry, here: Library, space: Workspace, result: Plan) -> None:
    """One item of the package: left out when the same rules are in effect here."""
    current = next((one for one in here.versions(entry.item.id) if _start(one) == _start(entry)), None)
    if current is not None and _core(current.path) == _core(entry.path):
        return
    rival = current or _overlapping(entry, here)
    if rival is not None and version_key(entry.item.version) < version_key(rival.item.version):
        versions = f"这里是版本 {rival.item.version},规则包里是 {entry.item.version}"
        result.older.append(f"  · “{entry.item.name}”:{versions}")
    office = current is not None and current.source == "office"
    path = current.path if office and current else _free(space.rules / entry.path.name, result.contents)
    result.contents[path] = entry.path.read_bytes()
    if entry.item.id not in result.items:
        result.items.append(entry.item.id)


def _overlapping(entry: Entry, here: Library) -> Entry | None:
    """A later version here whose days the package's version would take over."""
    end = entry.item.valid_to
    later = (one for one in here.versions(entry.item.id) if one.item.valid_from > entry.item.valid_from)
    return next((one for one in later if end is None or one.item.valid_from <= end), None)


def _free(path: Path, taken: Mapping[Path, bytes]) -> Path:
    number, free = 2, path
    while free.exists() or free in taken:
        free, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return free


def _core(path: Path) -> dict[str, Any]:
    data = parse(path)[1]
    return {key: value for key, value in data.items() if key not in ("version", "changes")}


def version_key(version: str) -> list[tuple[int, int, str]]:
    """Versions in the order of counting: 2026.9 before 2026.10."""
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.findall(r"\d+|\D+", version)]


def _consider_shared(name: str, content: bytes, space: Workspace, result: Plan) -> None:
    """Packs, word list and templates: taken over when they differ from the office's."""
    folder, file = name.split("/")
    if folder == "模板" or file in SHARED:
        path = (space.templates if folder == "模板" else space.rules) / file
        if not path.exists() or path.read_bytes() != content:
            result.contents[path] = content


def _refuse_clashes(result: Plan, here: Library, space: Workspace, folder: Path) -> None:
    """The office's rules as they would be, read as a whole: no file may break because of the package."""
    place = folder / "以后"
    place.mkdir()
    for path in [*space.rules.glob("*.toml"), *space.rules.glob("items/*.toml")]:
        shutil.copy(path, place / path.name)
    for path, content in result.contents.items():
        if path.parent != space.templates:
            (place / path.name).write_bytes(content)
    known = {(problem.code, problem.message) for problem in here.problems}
    broken = [p for p in library.load_paths([place], space).problems if (p.code, p.message) not in known]
    if broken:
        raise InputProblems([_named(problem) for problem in broken], "装上以后规则会读不了,没有安装:")


def _refuse_failing(theirs: Library, today: date) -> None:
    results = [result for entry in theirs.entries for result in run_examples(entry.book, today)]
    if failed := [result for result in results if result.faults]:
        problems = [Problem(f"示例“{r.name}”不符:{';'.join(r.faults)}", "example", r.item) for r in failed]
        raise InputProblems(problems, "规则包里有示例不符,没有安装:")
