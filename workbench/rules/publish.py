"""Changing the rules of an office: checked, shown as a difference in effect, versioned, and restorable."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workbench import files
from workbench.problems import InputProblems, Problem, did_you_mean
from workbench.rules import conditions, diff, library, lint
from workbench.rules.checklist import RuleBook
from workbench.rules.conditions import ConditionError, Place
from workbench.rules.examples import Result, run_examples
from workbench.rules.excel import layout
from workbench.rules.item import Item, Question
from workbench.rules.library import Entry, Library
from workbench.rules.lint import words
from workbench.rules.lint.findings import Homes, read_explanations
from workbench.rules.packs import join
from workbench.rules.publish_store import ChangedSince, Record, history, replace_all, taken_back, undo
from workbench.rules.publish_text import dump, merged
from workbench.rules.reach import Reach
from workbench.rules.reading import parse
from workbench.validation import explain
from workbench.workspace import Workspace

__all__ = ["ChangedSince", "Proposal", "Published", "change", "history", "propose", "publish", "undo"]

Where = Callable[[Place], str]
_TWICE = {
    "questions": "请给其中一个问题换一个编号",
    "materials": "请换一个编号;同一份材料还有别的原因也要带的,在它下面一行只写“条件”和“为什么要”",
}


@dataclass
class Proposal:
    """A changed rules file, checked and compared with the one in effect; not yet written.

    With `errors` it cannot be published. `difference` is None when the file cannot even be read.
    """

    data: dict[str, Any]
    current: Entry | None
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    difference: diff.ItemDiff | None = None

    @property
    def changes_nothing(self) -> bool:
        """Whether the file in effect says the same already."""
        return self.current is not None and not self.errors and _core(parse(self.current.path)[1]) == _core(self.data)


@dataclass(frozen=True)
class Published:
    """What was written: the office's file, its version, and the record by which it can be taken back."""

    path: Path
    version: str
    record: Record


def propose(
    space: Workspace,
    data: Mapping[str, Any],
    today: date,
    *,
    where: Where | None = None,
    called: Where = layout.in_file,
    source: Path | None = None,
) -> Proposal:
    """The check of a changed file and what it would do.

    `where` names the place of a problem in `source`, `called` what the person who reads it calls that place.
    """
    found = library.load(space)
    checked = _Checked(found, space, dict(data), today, where or _in_words, called, source)
    return checked.proposal()


def _in_words(place: Place) -> str:
    """`材料第 3 条`: a place for somebody who has no cells before them."""
    number = next((part for part in place if isinstance(part, int)), None)
    name = layout.heading(place[:1])
    return f"{name}第 {number + 1} 条" if number is not None else name


