"""A changed workbook on its way to being published: read, checked, compared with the rules in effect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from workbench.problems import InputProblems, Problem, did_you_mean
from workbench.rules import diff, library, publish
from workbench.rules.checklist import RuleBook
from workbench.rules.conditions import ConditionError
from workbench.rules.excel import layout, reader
from workbench.rules.excel.reader import Draft
from workbench.rules.excel.writer import MARKS, NEW, fingerprint
from workbench.rules.item import ITEM_ID
from workbench.rules.library import Entry, Library, read_book
from workbench.rules.lint import CODES
from workbench.rules.publish import Proposal
from workbench.rules.publish_store import OLD
from workbench.rules.reading import parse
from workbench.workspace import Workspace, shipped

LONGEST_REASON = 40  # characters: it stands in one line of the weekly notice
MOST_TOLD = 4  # changes of others that are told one by one
# What is wrong with the workbook as a whole comes first: much of the rest may follow from it.
FIRST = (
    "wrong_item",
    "missing_sheet",
    "renamed",
    "lost_mark",
    "missing_block",
    "missing_column",
    "missing_row",
    "unknown_column",
)
LOST = ("missing_sheet", "missing_block", "missing_column", "missing_row", "unknown_column")
UNREAD = ("cell", "formula", "no_header", "sample")
CONDITIONS = ("unknown_question", "unknown_option")
LOGIC = ("example", "never_needed", "contradiction", "dead_branch", "always_needed", "no_example", "few_examples",
         "idle_question", "dead_option")  # fmt: skip


def propose(space: Workspace, path: Path, today: date, *, item: str = "", new: bool = False) -> Proposal:
    """What a workbook would change, every problem by sheet and cell. Nothing is written.

    `item` is the item that it should be (the page of an item knows it); `new` allows an id that the library does
    not have, as does a workbook that was made for a new item. Raises `InputProblems` when the file is no workbook,
    and `NotFound` when it is not there.
    """
    found = library.load(space)
    draft = reader.read(path, {name: pack.questions for name, pack in found.packs.items()})
    _right_item(draft, found, item, new)
    others = _outdated(draft, found, space, today)
    proposal = publish.propose(space, draft.data, today, where=draft.cell_of, called=layout.heading, source=path)
    proposal.errors = [*draft.problems, *_told_once(_causes(proposal.errors, draft), proposal)]
    proposal.errors.sort(key=lambda one: FIRST.index(one.code) if one.code in FIRST else len(FIRST))
    proposal.warnings = [*others, *_causes(proposal.warnings, draft)]
    return proposal


def _causes(problems: list[Problem], draft: Draft) -> Iterator[Problem]:
    """The problems that do not follow from what the workbook lacks or from a cell that cannot be read."""
    told = {problem.where for problem in draft.problems}
    lost = {problem.where.split("!")[0] for problem in draft.problems if problem.code in LOST}
    unread = {_record(draft, problem.where) for problem in draft.problems if problem.code in UNREAD}
    shown = {_record(draft, problem.where) for problem in draft.problems if problem.code == "sample"}
    parts = {place[0] for place in unread if place}
    rules = bool(parts & {"questions", "materials", "not_eligible"} or lost & {"情形", "材料", "示例"})
    for problem in problems:
        record = _record(draft, problem.where)
        follows = (
            problem.where in told
            or problem.where.split("!")[0] in lost
            or (record and record in shown)
            or (record in unread and problem.code in ("value_error", "example", *CODES))
            or (problem.code in LOGIC and rules)
            or (problem.code in CONDITIONS and ("questions" in parts or "情形" in lost or ("include",) in unread))
        )
        if not follows:
            yield problem


def _told_once(problems: Iterable[Problem], proposal: Proposal) -> list[Problem]:
    """What several conditions ask for in vain is told at the first of them, with the others' places."""
    groups: dict[str, list[Problem]] = {}
    for number, problem in enumerate(problems):
        groups.setdefault(problem.message if problem.code in CONDITIONS else f"{number}", []).append(problem)
    found = []
    for first, *others in groups.values():
        message = first.message
        if first.code == "unknown_question" and (was := _was_asked(message, proposal)):
            message = f"“情形”表里没有“{was}”这个问题了。删错的,请恢复那几行;不再问的,这里也要改掉"
        if others:
            places = "、".join(one.where.replace("!", " ") for one in others[:MOST_TOLD])
            more = f"等 {len(others)} 处" if len(others) > MOST_TOLD else ""
            message = f"{message.rstrip('。')}。同样的还有:{places}{more}"
        found.append(replace(first, message=message))
    return found


def _was_asked(message: str, proposal: Proposal) -> str:
    """The text of a question that the rules in effect have and the workbook has no more."""
    name = (re.match("没有“(.+?)”这个问题", message) or ["", ""])[1]
    question = proposal.current.item.question_by_id.get(name) if proposal.current else None
    return f"{question.text}({name})" if question else ""


def _record(draft: Draft, where: str) -> tuple[int | str, ...]:
    """The record that a cell belongs to, such as `("materials", 2)`; a single value of the form is one by itself."""
    cell = re.fullmatch(r"(.*)!([A-Z]+)(\d+)", where)
    if not cell:
        return ()
    for place, known in draft.places.items():
        if known == where:
            return place[:2]
    row = re.compile(rf"{re.escape(cell[1])}![A-Z]+{cell[3]}")
    return next((place[:2] for place, known in draft.places.items() if row.fullmatch(known)), ())


