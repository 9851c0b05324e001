"""The check of rules files: what is wrong or could be better, with file, line, code and cure.

A warning that is meant as it is, is explained in its file: `explained = ["dead_option subject.company: why"]`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from workbench import files
from workbench.problems import InputProblems, Problem
from workbench.rules import library
from workbench.rules.item import Item, Pack
from workbench.rules.library import Entry, Library
from workbench.rules.lint import facts, logic, words
from workbench.rules.lint.findings import CODES, Finding, Homes, read_explanations
from workbench.rules.places import line_of
from workbench.rules.reach import Reach
from workbench.rules.spots import spot
from workbench.workspace import Workspace

__all__ = ["CODES", "Finding", "Report", "check", "check_entry"]


@dataclass
class Report:
    """The open errors and warnings; `explained` counts the warnings that their files explain."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    explained: int = 0


def check(
    found: Library,
    space: Workspace,
    today: date,
    reaches: dict[int, Reach] | None = None,
    *,
    with_packs: bool = True,
) -> Report:
    """The whole check of a library; `reaches` (by `id(entry)`) are taken when they are known already.

    Packs are judged by the items that use them: `with_packs` is False where only some of these items are there.
    """
    report = Report(errors=list(found.problems))
    try:
        style = words.load(space)
    except InputProblems as error:
        report.errors += error.problems
        style = words.load(None)
    sheet = _Collected(found)
    known = _Known(found, space)
    for entry in found.entries:
        reach = (reaches or {}).get(id(entry)) or Reach(entry.book, today)
        sheet.add(entry, check_entry(entry, reach, style, known, today))
    for versions in _versions(found):
        for item, finding in facts.validity([entry.item for entry in versions], today):
            sheet.add(next(entry for entry in versions if entry.item is item), [finding])
    sheet.write(report, with_packs)
    for problems in (report.errors, report.warnings):
        problems.sort(key=lambda problem: (problem.file, problem.line or 0))
    return report


def check_entry(
    entry: Entry, reach: Reach, style: words.Style, known_items: Collection[str], today: date
) -> Iterator[Finding]:
    """The findings about one item, those about its packs among them."""
    yield from facts.check(entry.item, known_items, today)
    yield from logic.check(entry.book, reach)
    yield from words.check(entry.item, style)


class _Known(Collection[str]):
    """Ids of all items; the whole library is read only when the given files do not know an id."""

    def __init__(self, found: Library, space: Workspace) -> None:
        self._ids, self._space, self._all = found.ids(), space, False

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._ids or item_id in self._everything()

    def __iter__(self) -> Iterator[str]:
        return iter(self._everything())

    def __len__(self) -> int:
        return len(self._everything())

    def _everything(self) -> set[str]:
        if not self._all:
            self._ids, self._all = self._ids | library.load(self._space).ids(), True
        return self._ids


def _versions(found: Library) -> Iterator[list[Entry]]:
    grouped: dict[tuple[str, str], list[Entry]] = {}
    for entry in found.entries:
        grouped.setdefault((entry.item.id, entry.source), []).append(entry)
    yield from grouped.values()


class _Collected:
    """Findings by the file they belong to. What concerns a pack stands only when every item with the pack has it:
    an option that one item has no use for is used by another."""

    def __init__(self, found: Library) -> None:
        self._found = found
        self._own: list[tuple[Entry, list[Finding]]] = []
        self._packs: dict[str, dict[Finding, int]] = {}

    def add(self, entry: Entry, findings: Collection[Finding] | Iterator[Finding]) -> None:
        homes, own = Homes(entry.item, self._found.packs), []
        for finding in findings:
            pack, place = homes.of(finding.place)
            if pack:
                moved = Finding(finding.code, finding.message, place, finding.subject)
                counts = self._packs.setdefault(pack, {})
                counts[moved] = counts.get(moved, 0) + 1
            else:
                own.append(finding)
        for known, findings_before in self._own:
            if known is entry:
                findings_before += own
                return
        self._own.append((entry, own))

    def write(self, report: Report, with_packs: bool) -> None:
        for entry, findings in self._own:
            _sort_out(findings, entry.item, entry.path, (), report)
        for name, pack in self._found.packs.items() if with_packs else ():
            users = sum(name in entry.item.include for entry in self._found.entries)
            if users:
                agreed = [finding for finding, count in self._packs.get(name, {}).items() if count >= users]
                _sort_out(agreed, pack, self._found.pack_files[name], ("packs", name), report)


def _sort_out(findings: list[Finding], root: Item | Pack, path: Path, prefix: tuple, report: Report) -> None:
    """Puts the findings of one file into the report, without those that the file explains.

    `root` is what the file holds at `prefix`.
    """
    explanations, used = read_explanations(root.explained), set()
    text = None
    open_ones = []
    for finding in findings:
        covering = [number for number, one in enumerate(explanations) if one.covers(finding)]
        used |= set(covering)
        report.explained += bool(covering)
        if not covering:
            open_ones.append(finding)
    for number, one in enumerate(explanations):
        if number not in used:
            cure = "请删去" if one.code in CODES else f"应写成“代码 位置: 原因”,代码可以是:{'、'.join(CODES)}"
            message = f"“已说明的提醒”里的“{one.text}”没有对应的提醒,{cure}"
            open_ones.append(Finding("needless_explanation", message, (*prefix, "explained"), "explained"))
    for finding in open_ones:
        text = files.read_text(path) if text is None else text
        line, here = line_of(text, finding.place), spot(root, finding.place[len(prefix) :], finding.subject)
        problem = Problem(finding.message, finding.code, str(path), line, finding.subject, here)
        (report.errors if finding.is_error else report.warnings).append(problem)
