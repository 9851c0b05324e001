"""The rules on disk: the office's own folder above the shipped one. A broken file takes down only itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from workbench import files, workspace
from workbench.problems import InputProblems, NotFound, Problem, did_you_mean
from workbench.rules.checklist import RuleBook
from workbench.rules.conditions import ConditionError, Place
from workbench.rules.decisions import DecisionTable
from workbench.rules.item import Item, Pack
from workbench.rules.packs import join, pack_lines
from workbench.rules.places import line_of
from workbench.rules.reading import condition_problem, parse, read_model
from workbench.workspace import Workspace

Source = Literal["shipped", "office"]
NOT_ITEMS = {"common.toml", "causes.toml", "selfcheck.toml", "plain-words.toml", "forbidden.toml"}


@dataclass(frozen=True)
class Entry:
    """An item as loaded and compiled, with its file and whether the office wrote it."""

    book: RuleBook
    path: Path
    source: Source

    @property
    def item(self) -> Item:
        return self.book.item


@dataclass
class Library:
    """All items that could be read, and the problems of those that could not."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    packs: dict[str, Pack] = field(default_factory=dict)
    pack_files: dict[str, Path] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self.entries, key=lambda e: (e.source == "shipped", -e.item.valid_from.toordinal())):
            found.setdefault(entry.item.id, []).append(entry)
        return found

    def ids(self) -> set[str]:
        return set(self._by_id)

    def versions(self, item_id: str) -> list[Entry]:
        """All files of an item: the office's before the shipped ones, newest first."""
        return self._by_id.get(item_id, [])

    def entry(self, word: str, as_of: date) -> Entry:
        """The file of an item that holds on a day; `word` is its id, code, short or full name.

        Raises `NotFound` that suggests the nearest item or says from when to when the item is valid.
        """
        versions = self.versions(word) or next(
            (found for found in self._by_id.values() if word in _names(found[0].item)), []
        )
        if not versions:
            names = [name for found in self._by_id.values() for name in _names(found[0].item)]
            raise NotFound(f"没有事项“{word}”{did_you_mean(word, names)} 用 workbench items 查看全部事项。")
        for entry in versions:
            if entry.item.valid_on(as_of):
                return entry
        spans = "、".join(
            f"{e.item.valid_from} 至 {e.item.valid_to or '今后'}(版本 {e.item.version})" for e in versions
        )
        raise NotFound(f"“{versions[0].item.name}”的规则在 {as_of} 不适用,有效期是:{spans}。请换一个日期。")

    def get(self, word: str, as_of: date) -> Item:
        """The item that holds on a day. Raises `NotFound`."""
        return self.entry(word, as_of).item

    def current(self, as_of: date) -> list[Entry]:
        """One entry an item: the one valid on the day, else the nearest; by domain and file name."""
        return [
            next((entry for entry in versions if entry.item.valid_on(as_of)), versions[0])
            for versions in self._by_id.values()
        ]

    def overtaken(self) -> list[tuple[Entry, Entry]]:
        """The office's own files whose shipped counterpart has gone on: (the office's, the shipped one).

        A shipped version that the change list of the office's file names is known there; any other is news.
        """
        found = []
        for versions in self._by_id.values():
            own = [entry for entry in versions if entry.source == "office"]
            known = {own_entry.item.version for own_entry in own}
            known |= {change.version for entry in own for change in entry.item.changes}
            shipped = next((entry for entry in versions if entry.source == "shipped"), None)
            if own and shipped and shipped.item.version not in known:
                found.append((own[0], shipped))
        return found


def _names(item: Item) -> tuple[str, ...]:
    return (item.id, item.code, item.short, item.name) if item.code else (item.id, item.short, item.name)


def folders(space: Workspace) -> list[tuple[Path, Source]]:
    """Where rules are looked for: the office's folder, then the shipped one."""
    return [(space.rules, "office"), (workspace.shipped() / "rules", "shipped")]