class _Checked:
    """One proposal in the making: model, packs, conditions, lint, examples, difference."""

    def __init__(
        self,
        found: Library,
        space: Workspace,
        data: dict[str, Any],
        today: date,
        where: Where,
        called: Where,
        source: Path | None,
    ) -> None:
        self.found, self.space, self.today, self.where, self.called = found, space, today, where, called
        self.source = str(source or "")
        self.result = Proposal(data, in_effect(found, data, today))

    def proposal(self) -> Proposal:
        book = self._book()
        if book is None:
            return self.result
        self._lint(book)
        self.result.results = run_examples(book, self.today)
        for number, result in enumerate(self.result.results):
            if result.faults:
                message = f"示例“{result.name}”不符:{';'.join(result.faults)}"
                self._error(message, "example", ("examples", number))
        old = self.result.current.book if self.result.current else None
        self.result.difference = diff.compare(old, book, self.today)
        return self.result

    def _error(self, message: str, code: str, place: Place) -> None:
        self.result.errors.append(Problem(message, code, self.source, None, self.where(place)))

    def _book(self) -> RuleBook | None:
        """The changed item with its packs, compiled; None with every problem noted."""
        item: Item | None = None
        try:
            item = Item.model_validate(self.result.data)
        except ValidationError as error:
            for place, code, message in explain(error, Item, self.called):
                self._error(message, code, place)
        self._names()
        self._conditions()
        if item is None or self.result.errors:
            return None
        try:
            return RuleBook(join(item, self.found.packs, "", Path(self.source)))
        except ConditionError as error:
            self._error(str(error), error.code, error.place)
            return None

    def _names(self) -> None:
        """Packs that there are not, and ids that stand twice."""
        for name in self.result.data.get("include", ()):
            if name not in self.found.packs:
                message = f"共享题库“{name}”不存在{did_you_mean(name, self.found.packs)}"
                self._error(message, "missing_pack", ("include",))
        for part in ("questions", "materials"):
            ids = [one.get("id") for one in self.result.data.get(part, ())]
            for number, name in enumerate(ids):
                if name is not None and name in ids[:number]:
                    first = self.where((part, ids.index(name), "id")).partition("!")[2]
                    message = f"编号“{name}”{f'与 {first} ' if first else ''}重复了。{_TWICE[part]}"
                    self._error(message, "repeated_id", (part, number, "id"))

    def _conditions(self) -> None:
        """Every condition by itself, so that one wrong condition (or one wrong cell) does not hide the others."""
        questions: dict[str, Question] = {}
        for pack in (self.found.packs.get(name) for name in self.result.data.get("include", ())):
            questions |= {question.id: question for question in (pack.questions if pack else ())}
        doubtful = set[Any]()  # questions that are wrong themselves: what asks for them is not told besides
        for one in self.result.data.get("questions", ()):
            try:
                question = Question.model_validate(one)
                questions[question.id] = question
            except ValidationError as error:  # told with the rest of the model
                doubtful.add(one.get("id"))
                doubtful |= {None} if any(found["loc"][:1] == ("id",) for found in error.errors()) else set()
        for place, condition in conditions_in(self.result.data):
            try:
                conditions.read(dict(condition), questions)
            except ConditionError as error:
                follows = error.code == "unknown_question" and (None in doubtful or error.place[-1] in doubtful)
                if not follows:
                    self._error(str(error), error.code, place + error.place)

    def _lint(self, book: RuleBook) -> None:
        item, homes = book.item, Homes(book.item, self.found.packs)
        explained = read_explanations(item.explained)
        entry = Entry(book, Path(self.source), "office")
        known = self.found.ids() | {item.id}
        style = words.load(self.space)
        for finding in lint.check_entry(entry, Reach(book, self.today), style, known, self.today):
            pack, place = homes.of(finding.place)
            if pack or any(one.covers(finding) for one in explained):
                continue
            problem = Problem(finding.message, finding.code, self.source, None, self.where(place))
            (self.result.errors if finding.is_error else self.result.warnings).append(problem)


