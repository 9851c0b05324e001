"""A changed workbook on its way to being published: read, checked, compared with the rules in effect."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from workbench.problems import Problem, did_you_mean
from workbench.rules import library, publish
from workbench.rules.excel import reader
from workbench.rules.excel.reader import Draft
from workbench.rules.excel.writer import MARKS, fingerprint
from workbench.rules.library import Library
from workbench.rules.publish import Proposal
from workbench.rules.reading import parse
from workbench.workspace import Workspace


def propose(space: Workspace, path: Path, today: date, *, item: str = "", new: bool = False) -> Proposal:
    """What a workbook would change, every problem by sheet and cell. Nothing is written.

    `item` is the item that it should be (the page of an item knows it); `new` allows an id that the library does
    not have. Raises `InputProblems` when the file is no workbook, and `NotFound` when it is not there.
    """
    found = library.load(space)
    draft = reader.read(path, {name: pack.questions for name, pack in found.packs.items()})
    _right_item(draft, found, item, new)
    proposal = publish.propose(space, draft.data, today, where=draft.cell_of, source=path)
    told = {problem.where for problem in draft.problems}  # a cell that cannot be read is not also “missing”
    broken = {p.where.split("!")[0] for p in draft.problems if p.code.startswith(("missing_", "unknown_column"))}
    content = (p for p in proposal.errors if p.where not in told and not _follows(p, broken))
    proposal.errors = [*draft.problems, *content]
    if note := _outdated(draft, proposal):
        proposal.warnings.insert(0, note)
    return proposal


def _follows(problem: Problem, broken: set[str]) -> bool:
    """Whether a problem is only the consequence of a sheet that lacks a part: it would hide the cause."""
    if problem.code in ("example", "unknown_question", "unknown_option"):
        return bool(broken & {"情形", "材料", "示例"})
    return problem.where.split("!")[0] in broken


def reason(proposal: Proposal) -> str:
    """A line for the change list when the person gave none: the first changes of the difference."""
    lines = [line.message for line in proposal.difference.lines] if proposal.difference else []
    text = ";".join(lines[:3]) or "从 Excel 导入"
    return (text if len(text) <= 120 else text[:119] + "…") + (f"等 {len(lines)} 处" if len(lines) > 3 else "")


def _right_item(draft: Draft, found: Library, wanted: str, new: bool) -> None:
    """The id must be that of the workbook's own item, and one that the library knows."""
    name, marked = str(draft.data.get("id", "")), draft.mark.get(MARKS[0], "")
    if not name or new:
        if new and name in found.ids():
            draft.problem(f"事项“{name}”已经有了,不能作为新事项。请换一个编号", draft.cell_of(("id",)), "wrong_item")
        return
    if wanted and name != wanted:
        draft.problem(f"这是“{name}”的工作簿,不是“{wanted}”的。请选对文件", draft.cell_of(("id",)), "wrong_item")
    elif marked and marked != name:
        message = (
            f"这份工作簿是从“{marked}”导出的,编号却写成“{name}”。请改回去;要另建新事项,请在导入时选“新事项”"
        )
        draft.problem(message, draft.cell_of(("id",)), "wrong_item")
    elif name not in found.ids():
        near = did_you_mean(name, found.ids())
        message = f"没有事项“{name}”{near} 要新建事项,请在导入时选“新事项”"
        draft.problem(message, draft.cell_of(("id",)), "wrong_item")


def _outdated(draft: Draft, proposal: Proposal) -> Problem | None:
    """A note when the rules were changed since the workbook was exported."""
    mark = draft.mark.get(MARKS[2], "")
    if not mark or proposal.current is None or fingerprint(parse(proposal.current.path)[1]) == mark:
        return None
    version = proposal.current.item.version
    message = f"导出这份工作簿(版本 {draft.mark.get(MARKS[1], '?')})以后规则改过,现在是版本 {version}。请细看下面的不同"
    return Problem(message, "outdated_workbook", str(draft.path), None, "事项!A1")
