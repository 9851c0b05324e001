"""Sheets as Excel shows them, with the letters and numbers of rows and columns; the ledger and its changed cells."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

from tests.pictures.paper import draw
from workbench.workspace import Workspace


def read(path: Path) -> Any:
    """A workbook, without openpyxl's remarks on print areas."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def sheet(path: Path, name: str, area: str, target: Path, *, hide: str = "", dots: int = 110) -> None:
    """A part of a sheet with the headings of rows and columns; `hide` names columns that are left out."""
    book = read(path)
    ws = book[name]
    for column in hide:
        ws.column_dimensions[column].hidden = True
    for other in book.worksheets:
        if other is not ws:
            other.sheet_state = "hidden"
    book.active = book.worksheets.index(ws)
    ws.print_title_rows = ws.print_title_cols = None
    ws.print_area = area
    ws.print_options.headings = ws.print_options.gridLines = True
    ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", ws.PAPERSIZE_A3
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 1
    ws.oddHeader.center.text = ws.oddFooter.center.text = ""
    for part in (ws.oddHeader, ws.oddFooter):
        part.left.text = part.center.text = part.right.text = None
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / path.name
        book.save(copy)
        draw(copy, target, dots=dots, trimmed=True)


def of_year(space: Workspace) -> Path:
    """This year's workbook of the first window."""
    return space.ledger / "返工台账-A01-2026.xlsx"


def ledger(space: Workspace, pictures: Path, wanted: str) -> None:
    """The ledger: its rows with their owners' colours, its figures, its measures."""
    path = of_year(space)
    if "excel-rework".startswith(wanted):
        sheet(path, "返工台账", "A1:Q14", pictures / "excel-rework.png")
    if "excel-measures".startswith(wanted):
        sheet(path, "整改措施", "A1:N7", pictures / "excel-measures.png")
    if "excel-summary".startswith(wanted):
        draw(path, pictures / "excel-summary.png", having="返工汇总", dots=100, trimmed=True)


def conflict(space: Workspace) -> None:
    """Somebody changes two cells in Excel that belong to the program, and the program changed one of them too."""
    from workbench.ledger import fold, ledger

    path = of_year(space)
    book = read(path)
    ws = book["返工台账"]
    heads = {cell.value: cell.column for cell in ws[3]}
    row = 5
    id = ws.cell(row, heads["编号"]).value
    ws.cell(row, heads["二级原因"]).value = "缺签字盖章"
    ws.cell(row, heads["责任人"]).value = "王敏"
    book.save(path)
    ledger.edit(space, id, {"detail": "材料过期"}, origin="desk")
    fold.fold(space)