def conditions_in(data: Mapping[str, Any]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every condition of a rules file with its place."""
    for part, records in data.items():
        for number, record in enumerate(records if isinstance(records, list) else ()):
            if not isinstance(record, Mapping):
                continue
            if isinstance(record.get("when"), Mapping):
                yield (part, number, "when"), record["when"]
            for position, need in enumerate(record.get("also", ())):
                if isinstance(need, Mapping) and isinstance(need.get("when"), Mapping):
                    yield (part, number, "also", position, "when"), need["when"]


def in_effect(found: Library, data: Mapping[str, Any], today: date) -> Entry | None:
    """The file that a changed one takes the place of: the same item from the same day on, else the one in effect."""
    versions = found.versions(str(data.get("id", "")))
    same = [entry for entry in versions if entry.item.valid_from == data.get("valid_from")]
    return next(iter([*same, *(e for e in versions if e.item.valid_on(today)), *versions]), None)


def publish(
    space: Workspace, proposal: Proposal, *, who: str, why: str, now: datetime, action: str = "导入"
) -> Published:
    """Writes the proposal as the office's rules: a new version with a line in the change list, the old one kept.

    Raises `InputProblems` when the proposal has errors, and `CannotWrite`.
    """
    if proposal.errors:
        raise InputProblems(proposal.errors)
    data, current = copy.deepcopy(proposal.data), proposal.current
    taken = {str(entry["version"]) for entry in data.get("changes", ())}
    if current is not None and data["version"] == current.item.version:
        data["version"] = _next_version(current.item.version, taken | _taken_back(space, current.item.id))
    if data["version"] not in taken:
        line = {"version": data["version"], "on": now.date(), "by": who, "what": why}
        data["changes"] = [*data.get("changes", ()), {key: value for key, value in line.items() if value}]
    path = _target(space, current, data, now.date())
    text = merged(files.read_text(current.path), data) if current else dump(data)
    texts = {path: text, **(_ended(current, data) if current and path != current.path else {})}
    contents = {target: one.encode("utf-8") for target, one in texts.items()}
    record = replace_all(space, contents, action=action, who=who, why=why, now=now, items=(data["id"],))
    return Published(path, data["version"], record)


def _target(space: Workspace, current: Entry | None, data: Mapping[str, Any], today: date) -> Path:
    """The file to write: the office's own one, or a new one for rules that begin later than those in effect."""
    name = current.path.stem if current else data["id"]
    if current is not None and _follows(current, data, today):
        name = f"{name}-{data['valid_from']}"
    elif current is not None and current.source == "office":
        return current.path
    return files.free_name(space.rules / f"{files.safe_name(name)}.toml")


def _follows(current: Entry, data: Mapping[str, Any], today: date) -> bool:
    """Whether the new rules begin while the current ones, already in effect, still hold."""
    return current.item.valid_from <= today and current.item.valid_from < data["valid_from"]


def _ended(current: Entry, data: Mapping[str, Any]) -> dict[Path, str]:
    """The office's own earlier version, ended on the day before the new one begins."""
    end = data["valid_from"] - timedelta(days=1)
    if current.source == "shipped" or (current.item.valid_to and current.item.valid_to <= end):
        return {}
    text, old = parse(current.path)
    return {current.path: merged(text, {**old, "valid_to": end})}


def _taken_back(space: Workspace, item: str) -> set[str]:
    """Versions that were undone: a number never means two texts, for visits keep the number only."""
    texts = [content.decode("utf-8", "replace") for content in taken_back(space, item)]
    return {str(tomllib.loads(text).get("version", "")) for text in texts}


def _next_version(version: str, taken: set[str]) -> str:
    """The version with its last number one higher: 2026.1 → 2026.2."""
    while True:
        match = re.fullmatch(r"(.*?)(\d+)", version, re.DOTALL)
        version = f"{match[1]}{int(match[2]) + 1}" if match else f"{version}.1"
        if version not in taken:
            return version


def _core(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in ("version", "changes")}


def change(
    space: Workspace,
    item_id: str,
    edit: Callable[[dict[str, Any]], None] | Mapping[str, Any],
    *,
    who: str,
    why: str,
    now: datetime,
) -> Published | None:
    """Changes the rules of an item in one step; None when they say so already.

    `edit` changes the data of the file (as parsed) in place, or names the top-level fields to set. Errors that the
    file has already do not stand in the way of another change. Raises `NotFound`, `InputProblems`, `CannotWrite`.
    """
    entry = library.load(space).entry(item_id, now.date())
    before = parse(entry.path)[1]
    data = copy.deepcopy(before)
    if callable(edit):
        edit(data)
    else:
        data.update(edit)
    proposal = propose(space, data, now.date(), source=entry.path)
    if proposal.changes_nothing:
        return None
    known = {(p.code, p.message) for p in propose(space, before, now.date(), source=entry.path).errors}
    proposal.errors = [problem for problem in proposal.errors if (problem.code, problem.message) not in known]
    return publish(space, proposal, who=who, why=why, now=now, action="修改")
