"""The sheet of the shared questions: what `agent` and the like ask, to look up while writing conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.rules import conditions
from workbench.rules.excel import style
from workbench.rules.excel.layout import KINDS, SHARED
from workbench.rules.item import Pack, Question

GUIDE = (
    "只供查看,不会导入。要用哪个题库,就把它的编号写进“事项”表的“共享题库”;"
    "它的问题和材料会自动加进来,不用再写。条件和示例里写 情形编号=选项编号,如 agent=self"
)
HEADERS = (("题库编号", 16.0), ("题库", 18.0), ("情形编号", 16.0), ("问题", 34.0), ("选项编号", 16.0), ("选项", 28.0),
           ("选了会要的材料", 60.0))  # fmt: skip


def add(book: Any, packs: Mapping[str, Pack]) -> None:
    """Adds the sheet to a workbook."""
    ws = book.create_sheet(SHARED)
    style.title(ws, SHARED, GUIDE)
    for number, (text, width) in enumerate(HEADERS, 1):
        style.head(ws.cell(4, number), text)
        ws.column_dimensions[ws.cell(4, number).column_letter].width = width
    ws.row_dimensions[4].height = 24
    row = 5
    for name in sorted(packs):
        for number, cells in enumerate(_rows(name, packs[name])):
            for column, text in enumerate(cells, 1):
                style.body(ws.cell(row, column), text, style.Look(bold=column == 1, strong_top=number == 0))
            style.row_height(ws, row, [(cells[-1], HEADERS[-1][1]), (cells[3], HEADERS[3][1])])
            row += 1
    style.page(ws, freeze="A5", repeat="4:4", footer=SHARED)


def _rows(name: str, pack: Pack) -> Iterator[tuple[str, ...]]:
    """One line an option; the pack and the question stand in the first one of theirs."""
    first = True
    for question in pack.questions:
        answers = [(option.id, option.label) for option in question.choices] or [("", f"填{KINDS[question.kind]}")]
        for number, (id, label) in enumerate(answers):
            head = (name, pack.name.split("(")[0]) if first else ("", "")
            asked = (question.id, question.text) if number == 0 else ("", "")
            yield (*head, *asked, id, label, "、".join(_papers(pack, question, id)))
            first = False


def _papers(pack: Pack, question: Question, option: str) -> list[str]:
    """The papers of a pack whose condition names an option, with their ids."""
    known = {one.id: one for one in pack.questions}
    found = []
    for material in pack.materials:
        terms = [term for need in material.needs for term in conditions.read(need.when, known)]
        literals = [one for term in terms for one in term if one.question == question.id and one.wanted]
        if any(option in one.options for one in literals):
            found.append(f"{material.name}({material.id})")
    return found