def load(space: Workspace) -> Library:
    """The office's rules above the shipped ones. Never raises for a broken file: see `Library.problems`."""
    library = Library()
    for folder, _ in reversed(folders(space)):
        _read_packs(folder / "common.toml", library)
    for folder, source in folders(space):
        _read_items(rules_files(folder), source, library)
    return library


def load_paths(paths: Sequence[Path], space: Workspace) -> Library:
    """The rules of the given files and folders alone, with the packs beside them or the shipped ones.

    Raises `NotFound` for a path that does not exist.
    """
    library = Library()
    _read_packs(workspace.shipped() / "rules" / "common.toml", library)
    _read_packs(space.rules / "common.toml", library)
    for path in paths:
        if not path.exists():
            raise NotFound(f"找不到“{path}”。请写规则文件或规则文件夹的位置。")
        folder = path if path.is_dir() else path.parent
        for place in (folder.parent / "common.toml", folder / "common.toml"):
            _read_packs(place, library)
    found = [file for path in paths for file in ([path] if path.is_file() else rules_files(path))]
    _read_items(found, "office", library)
    return library


def rules_files(folder: Path) -> list[Path]:
    """The item files of a folder, in a stable order; an old version kept by the program is not among them."""
    return sorted(
        path
        for path in [*folder.glob("*.toml"), *folder.glob("items/*.toml")]
        if path.name not in NOT_ITEMS and not path.name.startswith((".", "~"))
    )


def _read_packs(path: Path, library: Library) -> None:
    if not path.exists():
        return
    try:
        text, data = parse(path)
    except InputProblems as error:
        library.problems += error.problems
        return
    for name, content in data.get("packs", {}).items():
        try:
            pack = read_model(Pack, content, text, path, ("packs", name))
            DecisionTable(pack.questions, pack_lines(pack))
            library.packs[name] = pack
            library.pack_files[name] = path
        except ConditionError as error:
            library.problems.append(condition_problem(error, text, path, ("packs", name)))
        except InputProblems as error:
            library.problems += error.problems
    for name in data.keys() - {"packs"}:
        library.problems.append(
            Problem(f"不认识“{name}”,这里只能写 [packs.名称]", "extra_forbidden", str(path), line_of(text, [name]))
        )


def _read_items(paths: Iterable[Path], source: Source, library: Library) -> None:
    for path in paths:
        try:
            entry = Entry(read_book(path, library.packs), path, source)
            _refuse_twins(entry, library)
        except InputProblems as error:
            library.problems += error.problems
        else:
            library.entries.append(entry)


def _refuse_twins(entry: Entry, library: Library) -> None:
    """Two files of one folder may share an id only when their validity does not overlap."""
    for other in library.entries:
        if other.source != entry.source or other.item.id != entry.item.id:
            continue
        first, second = sorted((other.item, entry.item), key=lambda item: item.valid_from)
        if first.valid_to is None or second.valid_from <= first.valid_to:
            text = files.read_text(entry.path)
            raise InputProblems(
                [
                    Problem(
                        f"事项编号“{entry.item.id}”与“{other.path.name}”重复,两个文件的有效期也重叠。"
                        "请改编号(id),或用生效日期、失效日期(valid_from、valid_to)把有效期分开",
                        "repeated_id",
                        str(entry.path),
                        line_of(text, ["id"]),
                    )
                ]
            )


def _called(place: Place) -> str:
    from workbench.rules.excel.layout import in_file  # only when something is wrong: it needs this module

    return in_file(place)


def read_book(path: Path, packs: dict[str, Pack]) -> RuleBook:
    """One item with its packs joined in, compiled. Raises `InputProblems`, each with file and line."""
    text, data = parse(path)
    item = join(read_model(Item, data, text, path, called=_called), packs, text, path)
    try:
        return RuleBook(item)
    except ConditionError as error:
        raise InputProblems([condition_problem(error, text, path)]) from None