def reason(proposal: Proposal) -> str:
    """A line for the change list when the person gave none: one whole short sentence."""
    lines = list(proposal.difference.lines) if proposal.difference else []
    if proposal.current is None:
        return _fitting(f"新增事项“{proposal.data.get('short', '')}”", "新增事项")
    told = [line for line in lines if line.part != "示例"] or lines
    if not told:
        return "从 Excel 导入"
    first = (re.match(r"(?:“[^”]*”|[^::;(“])+", told[0].message) or [told[0].message])[0]
    first += "有改动" if told[0].change == "changed" and "改成" not in first else ""
    more = f"等 {len(told)} 处" if len(told) > 1 else ""
    parts = list(dict.fromkeys(line.part for line in told))
    return _fitting(
        *(line.message for line in told[:1] if len(told) == 1),
        f"{first}{',' if more else ''}{more}",
        f"改动{'、'.join(parts)},共 {len(told)} 处",
        f"改动{parts[0]}等,共 {len(told)} 处",
    )


def _fitting(*sentences: str) -> str:
    return next((one for one in sentences if len(one) <= LONGEST_REASON), sentences[-1])


def _right_item(draft: Draft, found: Library, wanted: str, new: bool) -> None:
    """The id must be that of the workbook's own item, and one that the library knows."""
    name, marked = str(draft.data.get("id", "")), draft.mark.get(MARKS[0], "")
    new = new or marked == NEW
    where, ids = draft.cell_of(("id",)), found.ids()
    if not re.fullmatch(ITEM_ID, name):
        return  # told with the rest
    if new:
        if name in ids:
            short = found.versions(name)[0].item.short
            message = f"编号“{name}”已经有了,是“{short}”。请换一个编号;要改“{short}”,请先导出它"
            draft.problem(message, where, "wrong_item")
        return
    if wanted and name != wanted:
        draft.problem(f"这是“{name}”的工作簿,不是“{wanted}”的。请选对文件", where, "wrong_item")
    elif name not in ids:
        near = did_you_mean(name, ids) if not marked else ""
        back = f"这份工作簿是从“{marked}”导出的。写错了请改回去;" if marked else f"没有事项“{name}”{near}"
        draft.problem(f"{back}要另建新事项“{name}”,请选“作为新事项导入”", where, "unknown_item_id")
    elif marked and marked != name:
        message = f"这份工作簿是从“{marked}”导出的,编号却写成“{name}”,那是另一个事项。请改回“{marked}”"
        draft.problem(message, where, "wrong_item")


def _outdated(draft: Draft, found: Library, space: Workspace, today: date) -> list[Problem]:
    """A warning when the rules were changed since the workbook was exported: importing it takes that change back.

    The draft goes on from the version in effect: its number and the lines of its change list are not lost.
    """
    mark, current = draft.mark.get(MARKS[2], ""), publish.in_effect(found, draft.data, today)
    if not mark or current is None:
        return []
    now = parse(current.path)[1]
    if fingerprint(now) == mark:
        return []
    noted = draft.data.get("changes", [])
    missed = [line for line in now.get("changes", ()) if line not in noted]
    if missed:
        draft.data["changes"] = [*noted, *missed]
    old = draft.mark.get(MARKS[1], "?")
    if draft.data.get("version") == old:
        draft.data["version"] = current.item.version
    told = _taken_back(draft, current, found, space, today)
    if told is None:  # the exported file is gone: what the change list says
        told = [str(line.get("what", "")) for line in missed]
    if not told:
        return []
    what = ";".join(told[:MOST_TOLD]) + (f";等 {len(told)} 处" if len(told) > MOST_TOLD else "")
    by = "、".join(dict.fromkeys(f"{line.get('by', '')} {line['on'].month}月{line['on'].day}日" for line in missed))
    message = (
        f"会把别人后来的改动退回去:{what}{f'({by.strip()}改的)' if by else ''}。"
        f"这份工作簿是版本 {old} 时导出的,现在已是 {current.item.version}。请重新导出,在新的上面改"
    )
    return [Problem(message, "outdated_workbook", str(draft.path), None, "")]


def _taken_back(draft: Draft, current: Entry, found: Library, space: Workspace, today: date) -> list[str] | None:
    """What others changed since the export and the draft does not have; None when the exported file is gone."""
    before, after = _exported(draft, found, space), _book(draft.data, found)
    if before is None or after is None:
        return None
    undone = {(one.part, one.subject) for one in diff.compare(current.book, after, today).lines}
    since = diff.compare(before, current.book, today).lines
    return [one.message for one in since if (one.part, one.subject) in undone]


def _exported(draft: Draft, found: Library, space: Workspace) -> RuleBook | None:
    """The rules as they were when the workbook was exported: among the old versions or the shipped files."""
    name = draft.mark.get(MARKS[0], "")
    here = [entry.path for entry in found.versions(name)]
    kept = [
        path for start in dict.fromkeys(p.stem for p in here) for path in (space.rules / OLD).glob(f"{start}-*.toml")
    ]
    same = [path for start in here for path in (shipped() / "rules" / "items").glob(start.name)]
    for path in dict.fromkeys([*kept, *same, *here]):
        try:
            if fingerprint(parse(path)[1]) == draft.mark[MARKS[2]]:
                return read_book(path, found.packs)
        except InputProblems:
            continue  # an old file that cannot be read is not the one
    return None


def _book(data: dict[str, Any], found: Library) -> RuleBook | None:
    from pydantic import ValidationError

    from workbench.rules.item import Item
    from workbench.rules.packs import join

    try:
        return RuleBook(join(Item.model_validate(data), found.packs, "", Path()))
    except (ValidationError, InputProblems, ConditionError):
        return None  # told by the check itself
