"""A workbook as it lies on the disk: opened, its sheets found (also renamed ones), its cells as a grid."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import workspace
from workbench.problems import InputProblems, Problem, UserError, did_you_mean
from workbench.rules.excel.layout import BLOCKS, MEANING, SAMPLE, SHEETS, UNREAD, Block

if TYPE_CHECKING:
    from workbench.rules.excel.reader import Draft

LARGEST = 80_000_000  # bytes of an unpacked workbook; a large item needs one
FORMULA = "这一格是公式,请改成文字:复制后“选择性粘贴 → 数值”"
ALIKE = 0.6  # how much of a table's header a row must have to be taken for it


def open_book(path: Path) -> Any:
    """The workbook with its formulas as they stand. Raises `InputProblems` or `UserError`."""
    from openpyxl import load_workbook

    def refuse(message: str) -> InputProblems:
        return InputProblems([Problem(message, "not_a_workbook", str(path))])

    try:
        with zipfile.ZipFile(path) as package:
            if sum(info.file_size for info in package.infolist()) > LARGEST:
                raise refuse("工作簿解开后太大,不像规则工作簿。请重新导出再填")
            if "[Content_Types].xml" not in package.namelist() and "content.xml" in package.namelist():
                raise refuse("这是 .ods 表格,不是 Excel 工作簿。请打开它,另存为 .xlsx 再导入")
        with path.open("rb") as content:  # by its content: the name may have any ending
            return load_workbook(content)
    except FileNotFoundError:
        raise UserError(f"找不到文件“{path}”。", exit_code=2) from None
    except (PermissionError, IsADirectoryError) as error:
        raise UserError(f"读不了“{path}”:{error.strerror}。请关闭正在用它的程序再试。", exit_code=2) from None
    except InputProblems:
        raise
    except zipfile.BadZipFile:
        raise refuse("不是 Excel 工作簿(.xlsx)。.xls、.csv 或加密的文件,请打开它,另存为普通的 .xlsx 再导入") from None
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        workspace.log.info("a rules workbook cannot be opened: %r", error)
        raise refuse("工作簿坏了,打不开。请重新导出再填") from error


def sheets(book: Any, draft: Draft) -> dict[str, Any]:
    """The seven sheets by their names; a renamed one is told and read all the same."""
    found = {ws.title.strip(): ws for ws in book.worksheets if ws.title.strip() in SHEETS}
    extra = [ws for ws in book.worksheets if ws.title.strip() not in (*SHEETS, *UNREAD)]
    for name in (name for name in SHEETS if name not in found):
        renamed = next((ws for ws in extra if _holds(ws, name)), None)
        if renamed is None:
            message = f"缺少工作表“{name}”,里面的内容就都没有了。请重新导出一份,把这一张复制过来"
            draft.problem(message, f"{name}!A1", "missing_sheet")
        else:
            extra.remove(renamed)
            found[name] = renamed
            message = f"把工作表“{renamed.title.strip()}”改回“{name}”"
            draft.problem(message, f"{renamed.title.strip()}!A1", "renamed")
    for ws in extra:
        if any(cell.value is not None for cell in ws._cells.values()):
            message = f"多了一张工作表“{ws.title}”,程序不读它。要改的规则请写到原来的表里;自己的备忘请移到别的工作簿"
            draft.problem(message, f"{ws.title}!A1", "extra_sheet")
    for chart in book.chartsheets:
        draft.problem(f"多了一张图表“{chart.title}”,请删去", f"{chart.title}!A1", "extra_sheet")
    return found


def _holds(ws: Any, name: str) -> bool:
    """Whether a sheet has the tables that belong on the sheet `name`."""
    marks = {block.mark for block in BLOCKS if block.sheet == name}
    first = [_text(cell.value) for (_, column), cell in ws._cells.items() if column == 1]
    return any(text.startswith(mark) for text in first for mark in marks)


def _text(value: Any) -> str:
    return unicodedata.normalize("NFKC", str("" if value is None else value)).strip()


def letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def plain_header(value: Any) -> str:
    """A header without what people add to it: spaces, line breaks, the star of required columns."""
    return re.sub(r"[\s*]+", "", _text(value))


class Grid:
    """The filled cells of one sheet. Formulas, merged cells, pictures and error values are told once, here."""

    def __init__(self, ws: Any, draft: Draft) -> None:
        self.name, self.draft = ws.title.strip(), draft
        self.cells: dict[int, dict[int, Any]] = {}
        # ws._cells holds the cells that the file holds; walking by row and column would make a cell for every
        # empty one, and a sheet may have a million empty rows.
        for (row, column), cell in ws._cells.items():
            if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
                continue
            if cell.data_type == "f":
                draft.problem(FORMULA, self.place(row, column), "formula")
            elif cell.data_type == "e":
                draft.problem(f"这一格是错误值 {cell.value},请重新填写", self.place(row, column), "formula")
            self.cells.setdefault(row, {})[column] = None if cell.data_type in "fe" else cell.value
        self._pass_over_samples()
        self.last = max(self.cells, default=0)
        self._tell_foreign(ws)

    def _pass_over_samples(self) -> None:
        """Leaves out the rows that show how to fill in; one that was half overwritten is told."""
        for row, cells in list(self.cells.items()):
            shown = [number for number, value in cells.items() if isinstance(value, str) and value.startswith(SAMPLE)]
            if len(shown) == len(cells):
                del self.cells[row]
            elif len(shown) > 1:
                message = "这一行还留着示范的字(“例:…”)。请全改成自己的内容,不要的清空"
                self.draft.problem(message, self.place(row, shown[0]), "sample")
                self.cells[row] = {number: value for number, value in cells.items() if number not in shown}

    def _tell_foreign(self, ws: Any) -> None:
        for area in ws.merged_cells.ranges:
            message = f"合并了单元格 {area.coord},请取消合并,每格各填各的"
            self.draft.problem(message, f"{self.name}!{area.coord.split(':')[0]}", "merged")
        for picture in ws._images:
            corner = picture.anchor._from
            place = self.place(corner.row + 1, corner.col + 1)
            self.draft.problem("贴了一张图片,程序读不了图片里的字。请把字填进格子,再删去图片", place, "picture")
        for chart in ws._charts:
            self.draft.problem("贴了一张图表,请删去", self.place(1, chart.anchor._from.col + 1), "picture")

    def value(self, row: int, column: int) -> Any:
        return self.cells.get(row, {}).get(column)

    def place(self, row: int, column: int) -> str:
        return f"{self.name}!{letter(column)}{row}"

    def marks(self, blocks: Sequence[Block]) -> dict[Block, int]:
        """The row of each block's mark. One that is gone is told, and found by the header below it."""
        found: dict[Block, int] = {}
        for row in sorted(self.cells):
            for block in blocks:
                if block not in found and _text(self.cells[row].get(1)).startswith(block.mark):
                    found[block] = row
        heads = {min((row for row in self.cells if row > mark), default=0) for mark in found.values()}
        for number, block in enumerate(blocks):
            if block in found:
                continue
            if head := self._header_row(block, heads):
                heads.add(head)
                found[block] = head - 1
                self._tell_mark(block, head - 1)
            else:
                later = [found[one] for one in blocks[number + 1 :] if one in found]
                message = f"找不到“{block.mark}”这一段,里面的内容就都没有了。请按 Ctrl+Z 找回,或重新导出"
                self.draft.problem(message, self.place(min(later, default=self.last + 1), 1), "missing_block")
        return found

    def _tell_mark(self, block: Block, row: int) -> None:
        here = self.cells.get(row, {})
        if set(here) == {1} and not _text(here[1]).startswith("【"):
            message = f"把这一格改回“{block.mark}”"
        else:
            message = f"“{block.mark}”这一行标题不见了。请在下面那行列名的上面补一行,第一格写“{block.mark}”"
        self.draft.problem(message, self.place(row, 1), "lost_mark")

    def _header_row(self, block: Block, taken: Collection[int]) -> int | None:
        """The row that looks most like the header of a table whose mark is gone."""
        wanted = {plain_header(column.header) for column in block.all_columns}

        def alike(row: int) -> float:
            have = {plain_header(value) for value in self.cells[row].values()} - {plain_header(MEANING)}
            return len(wanted & have) / len(wanted | have)

        rows = [row for row in self.cells if row not in taken and row > 1]
        best = max(rows, key=alike, default=None)
        return best if best is not None and alike(best) >= ALIKE else None


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of `known` that somebody may have meant; empty when none is near."""
    found = re.search("“(.+)”", did_you_mean(word, known))
    return found[1] if found else ""
