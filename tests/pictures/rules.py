"""The manual's walk through changing a rule in Excel, done step by step as it is written there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from tests.pictures import workbooks
from tests.pictures.paper import draw
from workbench import cli
from workbench.workspace import Workspace, shipped

ITEM = "yanglao-zhuanyi"
PAPER = {  # column of 材料 → what the manual says to write
    "材料编号*": "annuity_form",
    "层*": "个性化",
    "材料名称*": "职业年金转移接续信息表",
    "条件": "origin=goverment",
    "为什么要": "您从机关事业单位转来,有职业年金",
    "形式": "表单",
    "原件份数": 1,
    "哪里拿": "原单位所在地的社保窗口",
    "依据": "人社部发〔2016〕112 号",
}
RIGHT = "origin=government"


def story(
    window: Callable[[Workspace], AbstractContextManager[Any]], folder: Path, pictures: Path, wanted: str
) -> None:
    """The rules page, then the whole way: out, changed, refused, put right, published, tried, taken back."""
    if not ("rules".startswith(wanted) or wanted.startswith("rules")):
        return
    space = Workspace(folder)  # of its own: the sample's rules were changed already
    with window(space) as camera:
        clerk = camera.clerk
        clerk.key("Alt-5")
        clerk.quiet()
        camera.take("rules-overview", settle=0.5)
        clerk.key("Control-f")
        clerk.type("ylzy")
        clerk.key("Return")
        camera.take("rules", settle=0.5)
        clerk.key("F5", "2")
        camera.take("rules-try", settle=0.5)
        clerk.key("Control-3")
        clerk.until(lambda: clerk.window.current.panes.checked, 60)
        camera.take("rules-check", settle=0.5)
        clerk.key("Control-1", "F6")
        clerk.quiet()
        [path] = (space.documents / "规则修改").glob("*.xlsx")
        add_paper(path)
        clerk.window.toasts.clear()
        clerk.key("F7")
        camera.take("rules-pick")
        clerk.key("1")
        clerk.until(lambda: clerk.window.dialogs, 30)
        camera.take("rules-problems")
        put_right(path)
        sheets(path, pictures)
        clerk.key("Return")
        clerk.pump(0.2)
        clerk.until(lambda: clerk.window.dialogs, 30)
        camera.take("rules-publish")
        clerk.key("Return")
        clerk.quiet()
        clerk.pump(0.5)
        camera.take("rules-published")
        notice(space, pictures)
        clerk.key("Control-4")
        camera.take("rules-history", settle=0.5)
        clerk.key("Control-z")
        clerk.until(lambda: clerk.window.dialogs, 30)
        camera.take("rules-undo")


def notice(space: Workspace, pictures: Path) -> None:
    """What the window would be told of the change."""
    [own] = space.rules.glob("*.toml")
    target = space.documents / "变更通知.docx"
    old = shipped() / "rules" / "items" / own.name
    assert cli.main(["rules", "diff", str(old), str(own), "--docx", str(target), "--workspace", str(space.root)]) == 0
    draw(target, pictures / "paper-change.png", trimmed=True)


def add_paper(path: Path) -> None:
    """One more paper and its place in an example, with a slip in the condition."""
    book = workbooks.read(path)
    ws = book["材料"]
    for header, value in PAPER.items():
        ws.cell(11, column(ws, 5, header)).value = value
    ws = book["示例"]
    row = next(line[0].row for line in ws.iter_rows(min_row=6) if str(line[0].value).startswith("机关事业单位"))
    cell = ws.cell(row, column(ws, 5, "应当要"))
    cell.value = f"{cell.value}, annuity_form"
    book.save(path)


def put_right(path: Path) -> None:
    book = workbooks.read(path)
    ws = book["材料"]
    ws.cell(11, column(ws, 5, "条件")).value = RIGHT
    book.save(path)


def column(ws: Any, row: int, header: str) -> int:
    return next(cell.column for cell in ws[row] if cell.value == header)


def sheets(path: Path, pictures: Path) -> None:
    """The workbook with the new row, as Excel shows it."""
    put = {"rules-sheet-item": ("事项", "A1:C20", ""), "rules-sheet-questions": ("情形", "A4:N16", "CFGHIJKLO")}
    put |= {"rules-sheet-papers": ("材料", "A4:L12", "EIJK"), "rules-sheet-examples": ("示例", "A4:F11", "C")}
    for name, (sheet, area, hide) in put.items():
        workbooks.sheet(path, sheet, area, pictures / f"{name}.png", hide=hide)
